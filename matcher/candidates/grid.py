"""Pairs that may be near enough: cells of latitude and longitude, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.candidates.reach import EARTH_KM, MARGIN, Reach
from matcher.candidates.rule import Ints
from matcher.graph.columns import Floats

BLOCK = 1 << 19
"""Pairs held at once; memory does not grow with needs times assets."""
HAIR = 1e-12
"""Radians, a few micrometres: no rounding puts a point into the wrong cell."""
Longs = NDArray[np.int64]
Pairs = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """For each entry a left row, and a run of assets in the grid's order."""

    left: Ints
    begin: Longs
    end: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Assets in rows of cells from south to north, each row from west to east.

    Parameters
    ----------
    order : int32, shape (assets,)
        Positions of the assets; those without a place come last.
    key : float64, shape (placed,)
        Cell row x 1000 + longitude, ascending.
    height : float
        Degrees of latitude of a cell.
    """

    order: Ints
    key: Floats
    height: float

    @classmethod
    def of(cls, lat: Floats, lon: Floats, height: float) -> Grid:
        """Sort assets into rows of cells."""
        key = np.floor(lat / height) * 1000 + lon
        order = np.argsort(key, kind="stable").astype(np.int32)  # NaN comes last
        placed = np.count_nonzero(~np.isnan(key))
        return cls(order, key[order[:placed]], height)

    def around(self, lat: Floats, lon: Floats, km: Floats) -> Spans:
        """Return the runs that hold every asset within `km` of each point.

        A point without a place, or with no limit, gets every asset. Others get what a
        sphere could put within reach, with the margin by which a sphere may be off.
        """
        angle = np.minimum(km * (1 + MARGIN) / EARTH_KM + HAIR, np.pi)
        everywhere = np.isnan(lat) | np.isinf(km) | (angle >= np.pi / 2)
        far = np.flatnonzero(everywhere).astype(np.int32)
        near = np.flatnonzero(~everywhere).astype(np.int32)
        up = np.degrees(angle[near])
        low = np.floor((lat[near] - up) / self.height).astype(np.int64)
        high = np.floor((lat[near] + up) / self.height).astype(np.int64)
        steps = high - low + 1
        at = np.repeat(np.arange(len(near)), steps)
        row = low[at] + _counting(steps)
        west, east = _sideways(lat[near], lon[near], angle[near])
        begin = np.searchsorted(self.key, row * 1000.0 + west[at], "left")
        end = np.searchsorted(self.key, row * 1000.0 + east[at], "right")
        whole = np.zeros(len(far), np.int64)
        return Spans(
            np.concatenate([near[at], far]),
            np.concatenate([begin, whole]),
            np.concatenate([end, whole + len(self.order)]),
        )


def _sideways(lat: Floats, lon: Floats, angle: Floats) -> tuple[Floats, Floats]:
    """Return the westernmost and easternmost longitude within reach, or all of them.

    The circle of radius d around latitude p touches the meridians asin(sin d / cos p)
    away, unless it holds a pole; one that crosses the date line takes its whole rows.
    """
    across = np.sin(angle) / np.maximum(np.cos(np.radians(lat)), 1e-12)
    polar = np.abs(np.radians(lat)) + angle >= np.pi / 2
    wide = np.degrees(np.arcsin(np.minimum(across, 1.0))) + 1e-9
    west, east = lon - wide, lon + wide
    whole = polar | (west < -180) | (east > 180)
    return np.where(whole, -181.0, west), np.where(whole, 181.0, east)


def _counting(steps: Longs) -> Longs:
    """Return 0, 1, ... for each entry's steps, one after the other."""
    ends = np.cumsum(steps)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - steps, steps)


def near_pairs(reach: Reach) -> Iterator[Pairs]:
    """Yield blocks of pairs that hold every pair within reach, each pair once.

    Pairs with a place unknown, and left rows without a limit, are among them: the gate
    itself decides.
    """
    yield from _blocks(*near_spans(reach))


def near_spans(reach: Reach) -> tuple[Spans, Ints]:
    """Return the runs that hold every pair within reach, and the order they run in.

    Assets are laid out by bands of their own limit, so that one that goes anywhere does
    not make every left row look everywhere.
    """
    found, orders, done = [], [], 0
    for band in _bands(reach.asset_km):
        spans, order = _spans_of(reach, band)
        found.append(Spans(spans.left, spans.begin + done, spans.end + done))
        orders.append(order)
        done += len(order)
    parts = zip(*((each.left, each.begin, each.end) for each in found), strict=True)
    order = np.concatenate(orders).astype(np.int32)
    return Spans(*(np.concatenate(part) for part in parts)), order


def _bands(km: Floats) -> list[Ints]:
    """Return positions of assets, those with limits of one size together."""
    size = np.minimum(np.ceil(np.log2(np.maximum(km, 1.0))), 20.0)
    sizes = np.unique(size) if len(size) else [0.0]
    return [np.flatnonzero(size == each).astype(np.int32) for each in sizes]


def _spans_of(reach: Reach, band: Ints) -> tuple[Spans, Ints]:
    """Return the runs within one band."""
    km = reach.widest(band)
    finite = km[np.isfinite(km)]
    typical = float(np.median(finite)) if len(finite) else 100.0
    height = max(np.degrees(typical / EARTH_KM) / 3, 0.005)
    grid = Grid.of(reach.asset_lat[band], reach.asset_lon[band], height)
    spans = grid.around(reach.lat, reach.lon, km)
    if len(grid.order) > len(grid.key):
        spans = _with_unplaced(spans, reach, km, grid)
    return spans, band[grid.order]


def _with_unplaced(spans: Spans, reach: Reach, km: Floats, grid: Grid) -> Spans:
    """Add the assets without a place for every left row that does not have all."""
    some = np.flatnonzero(~np.isnan(reach.lat) & np.isfinite(km)).astype(np.int32)
    some = some[km[some] * (1 + MARGIN) / EARTH_KM < np.pi / 2]
    begin = np.full(len(some), len(grid.key), np.int64)
    end = np.full(len(some), len(grid.order), np.int64)
    return Spans(
        np.concatenate([spans.left, some]),
        np.concatenate([spans.begin, begin]),
        np.concatenate([spans.end, end]),
    )


def all_pairs(left: int, assets: int) -> Iterator[Pairs]:
    """Yield blocks of all pairs."""
    yield from _blocks(*all_spans(left, assets))


def all_spans(left: int, assets: int) -> tuple[Spans, Ints]:
    """Return one run of all assets for each left row, and the assets as they come."""
    rows = np.arange(left, dtype=np.int32)
    whole = np.zeros(left, np.int64)
    return Spans(rows, whole, whole + assets), np.arange(assets, dtype=np.int32)


def _blocks(spans: Spans, order: Ints) -> Iterator[Pairs]:
    length = spans.end - spans.begin
    total = np.cumsum(length)
    first = 0
    while first < len(length):
        done = total[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(total, done + BLOCK, "right")))
        run = slice(first, last)
        left = np.repeat(spans.left[run], length[run])
        asset = order[np.repeat(spans.begin[run], length[run]) + _counting(length[run])]
        yield left, asset
        first = last
