"""Deferred acceptance for the needs, compiled: by rounds, one proposal each.

Computes what `matcher.solving.acceptance.propose` does (Gale and Shapley 1962): who
proposes first makes no difference to the outcome, so each round takes all who wait in
turn. What that buys is memory: a proposal touches its unit's first wishes, the asset's
desk and its seats, three places that are fetched for a whole batch before any of them
is needed, where a chain of proposals would wait for each in turn.

Guarantee: the needs' best of all stable solutions of strict lists. A tie that could
matter is met as one (`TIED`), and nothing is then computed: ties are first settled by
the draw.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.solving.insertion_kernel import compiled

FIRST = 16
"""Slots for a unit's first wishes: a line of the cache, and the last is never read."""
BATCH = 256
DONE, TIED = 0, 1
LOW = np.int64(0xFFFFFFFF)
HALF = np.int64(32)


@compiled
def first_wishes(
    start: Any,
    asset: Any,
    rank: Any,
    level: Any,
    bits: Any,
    none: Any,
    first: Any,
    wish: Any,
) -> int:  # pragma: no cover - compiled
    """Fill in each unit's first wishes, packed; `TIED` unless ranks are 1, 2, 3, ...

    Parameters
    ----------
    start, asset, rank : int32
        Pairs by unit; the unit's rank of each.
    level : int32, shape (pairs,)
        The asset's order.
    bits : int64
        A wish is ``asset << bits | level``.
    none : int64
        What no wish is: stands after the last.
    first : uint32 or int64, shape (units * FIRST,)
        Best first.
    wish : int32, shape (pairs,) or (0,)
        Where given: every unit's pairs, best first.
    """
    longest = 0
    for unit in range(len(start) - 1):
        longest = max(longest, start[unit + 1] - start[unit])
    seen = np.full(longest + 1, -1, np.int32)
    one, last = np.uint64(1), np.int64(FIRST - 1)
    for unit in range(len(start) - 1):
        low = np.int64(start[unit])
        length = np.int64(start[unit + 1]) - low
        base, top, mask = unit * FIRST, np.int64(-1), np.uint64(0)
        for pair in range(low, low + length):
            at = np.uint64(pair)  # unsigned, and numba need not look whether it is < 0
            place = np.int64(rank[at]) - 1
            top = max(top, place)
            mask |= one << np.uint64(place & 63)
            packed = (np.int64(asset[at]) << bits) | np.int64(level[at])
            first[np.uint64(base + min(place, last))] = packed
        if top + 1 != length:
            return TIED
        if length < 64 and mask != (one << np.uint64(length)) - one:
            return TIED
        if length < FIRST:
            first[base + length] = none
        if length >= 64:
            for pair in range(low, low + length):
                place = rank[pair] - 1
                if seen[place] == unit:
                    return TIED
                seen[place] = unit
        if len(wish):
            for pair in range(low, low + length):
                wish[low + rank[pair] - 1] = pair
    return DONE


@compiled
def close_gaps(
    start: Any, rank: Any, most: Any, dense: Any
) -> int:  # pragma: no cover - compiled
    """Fill in the place of each pair in its unit's list, 1 first; `TIED` if one is.

    Parameters
    ----------
    most : int
        No rank is higher.
    """
    seen = np.full(most + 1, -1, np.int32)
    for unit in range(len(start) - 1):
        low, top = start[unit], 0
        for pair in range(low, start[unit + 1]):
            place = rank[pair]
            if seen[place] >= low:
                return TIED
            seen[place] = pair
            top = max(top, place)
        count = 0
        for place in range(1, top + 1):
            if seen[place] >= low:
                count += 1
                dense[seen[place]] = count
    return DONE


@compiled
def deep_wish(
    low: Any,
    high: Any,
    turn: Any,
    asset: Any,
    rank: Any,
    level: Any,
    bits: Any,
    none: Any,
    wish: Any,
) -> Any:  # pragma: no cover - compiled
    """Return a unit's wish number `turn`, packed, read from its pairs; or `none`."""
    if turn >= high - low:
        return none
    found = low
    if len(wish):
        found = wish[low + turn]
    else:
        for pair in range(low, high):
            if rank[pair] == turn + 1:
                found = pair
    return (np.int64(asset[found]) << bits) | np.int64(level[found])


@compiled
def rise(
    seats: Any, base: Any, at: Any, offer: Any
) -> bool:  # pragma: no cover - compiled
    """Put an offer at the open end of an asset's heap; return whether a tie met it."""
    tied = False
    while at > 0:
        above = (at - 1) >> 1
        other = seats[np.uint64(base + above)]
        tied |= (other >> HALF) == (offer >> HALF)
        if other >= offer:
            break
        seats[np.uint64(base + at)] = other
        at = above
    seats[np.uint64(base + at)] = offer
    return tied


@compiled
def sink(
    seats: Any, base: Any, count: Any, offer: Any
) -> bool:  # pragma: no cover - compiled
    """Put an offer in place of an asset's least; return whether a tie met it."""
    tied, at = False, 0
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count:
            one = seats[np.uint64(base + below)]
            two = seats[np.uint64(base + below + 1)]
            tied |= (one >> HALF) == (two >> HALF)
            below += two > one
        other = seats[np.uint64(base + below)]
        tied |= (other >> HALF) == (offer >> HALF)
        if other <= offer:
            break
        seats[np.uint64(base + at)] = other
        at = below
    seats[np.uint64(base + at)] = offer
    return tied


@compiled
def propose(
    start: Any,
    asset: Any,
    rank: Any,
    level: Any,
    bits: Any,
    none: Any,
    first: Any,
    wish: Any,
    desk: Any,
    seats: Any,
    turn: Any,
    queue: Any,
) -> tuple[int, Any]:  # pragma: no cover - compiled
    """Let the units of `queue` propose until none can; `TIED` where a tie could matter.

    Parameters
    ----------
    desk : int32, shape (assets, 4)
        Where the asset's seats begin, how many are taken, how many there are, and the
        best level that was turned away.
    seats : int64, shape (all seats,)
        Per asset a heap of ``level << 32 | unit``, the least preferred on top.
    turn : uint8 or int32, shape (units,)
        Proposals made, one too many where a unit has run out.
    queue : int32, shape (units that propose,)
        Overwritten.
    """
    others = np.empty(len(queue), np.int32)
    asked = np.empty(BATCH, np.int64)
    waiting = len(queue)
    rest = (np.int64(1) << bits) - np.int64(1)
    fetched = np.int64(0)
    tied = False
    while waiting and not tied:
        kept = 0
        for begin in range(0, waiting, BATCH):
            count = min(BATCH, waiting - begin)
            for k in range(count):
                unit = np.int64(queue[np.uint64(begin + k)])
                now = np.int64(turn[np.uint64(unit)])
                turn[np.uint64(unit)] = now + 1
                if now < FIRST - 1:
                    asked[k] = np.int64(first[np.uint64(unit * FIRST + now)])
                else:
                    low, high = start[unit], start[unit + 1]
                    asked[k] = deep_wish(
                        low, high, now, asset, rank, level, bits, none, wish
                    )
            for k in range(count):
                if asked[k] != none:
                    fetched ^= seats[np.uint64(desk[np.uint64(asked[k] >> bits), 0])]
            for k in range(count):
                if asked[k] == none:
                    continue
                unit = np.int64(queue[np.uint64(begin + k)])
                here = desk[np.uint64(asked[k] >> bits)]
                offer = ((asked[k] & rest) << HALF) | unit
                base, taken = np.int64(here[0]), np.int64(here[1])
                if taken < here[2]:
                    here[1] = taken + 1
                    tied |= rise(seats, base, taken, offer)
                    continue
                gone = offer
                if taken:
                    worst = seats[np.uint64(base)]
                    tied |= (worst >> HALF) == (offer >> HALF)
                    if offer < worst:
                        gone = worst
                        tied |= sink(seats, base, taken, offer)
                lost = gone >> HALF
                tied |= lost == here[3]
                here[3] = min(here[3], lost)
                others[kept] = gone & LOW
                kept += 1
        queue, others, waiting = others, queue, kept
    return TIED if tied else DONE, fetched


@compiled
def held_pairs(
    start: Any, rank: Any, desk: Any, seats: Any, turn: Any, held: Any
) -> None:  # pragma: no cover - compiled
    """Fill in each unit's pair from the seats; -1 where it sits nowhere."""
    seated = np.zeros(len(held), np.uint8)
    for asset in range(len(desk)):
        base = desk[asset, 0]
        for seat in range(base, base + desk[asset, 1]):
            seated[seats[seat] & LOW] = 1
    for unit in range(len(held)):
        held[unit] = -1
        if seated[unit]:
            for pair in range(start[unit], start[unit + 1]):
                if rank[pair] == turn[unit]:
                    held[unit] = pair
