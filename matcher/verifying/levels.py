"""What each chosen pair adds to a level, and the levels that an instance gives rise to.

A level's name is a word, or a word and a number: ``leximin:40``, ``rank:3``. All but
``blocking``, ``openings``, ``improvement`` and ``regret`` are sums over chosen pairs.
Pairs are those that an asset could hold if it held nothing else.
"""

from __future__ import annotations

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY

FEWEST = (
    *("blocking", "openings", "improvement"),
    *("leximin", "rank", "egalitarian", "regret"),
)
"""The words of levels of which less is better."""
JUDGED = ("blocking", "openings", "regret")
"""Levels that are no sum over chosen pairs."""


def fewest(name: str) -> bool:
    """Return True where less of a level is better."""
    return name.partition(":")[0] in FEWEST


def own_points(case: Case) -> tuple[Longs, Longs]:
    """Return (pair, points): each member's own need_fit, one row a member and pair."""
    table, fits = case.table, case.instance.fits
    points = fits.fit if fits.need_fit is None else fits.need_fit
    if not len(fits):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    units = table.unit_of[fits.need]
    row = table.find(units, fits.asset.astype(np.int64))
    known: Mask = row != NOBODY
    known[known] = case.alone[row[known]]
    return row[known], points[known].astype(np.int64)


def fair_levels(case: Case) -> list[str]:
    """Return ``leximin:V`` for every value of own points, the largest left out."""
    values = np.unique(own_points(case)[1]).tolist()
    return [f"leximin:{value}" for value in values[:-1]]


def last_rank(case: Case) -> int:
    """Return the largest rank of either side; 0 without pairs."""
    table = case.table
    both = np.maximum(table.rank, table.asset_rank)[case.alone]
    return int(both.max(initial=0))


def rank_levels(case: Case) -> list[str]:
    """Return ``rank:R`` from the largest rank of either side down to 2."""
    return [f"rank:{rank}" for rank in range(last_rank(case), 1, -1)]


def amount(case: Case, name: str) -> Longs:
    """Return what each pair adds to a level that is a sum.

    Raises
    ------
    ValueError
        If the level is no such sum.
    """
    table, (word, _, number) = case.table, name.partition(":")
    size = table.size[table.unit]
    match word:
        case "fit":
            return table.fit
        case "size":
            return size
        case "priority":
            return np.where(table.priority[table.unit] == int(number), size, 0)
        case "leximin":
            row, points = own_points(case)
            here = row[points == int(number)]
            found: Longs = np.bincount(here, minlength=len(table.unit))
            return found
        case "rank":
            both: Longs = (table.rank == int(number)).astype(np.int64)
            both += table.asset_rank == int(number)
            return both
        case "egalitarian":
            return table.rank + table.asset_rank
    raise ValueError(name)


def regret(case: Case) -> int:
    """Return the largest rank of either side over chosen pairs; 0 if there is none."""
    row = case.row[case.row != NOBODY]
    both = np.maximum(case.table.rank[row], case.table.asset_rank[row])
    return int(both.max(initial=0))
