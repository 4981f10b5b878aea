"""Ranks: from the tie groups of preference lists, and from points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Ints, Prefers
from matcher.instance.market import Longs

Flags = NDArray[np.bool_]
FEW = 128
"""Points below this are ranked without sorting."""
Struck = Callable[[int, str], bool]
"""Whether a ref has left the list of a row, because the pair is forbidden."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The preference lists of one side as sorted keys with ranks.

    A ref that a list names twice has two entries, the better rank first.

    Parameters
    ----------
    given : bool, shape (rows,)
        False where ``prefers`` is absent.
    keys : int64, shape (entries,)
        ``row * width + other``, sorted; entries that name nobody are left out.
    rank : int32, shape (entries,)
        1 + the number of tie groups before; struck entries have left the lists.
    width : int
        How many there are on the other side.
    """

    given: Flags
    keys: Longs
    rank: Ints
    width: int

    def find(self, row: Ints, other: Ints) -> tuple[Flags, Ints]:
        """Return which pairs are listed, and their ranks (0 where they are not)."""
        if not len(self.keys):
            return np.zeros(len(row), bool), np.zeros(len(row), np.int32)
        wanted = row.astype(np.int64) * self.width + other
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        listed = self.keys[at] == wanted
        return listed, np.where(listed, self.rank[at], 0).astype(np.int32)

    def pairs(self) -> tuple[Ints, Ints]:
        """Return every entry as (row, other)."""
        row, other = np.divmod(self.keys, max(self.width, 1))
        return row.astype(np.int32), other.astype(np.int32)


def read_lists(
    lists: Iterable[Prefers | None], others: Sequence[str], struck: Struck
) -> Lists:
    """Return the lists of one side.

    A tie group that struck refs emptied vanishes; refs that name nobody stay counted. A
    ref that a list names twice counts where it stands first.

    Parameters
    ----------
    lists : iterable of Prefers or None
        Row by row, best first.
    others : sequence of str
        The refs of the other side, which indices follow.
    struck : callable
        ``struck(row, ref)``: whether the pair is forbidden.
    """
    known = {ref: place for place, ref in enumerate(others)}
    width = len(others)
    given: list[bool] = []
    keys: list[int] = []
    ranks: list[int] = []
    for row, prefers in enumerate(lists):
        given.append(prefers is not None)
        rank = 0
        for tie in prefers or ():
            left = [ref for ref in tie if not struck(row, ref)]
            rank += bool(left)
            found = [known[ref] for ref in left if ref in known]
            keys.extend(row * width + place for place in found)
            ranks.extend([rank] * len(found))
    # Stable: where a ref stands twice, the search finds the better rank first.
    order = np.argsort(np.array(keys, np.int64), kind="stable")
    return Lists(
        np.array(given, bool),
        np.array(keys, np.int64)[order],
        np.array(ranks, np.int32)[order],
        width,
    )


def rank_by(row: Ints, points: Ints) -> Ints:
    """Return ranks within each row, most points first, equal points tied.

    Parameters
    ----------
    row, points : int32, shape (pairs,)
        In any order.

    Returns
    -------
    int32, shape (pairs,)
        1 is best; no rank is left out.
    """
    rows, span = int(row.max(initial=-1)) + 1, int(points.max(initial=0)) + 1
    if span <= FEW and rows * span <= 4 * len(row):
        return _rank_by_table(row, points, rows, span)
    order = np.lexsort((-points.astype(np.int64), row))
    row, points = row[order], points[order]
    first = np.ones(len(row), bool)
    first[1:] = row[1:] != row[:-1]
    step = first.copy()
    step[1:] |= points[1:] != points[:-1]
    count = np.cumsum(step)
    before = np.repeat(
        count[first], np.diff(np.append(np.flatnonzero(first), len(row)))
    )
    rank = np.empty(len(row), np.int32)
    rank[order] = count - before + 1
    return rank


def _rank_by_table(row: Ints, points: Ints, rows: int, span: int) -> Ints:
    """Return the same ranks from a table of which points each row has, best first."""
    at = row.astype(np.int64)
    at *= span
    at += span - 1
    at -= points
    seen = np.zeros(rows * span, np.uint8)
    seen[at] = 1
    ranks = np.cumsum(seen.reshape(rows, span), axis=1, dtype=np.uint8)
    return ranks.ravel()[at].astype(np.int32)
