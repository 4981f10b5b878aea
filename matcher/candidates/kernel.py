"""The sweep over pairs, 64 assets at a step, compiled.

Computes which pairs pass gates that are stated in columns, and how far apart they are.
Each word of a clause is a row of bits over the assets in the grid's order, so one AND
settles 64 pairs (the bit-sliced index of O'Neil and Quass 1997, "Improved query
performance with variant indexes"); only pairs that every clause lets through are
measured, by `matcher.gazetteer.chord`.

Guarantee: the pairs of the rules' own `passes`, and the kilometres of `quick_km`, to
the last bit; pairs within `HAIR_KM` of a limit are marked and left to the geodesic.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from matcher.candidates.reach import EARTH_KM, MARGIN
from matcher.gazetteer.chord import EQUATOR_KM, SHORT_KM, STRETCH

F = TypeVar("F", bound=Callable[..., Any])
HAIR_KM = 1e-8
"""A hundredth of a millimetre: well above what the chord is off by."""
NO, YES, DOUBT, LONG = range(4)
ONE, FULL = np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
TWO, FOUR, FIFTY_SIX, FIFTY_EIGHT, SIXTY_THREE = map(np.uint64, (2, 4, 56, 58, 63))
PAIRS, FOURS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
BYTES, EACH_BYTE = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
SEQUENCE = np.uint64(0x03F79D71B4CB0A89)  # de Bruijn: any six bits in a row differ
PLACE_OF = np.zeros(64, np.int64)
PLACE_OF[[(0x03F79D71B4CB0A89 << n & (2**64 - 1)) >> 58 for n in range(64)]] = range(64)
SQUARED = EQUATOR_KM**2


def compiled(function: F) -> F:
    """Compile a function when it is first called, and keep it for the next process.

    It is kept beside this file, or under NUMBA_CACHE_DIR where that is set, or else in
    the user's cache; where none can be written, each process compiles for itself.
    """
    try:
        kept = numba.njit(
            cache=True, nogil=True, error_model="numpy", forceinline=True
        )(function)
    except RuntimeError:  # no folder can be written
        kept = numba.njit(nogil=True, error_model="numpy", forceinline=True)(function)
    return cast("F", kept)


@compiled
def lowest(bits: Any) -> Any:
    """Return the place of the lowest bit that is set."""
    alone = bits & (~bits + ONE)
    return PLACE_OF[(alone * SEQUENCE) >> FIFTY_EIGHT]


@compiled
def ones(bits: Any) -> Any:
    """Return how many bits are set (Warren 2012, "Hacker's Delight", 5-1)."""
    bits = bits - ((bits >> ONE) & PAIRS)
    bits = (bits & FOURS) + ((bits >> TWO) & FOURS)
    return ((bits + (bits >> FOUR)) & BYTES) * EACH_BYTE >> FIFTY_SIX


@compiled
def arc_of(step: Any, middle: Any) -> float:
    """Return the geodesic as `short_kilometres` has it, of a chord and its middle."""
    x, y, z = step
    u, v, w = middle
    square = x * x + y * y + z * z
    across = x * x + y * y + STRETCH * (z * z)
    level, axis = u * u + v * v, w * w
    sphere = level + STRETCH * axis
    slope = level + STRETCH * STRETCH * axis
    bend = 0.0
    if square > 0:
        bend = across * across * sphere / (square * slope * SQUARED)
    chord = math.sqrt(square)
    return chord + chord * bend * (1 / 24 + bend * (3 / 640))


@compiled
def rough_arc(up: Any, other: Any) -> float:
    """Return kilometres on a sphere between unit vectors, off by MARGIN at most."""
    x, y, z = up[0] - other[0], up[1] - other[1], up[2] - other[2]
    half = math.sqrt(x * x + y * y + z * z) / 2
    return EARTH_KM * 2 * math.asin(min(half, 1.0))


@compiled
def compared(arc: float, limit: float, low: float, high: float) -> int:
    """Return whether a line is within a limit, or between `low` and `high` of it."""
    if arc * low <= limit - HAIR_KM:
        return YES
    return NO if arc * high > limit + HAIR_KM else DOUBT


@compiled
def measured(here: Any, there: Any, limit: float, open_: bool) -> tuple[int, float]:
    """Return the verdict of a limit on distance, and the kilometres.

    Infinity stands for a pair too far apart for the chord; not a number where a place
    is unknown.
    """
    if math.isnan(here[0]):
        return YES, math.nan
    if math.isnan(there[0]):
        return YES if open_ or math.isinf(limit) else NO, math.nan
    step = here[0] - there[0], here[1] - there[1], here[2] - there[2]
    square = step[0] * step[0] + step[1] * step[1] + step[2] * step[2]
    if square > (limit + HAIR_KM) * (limit + HAIR_KM):
        return NO, math.nan  # no arc is shorter than its chord
    if square > SHORT_KM * SHORT_KM:
        return YES if math.isinf(limit) else LONG, math.inf
    arc = arc_of(step, (here[0] + there[0], here[1] + there[1], here[2] + there[2]))
    return compared(arc, limit, 1.0, 1.0), arc


@compiled
def measured_all(
    left: int, at: int, mine: Any, up: Any, theirs: Any, other: Any, open_: Any
) -> tuple[int, float]:
    """Return the verdict of all limits, and the first one's kilometres.

    Minus infinity stands for a pair that a limit leaves in doubt.
    """
    first, doubt = math.nan, False
    for gate in range(len(open_)):
        here = mine[gate, left, 0], mine[gate, left, 1], mine[gate, left, 2]
        there = theirs[gate, at, 0], theirs[gate, at, 1], theirs[gate, at, 2]
        limit = min(mine[gate, left, 3], theirs[gate, at, 3])
        said, km = measured(here, there, limit, open_[gate])
        if said == LONG:
            ends = (
                (up[gate, left, 0], up[gate, left, 1], up[gate, left, 2]),
                (other[gate, at, 0], other[gate, at, 1], other[gate, at, 2]),
            )
            said = compared(rough_arc(*ends), limit, 1 + MARGIN, 1 - MARGIN)
        if said == NO:
            return NO, first
        doubt = doubt or said == DOUBT
        if gate == 0:
            first = km
    return YES, -math.inf if doubt else first


@compiled
def kept(left: int, at: int, mine: Any, theirs: Any, first: Any, items: Any) -> bool:
    """Return whether no code is the same, and the pair was not left out."""
    for gate in range(len(mine)):
        if mine[gate, left] == theirs[gate, at]:
            return False
    place = first[left]
    while place < first[left + 1] and items[place] < at:
        place += 1
    return bool(place == first[left + 1] or items[place] != at)


@compiled
def narrowed(
    bits: Any,
    some: Any,
    start: int,
    asked: tuple[int, int],
    clauses: Any,
    first: Any,
    items: Any,
    table: Any,
) -> None:
    """Take from `bits`, words from `start` on, whoever lacks a clause asked."""
    for at in range(asked[0], asked[1]):
        clause = clauses[at]
        begin, end = first[clause], first[clause + 1]
        row = items[begin]
        if end == begin + 1:
            for word in range(len(bits)):
                bits[word] &= table[row, start + word]
            continue
        for word in range(len(bits)):
            some[word] = table[row, start + word]
        for item in range(begin + 1, end):
            row = items[item]
            for word in range(len(bits)):
                some[word] |= table[row, start + word]
        for word in range(len(bits)):
            bits[word] &= some[word]


@compiled
def looked(left: int, asks: Any, sides: Any, room: Any, ats: Any, arcs: Any) -> int:
    """Write the pairs of one left row in the grid's order; return how many."""
    (of_left, clauses), (runs, begin, end), (of_clause, words, table), base = asks
    (here, up, there, other, open_), (mine, theirs), (out_of, out) = sides
    count = 0
    asked = of_left[left], of_left[left + 1]
    for span in range(runs[left], runs[left + 1]):
        first, last = begin[span], end[span] - 1
        if last < first:
            continue
        start = first >> 6
        size = (last >> 6) - start + 1
        bits = room[0, :size]
        bits[:] = base[start : start + size]
        bits[0] &= FULL << np.uint64(first & 63)
        bits[size - 1] &= FULL >> (SIXTY_THREE - np.uint64(last & 63))
        narrowed(bits, room[1], start, asked, clauses, of_clause, words, table)
        for word in range(size):
            left_over = bits[word]
            while left_over:
                at = ((start + word) << 6) + lowest(left_over)
                left_over &= left_over - ONE
                verdict, arc = measured_all(left, at, here, up, there, other, open_)
                if verdict != NO and kept(left, at, mine, theirs, out_of, out):
                    ats[count], arcs[count] = at, arc
                    count += 1
    return count


@compiled
def sorted_into(ats: Any, arcs: Any, order: Any, marks: Any, written: Any) -> None:
    """Write assets and kilometres by ascending asset, in time that grows with both.

    `marks` are bits of the assets, bits of those words that hold any, and how many come
    before each word; the bits are left as they were found, all zero.
    """
    here, above, before = marks
    found, km = written
    for at in ats:
        asset = order[at]
        here[asset >> 6] |= ONE << np.uint64(asset & 63)
        above[asset >> 12] |= ONE << np.uint64((asset >> 6) & 63)
    done = 0
    for top in range(len(above)):
        groups = above[top]
        while groups:
            group = (top << 6) + lowest(groups)
            groups &= groups - ONE
            before[group] = done
            done += ones(here[group])
    for n in range(len(ats)):
        asset = order[ats[n]]
        below = (ONE << np.uint64(asset & 63)) - ONE
        place = before[asset >> 6] + ones(here[asset >> 6] & below)
        found[place], km[place] = asset, arcs[n]
    for asset in found[: len(ats)]:
        here[asset >> 6] = 0
        above[asset >> 12] = 0


@compiled
def sweep(turns: Any, asks: Any, sides: Any, order: Any, written: Any) -> int:
    """Find the pairs of left rows, one after another, until their space is full.

    Parameters
    ----------
    turns : int32
        Left rows in the order to take them, best from neighbour to neighbour.
    asks : tuple
        Clauses of each left row (first, items); runs of the grid's order within reach
        of each (first, from, to); words of each clause (first, items) with the bits of
        each word, uint64 of shape (words, ceil(assets / 64)); and the bits of assets
        that any left row may have.
    sides : tuple
        What `measured` takes; codes that must differ, int64 of shape (gates, left) and
        (gates, assets); places that each left row may not have (first, items). Assets
        are in the grid's order throughout.
    order : int32, shape (assets,)
        Positions of the assets in the grid's order.
    written : tuple of int64, int32, float64
        Written: pairs of each left row taken, shape (turns,); its assets, ascending,
        and their kilometres, with space for all assets at least.

    Returns
    -------
    int
        How many left rows were taken.
    """
    counts, found, km = written
    words = (len(order) + 63) >> 6
    above = np.zeros((words + 63) >> 6, np.uint64)
    marks = np.zeros(words, np.uint64), above, np.zeros(words, np.int64)
    room = np.empty((2, words), np.uint64)
    ats, arcs = np.empty(len(order), np.int64), np.empty(len(order))
    filled = 0
    for turn in range(len(turns)):
        count = looked(turns[turn], asks, sides, room, ats, arcs)
        if filled + count > len(found):
            return turn
        into = found[filled : filled + count], km[filled : filled + count]
        sorted_into(ats[:count], arcs[:count], order, marks, into)
        counts[turn] = count
        filled += count
    return len(turns)


@compiled
def lay_out(turns: Any, counts: Any, found: Any, km: Any, into: Any) -> None:
    """Copy what left rows have to where each row's pairs begin."""
    first, all_found, all_km = into
    at = 0
    for turn in range(len(turns)):
        begin = first[turns[turn]]
        for n in range(counts[turn]):
            all_found[begin + n], all_km[begin + n] = found[at + n], km[at + n]
        at += counts[turn]
