"""All gates of a round put together as the kernel takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.candidates.clauses import Bits, Clauses, Lists, packed
from matcher.candidates.grid import all_spans, near_spans
from matcher.candidates.reach import Reach, least_far, on_sphere
from matcher.candidates.rule import Bools, Ints, Longs, Plain

Size = tuple[int, int]
NEAR = 1 << 14
"""So many assets stay in the processor's own memory, whoever looks for them."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What left rows ask, as `kernel.sweep` takes it.

    Parameters
    ----------
    turns : int32
        Left rows that may have any asset, ascending.
    south : int64, shape (turns,), or None
        Rows with like numbers are neighbours; None where that makes no difference.
    asks, sides : tuple
        See `kernel.sweep`.
    order : int32, shape (assets,)
        Positions of the assets in the grid's order.
    """

    turns: Ints
    south: Longs | None
    asks: tuple[Any, ...]
    sides: tuple[Any, ...]
    order: Ints


def asked_of_all(
    columns: Sequence[Plain], reaches: Sequence[Reach], size: Size
) -> Asked:
    """Put gates together.

    Parameters
    ----------
    columns : sequence of Plain
        The gates but those on distance.
    reaches : sequence of Reach
        Those on distance.
    size : (int, int)
        How many left rows and assets there are.
    """
    spans, order = _runs(reaches, size)
    turns = np.flatnonzero(_all([each.left for each in columns], size[0]))
    near = reaches and size[1] > NEAR
    assets = _all([each.assets for each in columns], size[1])
    clauses, said = _together([each.clauses for each in columns], order, size[0])
    return Asked(
        turns.astype(np.int32),
        spans[1][spans[0][turns]] if near else None,  # where its first run begins
        (clauses, spans, said, packed([assets], 1, order)[0]),
        (
            _far(reaches, order, size),
            _unlike(columns, order, size),
            _out(columns, order, size),
        ),
        order,
    )


def _all(parts: Iterable[Bools | None], size: int) -> Bools:
    whole = np.ones(size, np.bool_)
    for part in parts:
        if part is not None:
            whole &= part
    return whole


def _runs(
    reaches: Sequence[Reach], size: Size
) -> tuple[tuple[Longs, Longs, Longs], Ints]:
    """Return the runs of each left row, and the order of assets that they run in."""
    spans, order = near_spans(least_far(reaches)) if reaches else all_spans(*size)
    by_left = np.argsort(spans.left, kind="stable")
    first = np.searchsorted(spans.left[by_left], np.arange(size[0] + 1))
    return (first, spans.begin[by_left], spans.end[by_left]), order


def _together(
    parts: Iterable[Clauses | None], order: Ints, left: int
) -> tuple[tuple[Longs, Ints], tuple[Longs, Ints, Bits]]:
    """Return the clauses of all gates, numbered on, and their words with their bits."""
    given = [part for part in parts if part is not None]
    tables = [np.zeros((0, -(-len(order) // 64)), np.uint64)]
    words, mine = [Lists.of((), ())], []
    numbered = 0
    for part in given:
        mine.append(part.clauses.moved(numbered))
        words.append(part.words.moved(sum(map(len, tables))))
        tables.append(part.bits(order))
        numbered += len(part.words)
    clauses, said = Lists.side_by_side(mine, left), Lists.one_by_one(words)
    return (clauses.first, clauses.items), (
        said.first,
        said.items,
        np.concatenate(tables),
    )


def _unlike(columns: Sequence[Plain], order: Ints, size: Size) -> tuple[Longs, Longs]:
    """Return codes that must differ, the assets' in the grid's order."""
    codes = [each.unlike for each in columns if each.unlike is not None]
    mine = np.array([one for one, _ in codes], np.int64)
    theirs = np.array([other[order] for _, other in codes], np.int64)
    shapes = (len(codes), size[0]), (len(codes), size[1])
    return mine.reshape(shapes[0]), theirs.reshape(shapes[1])


def _out(columns: Sequence[Plain], order: Ints, size: Size) -> tuple[Longs, Ints]:
    """Return the places, in the grid's order, that each left row may not have."""
    parts = [each.out for each in columns if each.out is not None]
    keys = np.unique(np.concatenate([np.zeros(0, np.int64), *parts]))
    place, width = np.empty(len(order), np.int64), max(1, len(order))
    place[order] = np.arange(len(order))
    keys = np.sort(keys - keys % width + place[keys % width])
    first = np.searchsorted(keys, np.arange(size[0] + 1) * width)
    return first, (keys % width).astype(np.int32)


def _far(reaches: Sequence[Reach], order: Ints, size: Size) -> tuple[Any, ...]:
    """Return points with their limits, and unit vectors, as `measured` takes them."""
    gates, (left, assets) = len(reaches), size
    here, there = np.empty((gates, left, 4)), np.empty((gates, assets, 4))
    up, other = np.empty((gates, left, 3)), np.empty((gates, assets, 3))
    for gate, reach in enumerate(reaches):
        ends = reach.points()
        here[gate, :, :3], there[gate, :, :3] = ends[0], ends[1][order]
        here[gate, :, 3], there[gate, :, 3] = reach.left_km, reach.asset_km[order]
        up[gate] = on_sphere(reach.lat, reach.lon)
        other[gate] = on_sphere(reach.asset_lat, reach.asset_lon)[order]
    return here, up, there, other, np.array([r.open_ for r in reaches], np.bool_)
