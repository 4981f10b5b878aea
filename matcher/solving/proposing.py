"""What the compiled deferred acceptance takes and gives: orders as columns, seats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Ints
from matcher.instance.market import Market
from matcher.solving.acceptance_kernel import (
    DONE,
    FIRST,
    close_gaps,
    first_wishes,
    held_pairs,
    propose,
)
from matcher.solving.answer import Longs
from matcher.solving.face import FREE
from matcher.solving.settling import Lists, seats_left

LONG = 128
"""Longer lists than this are put in order beforehand, not searched at each proposal."""
MOST = 2**31 - 1


def propose_strictly(market: Market) -> Longs | None:
    """Return the pair of each unit after deferred acceptance; -1 where unmatched.

    None where a unit's list is not strict, or where a tie of an asset could matter:
    then ties are to be settled first. So where this is an answer, no draw was needed,
    and no exchange is left: one would need two units that an asset turned away at one
    level.
    """
    level = market.asset_rank
    if np.ptp(market.priority) > 0:
        classes, place = np.unique(market.priority, return_inverse=True)
        if int(level.max(initial=0)) >= MOST // len(classes):
            return None
        urgent = (len(classes) - 1 - place.reshape(-1)).astype(np.int32)
        level = level * np.int32(len(classes)) + urgent[market.unit]
    return _proposed(market, market.unit_rank, level, seats_left(market))


def propose_settled(market: Market, lists: Lists) -> Longs:
    """Return the pair of each unit after deferred acceptance over settled lists."""
    turn, place = lists.turn.astype(np.int32), lists.place.astype(np.int32)
    held = _proposed(market, turn + np.int32(1), place, lists.seats)
    assert held is not None, "settled lists have no ties"
    return held


def _proposed(market: Market, rank: Ints, level: Ints, seats: Longs) -> Longs | None:
    start, asset, units = market.start, market.asset, len(market.units)
    longest = int(np.diff(start).max(initial=0))
    bits = int(level.max(initial=0)).bit_length()
    narrow = bits + len(seats).bit_length() <= 31
    none = np.int64(2**32 - 1 if narrow else -1)
    first = np.empty(units * FIRST, np.uint32 if narrow else np.int64)
    wish = np.empty(len(rank) if longest > LONG else 0, np.int32)
    orders = (start, asset, rank, level, np.int64(bits), none, first, wish)
    if first_wishes(*orders) != DONE:
        dense = np.empty_like(rank)
        if close_gaps(start, rank, int(rank.max(initial=0)), dense) != DONE:
            return None
        rank = dense
        orders = (start, asset, rank, level, np.int64(bits), none, first, wish)
        first_wishes(*orders)
    desk = _desk(market, seats)
    rows = np.empty(int(desk[:, 2].sum()), np.int64)
    turn = np.zeros(units, np.uint8 if longest < 255 else np.int32)
    queue = np.flatnonzero(market.home == FREE).astype(np.int32)
    if propose(*orders, desk, rows, turn, queue)[0] != DONE:
        return None
    held = np.empty(units, np.int64)
    held_pairs(start, rank, desk, rows, turn, held)
    return held


def _desk(market: Market, seats: Longs) -> NDArray[np.int32]:
    """Return the desks of `acceptance_kernel.propose`; nobody needs more than pairs."""
    if int(seats.sum()) > len(market.unit):
        asked = np.bincount(market.asset, minlength=len(seats))
        seats = np.minimum(seats, asked)
    desk = np.zeros((len(seats), 4), np.int32)
    desk[:, 0] = np.cumsum(seats) - seats
    desk[:, 2] = seats
    desk[:, 3] = MOST
    return desk
