"""Everybody's order with ties settled: by priority at an asset, then by the draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Ints
from matcher.instance.market import Market
from matcher.solving.answer import Longs
from matcher.solving.face import FREE
from matcher.solving.lottery import order

URGENCY = 2**31
"""Above every priority and every rank."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Everybody's order, ties settled, over the units that no pin holds.

    Parameters
    ----------
    wish : int64, shape (pairs of free units,)
        Pairs by unit, then best first.
    start : int64, shape (units + 1,)
        Wishes of unit u are ``wish[start[u]:start[u + 1]]``.
    turn : int64, shape (pairs,)
        The place of a pair in its unit's list, 0 first.
    taken : int64, shape (pairs of free units,)
        Pairs by asset, then best first.
    begin : int64, shape (assets + 1,)
        Units that asset a may take are in ``taken[begin[a]:begin[a + 1]]``.
    place : int64, shape (pairs,)
        The order of pairs within their asset, least first; all different.
    level : int64, shape (pairs,)
        Equal at one asset where rank and priority are; ascending with `place`.
    seats : int64, shape (assets,)
        Seats that pins leave.
    """

    wish: Longs
    start: Longs
    turn: Longs
    taken: Longs
    begin: Longs
    place: Longs
    level: Longs
    seats: Longs


def settled(market: Market, salt: str) -> Lists:
    """Return the lists with ties settled by the draw. O(p log p) in pairs."""
    unit, asset = market.unit, market.asset
    assets = tuple(row.ref for row in market.instance.assets)
    word = (salt, market.instance.round)
    wish, _ = _sorted(unit, market.unit_rank, asset, assets, word)
    turn = np.empty(len(unit), np.int64)
    turn[wish] = np.arange(len(unit)) - market.start[unit[wish]]
    taken, level = _sorted(asset, urgent_rank(market), unit, market.units, word)
    place = np.empty(len(unit), np.int64)
    place[taken] = np.arange(len(unit))
    free = market.home == FREE
    wish, taken = wish[free[unit[wish]]], taken[free[unit[taken]]]
    return Lists(
        wish,
        np.searchsorted(unit[wish], np.arange(len(market.units) + 1)),
        turn,
        taken,
        np.searchsorted(asset[taken], np.arange(len(assets) + 1)),
        place,
        level,
        seats_left(market),
    )


def urgent_rank(market: Market) -> Longs:
    """Return, for each pair, the asset's rank and then priority in one number."""
    urgent = URGENCY - 1 - market.priority.astype(np.int64)
    return market.asset_rank.astype(np.int64) * URGENCY + urgent[market.unit]


def seats_left(market: Market) -> Longs:
    """Return the seats of each asset that pins leave."""
    capacity = np.array([row.capacity for row in market.instance.assets], np.int64)
    homes = market.home[market.home != FREE]
    return capacity - np.bincount(homes, minlength=len(capacity))


def drawn(
    word: tuple[str, str], refs: tuple[str, ...], tied: NDArray[np.bool_]
) -> Longs:
    """Return the order of the draw among the refs in a tie; 0 for all others."""
    turns = np.zeros(len(refs), np.int64)
    turns[tied] = order(*word, [refs[k] for k in np.flatnonzero(tied).tolist()])
    return turns


def _sorted(
    group: Ints,
    rank: Longs | Ints,
    who: Ints,
    refs: tuple[str, ...],
    word: tuple[str, str],
) -> tuple[Longs, Longs]:
    """Return pairs by group, then rank, then draw; and each pair's level of rank."""
    by = np.lexsort((rank, group))
    same = np.zeros(len(by), np.bool_)
    same[1:] = (rank[by][1:] == rank[by][:-1]) & (group[by][1:] == group[by][:-1])
    level = np.empty(len(by), np.int64)
    level[by] = np.cumsum(~same)
    if same.any():
        tied = np.zeros(len(refs), np.bool_)
        again = np.append(same[1:], np.False_)
        tied[who[by[same | again]]] = True
        by = np.lexsort((drawn(word, refs, tied)[who], rank, group))
    return by, level
