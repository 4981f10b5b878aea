"""Who stands where with whom under deferred acceptance, as whole numbers, pair by pair.

Each side's order stands twice: with ties open, and with ties settled by the draw. Only
refs that stand in a tie are digested; where there is none the salt changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.draw import digest
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY, Table

BEYOND = 2**62
"""Above every number of an order."""


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """Both sides' orders over the pairs of a table; less is better.

    Parameters
    ----------
    table : Table
        Its pairs are the rows of every array of shape (pairs,).
    rank, wish : int64, shape (pairs,)
        Where the asset stands with the unit: ties open, and drawn.
    level, place : int64, shape (pairs,)
        Where the unit stands with the asset, by rank and then priority: ties open, and
        drawn.
    seats : int64, shape (assets,)
        Seats that pins leave.
    free : bool, shape (pairs,)
        Pairs of units that no pin holds with assets that have such a seat.
    """

    table: Table
    rank: Longs
    wish: Longs
    level: Longs
    place: Longs
    seats: Longs
    free: Mask

    def wanted_by_unit(self, row: Longs, key: Longs) -> Mask:
        """Return the pairs that a free unit prefers, by `key`, to the row it has."""
        now = row[self.table.unit]
        wants: Mask = self.free & ((now == NOBODY) | (key < key[now]))
        return wants

    def wanted_by_asset(self, row: Longs, key: Longs) -> Mask:
        """Return the pairs that an asset prefers to some seat's, an empty one's too."""
        bar = self.least(row, key)
        held = self.table.asset[self.held(row)]
        bar[np.bincount(held, minlength=len(bar)) < self.seats] = BEYOND
        wants: Mask = self.free & (key < bar[self.table.asset])
        return wants

    def least(self, row: Longs, key: Longs) -> Longs:
        """Return each asset's highest number over what it holds; -1 for nothing."""
        bar = np.full(len(self.seats), NOBODY, np.int64)
        held = self.held(row)
        np.maximum.at(bar, self.table.asset[held], key[held])
        return bar

    def held(self, row: Longs) -> Longs:
        """Return the rows that free units have."""
        rows = row[row != NOBODY]
        kept: Longs = rows[self.free[rows]]
        return kept

    def blocking(self, row: Longs, mine: Longs, theirs: Longs) -> Mask:
        """Return the pairs of which both want each other, by one order of each side."""
        wants: Mask = self.wanted_by_unit(row, mine) & self.wanted_by_asset(row, theirs)
        return wants


def orders_of(case: Case) -> Orders:
    """Return the orders of a case; where a tie is drawn, by its salt."""
    table, instance = case.table, case.instance
    assets = [row.ref for row in instance.assets]
    capacity = np.array([row.capacity for row in instance.assets], np.int64)
    homes = [a for homes in table.homes.values() for a in homes if a != NOBODY]
    seats = capacity - np.bincount(np.array(homes, int), minlength=len(capacity))
    urgent = int(table.priority.max(initial=0)) - table.priority
    return Orders(
        table,
        table.rank,
        joined(table.rank, _turns(case, table.unit, table.rank, table.asset, assets)),
        joined(table.asset_rank, urgent[table.unit]),
        joined(
            joined(table.asset_rank, urgent[table.unit]),
            _turns(case, table.asset, table.asset_rank, table.unit, table.units),
        ),
        seats,
        ~table.pinned[table.unit] & (seats > 0)[table.asset],
    )


def joined(major: Longs, minor: Longs) -> Longs:
    """Return one number each that compares by `major` and then by `minor`."""
    span = int(minor.max(initial=0)) + 1
    if int(major.max(initial=0)) >= BEYOND // span:
        major = np.unique(major, return_inverse=True)[1].reshape(-1)
    both: Longs = major * span + minor if span > 1 else major
    return both


def _turns(
    case: Case, group: Longs, rank: Longs, who: Longs, refs: Sequence[str]
) -> Longs:
    """Return the draw's order of each row's ref among the refs in a tie, else 0."""
    names = np.unique(who[_tied(group, rank)])
    turn = np.zeros(len(refs), np.int64)
    salt, word = case.salt or "", case.instance.round
    texts = [digest(salt, word, refs[k]) for k in names.tolist()]
    turn[names[np.argsort(np.array(texts, "U64"))]] = np.arange(len(names))
    turns: Longs = turn[who]
    return turns


def _tied(group: Longs, rank: Longs) -> Mask:
    """Return which rows share group and rank with another, as a mask."""
    most = np.zeros(int(group.max(initial=0)) + 1, np.int64)
    np.maximum.at(most, group, rank + 1)
    first = np.cumsum(most) - most
    if int(most.sum()) <= 4 * len(rank):
        key = first[group] + rank
    else:
        key = np.unique(first[group] + rank, return_inverse=True)[1].reshape(-1)
    tied: Mask = (np.bincount(key) > 1)[key]
    return tied
