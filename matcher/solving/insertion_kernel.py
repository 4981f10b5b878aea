"""Units assigned one after another, each by a shortest augmenting path; compiled.

A new unit takes the seat that pleases it most; whoever it displaces takes the next, on
and on, until a seat is free or somebody is left out at the least loss. Prices rise by
what the way saved, so that what is held stays optimal after every unit (Kuhn's method
with the labels of Edmonds and Karp 1972, in buckets as Dial 1969 has them). Where seats
are not scarce each way is short and stays near, so that a country costs what its parts
cost, whether or not some pairs join them. Where they are scarce ways are long: the
caller sets a budget, and asks a min-cost flow where it is used up.

The only module here that numba compiles. `matcher.solving.transport` does the same with
a min-cost flow and arrays; tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from matcher.solving.face import Longs, Mask

F = TypeVar("F", bound=Callable[..., Any])

FREE = -1
_FAR = 2**62
_RING = 256
"""Distances that have a bucket at a time; farther ones wait."""
_NOT = -(2**30)


def compiled(function: F) -> F:
    """Compile when first called, and keep it where a folder can be written."""
    try:
        kept = numba.njit(cache=True)(function)
    except RuntimeError:  # no folder can be written: each process compiles for itself
        kept = numba.njit(function)
    return cast("F", kept)


@compiled
def insert_units(
    start: Longs, asset: Longs, weight: Longs, seats: Longs, budget: int
) -> Longs:  # pragma: no cover - compiled
    """Return the asset of each unit in an assignment of maximum weight.

    Parameters
    ----------
    start : int64, shape (units + 1,)
        Pairs of unit u are ``start[u]:start[u + 1]``.
    asset, weight : int64, shape (pairs,)
        Weights above 0 count; a unit may stay unmatched for 0.
    seats : int64, shape (assets,)
    budget : int
        How many pairs may be looked at.

    Returns
    -------
    int64, shape (units,)
        -1 where unmatched; empty where the budget is used up.
    """
    units, assets = len(start) - 1, len(seats)
    seat, worth = np.full(units, FREE, np.int64), np.zeros(units, np.int64)
    after, first = np.full(units, FREE, np.int64), np.full(assets, FREE, np.int64)
    price, count = np.zeros(assets, np.int64), np.zeros(assets, np.int64)
    dist, found = np.full(assets, _FAR, np.int64), np.empty(assets, np.int64)
    mover, gain = np.empty(assets, np.int64), np.empty(assets, np.int64)
    ring = np.full(_RING, FREE, np.int64)
    ahead, behind = np.empty(assets, np.int64), np.full(assets, _NOT, np.int64)
    done = np.zeros(assets, np.bool_)
    for new in range(units):
        best = np.int64(0)
        for e in range(start[new], start[new + 1]):
            best = max(best, weight[e] - price[asset[e]])
        if best == 0:
            continue
        # Search until a free seat, or whoever loses least, is the nearest.
        limit, goal, leaver = best, FREE, new
        base, unit, seen, near = best, new, 0, 0
        at: Any = np.int64(0)
        while True:
            budget -= start[unit + 1] - start[unit]
            for e in range(start[unit], start[unit + 1]):
                a = asset[e]
                d = base + price[a] - weight[e]
                if d >= dist[a] or d > limit:
                    continue
                if dist[a] == _FAR:
                    found[seen] = a
                    seen += 1
                if behind[a] != _NOT:
                    near -= 1
                    _unlink(a, ring, ahead, behind)
                dist[a], mover[a], gain[a] = d, unit, weight[e]
                if count[a] < seats[a]:
                    limit, goal, leaver = d, a, FREE
                if d < at + _RING:
                    near += 1
                    _link(a, d, ring, ahead, behind)
            unit = FREE if unit == new else after[unit]
            while unit == FREE:
                if near == 0:
                    at, near = _refill(dist, done, found[:seen], ring, ahead, behind)
                if near == 0:
                    break
                while ring[at % _RING] == FREE:
                    at += 1
                if at >= limit:
                    break
                here = ring[at % _RING]
                near -= 1
                _unlink(here, ring, ahead, behind)
                done[here] = True
                unit = first[here]
            if unit == FREE:
                break
            here = seat[unit]
            base = dist[here] + worth[unit] - price[here]
            if base < limit:
                limit, goal, leaver = base, FREE, unit
        if budget < 0:
            return np.empty(0, np.int64)
        for i in range(seen):
            a = found[i]
            if behind[a] != _NOT:
                _unlink(a, ring, ahead, behind)
            if done[a]:
                price[a] += max(limit - dist[a], 0)
            dist[a], done[a] = _FAR, False
        _move(new, goal, leaver, seat, worth, first, after, count, mover, gain)
    return seat


@compiled
def _move(
    new: int,
    goal: int,
    leaver: int,
    seat: Longs,
    worth: Longs,
    first: Longs,
    after: Longs,
    count: Longs,
    mover: Longs,
    gain: Longs,
) -> None:  # pragma: no cover - compiled
    """Let everybody on the way move on, from its end back to the new unit."""
    if leaver == new:
        return
    if leaver != FREE:
        goal = seat[leaver]
        _stand_up(leaver, seat, first, after, count)
    while True:
        unit = mover[goal]
        old = seat[unit]
        if old != FREE:
            _stand_up(unit, seat, first, after, count)
        seat[unit], worth[unit] = goal, gain[goal]
        after[unit], first[goal] = first[goal], unit
        count[goal] += 1
        if unit == new:
            return
        goal = old


@compiled
def _stand_up(
    unit: int, seat: Longs, first: Longs, after: Longs, count: Longs
) -> None:  # pragma: no cover - compiled
    here = seat[unit]
    if first[here] == unit:
        first[here] = after[unit]
    else:
        other = first[here]
        while after[other] != unit:
            other = after[other]
        after[other] = after[unit]
    seat[unit] = FREE
    count[here] -= 1


@compiled
def _refill(
    dist: Longs,
    done: Mask,
    found: Longs,
    ring: Longs,
    ahead: Longs,
    behind: Longs,
) -> tuple[Any, int]:  # pragma: no cover - compiled
    """Put the nearest of the far assets into buckets; return the distance, how many."""
    least = np.int64(_FAR)
    for a in found:
        if not done[a]:
            least = min(least, dist[a])
    near = 0
    for a in found:
        if not done[a] and dist[a] < least + _RING:
            _link(a, dist[a], ring, ahead, behind)
            near += 1
    return least, near


@compiled
def _link(
    a: int, d: int, ring: Longs, ahead: Longs, behind: Longs
) -> None:  # pragma: no cover - compiled
    place = d % _RING
    head = ring[place]
    ahead[a], behind[a], ring[place] = head, -1 - place, a
    if head != FREE:
        behind[head] = a


@compiled
def _unlink(
    a: int, ring: Longs, ahead: Longs, behind: Longs
) -> None:  # pragma: no cover - compiled
    before, next_one = behind[a], ahead[a]
    if before < 0:
        ring[-1 - before] = next_one
    else:
        ahead[before] = next_one
    if next_one != FREE:
        behind[next_one] = before
    behind[a] = _NOT


@compiled
def least_prices(
    start: Longs, asset: Longs, weight: Longs, seats: Longs, seat: Longs
) -> Longs:  # pragma: no cover - compiled
    """Return the least prices of seats at which what is held is of maximum weight.

    Every price is the longest way "whoever waits, or sits there, would rather sit
    here", by labels corrected from a queue.

    Parameters
    ----------
    start, asset, weight, seats
        As `insert_units` takes them.
    seat : int64, shape (units,)
        The asset of each unit; -1 where unmatched.

    Returns
    -------
    int64, shape (assets,)
        Empty where a price rises without end or above what a seat is worth to who has
        it: then what is held is not of maximum weight.
    """
    units, assets = len(start) - 1, len(seats)
    worth, after = np.zeros(units, np.int64), np.full(units, FREE, np.int64)
    first, count = np.full(assets, FREE, np.int64), np.zeros(assets, np.int64)
    queue, waits = np.empty(assets, np.int64), np.zeros(assets, np.bool_)
    price, length = np.zeros(assets, np.int64), np.zeros(assets, np.int64)
    for u in range(units):
        if seat[u] == FREE:
            continue
        for e in range(start[u], start[u + 1]):
            if asset[e] == seat[u]:
                worth[u] = weight[e]
        after[u], first[seat[u]] = first[seat[u]], u
        count[seat[u]] += 1
    head = size = 0
    for u in range(units):
        if seat[u] == FREE:
            for e in range(start[u], start[u + 1]):
                price[asset[e]] = max(price[asset[e]], weight[e])
    for a in range(assets):
        queue[size] = a
        waits[a] = True
        size += 1
    while size:
        here = queue[head]
        head = (head + 1) % assets
        size -= 1
        waits[here] = False
        if (price[here] > 0 and count[here] < seats[here]) or length[here] > assets:
            return np.empty(0, np.int64)
        u = first[here]
        while u != FREE:
            own = worth[u] - price[here]
            if own < 0:
                return np.empty(0, np.int64)
            for e in range(start[u], start[u + 1]):
                b = asset[e]
                if weight[e] - own > price[b] and b != here:
                    price[b], length[b] = weight[e] - own, length[here] + 1
                    if not waits[b]:
                        queue[(head + size) % assets] = b
                        waits[b] = True
                        size += 1
            u = after[u]
    return price
