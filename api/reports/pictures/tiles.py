"""Places as tiles: every outcode a square of one size, near where it lies on a map."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Point = tuple[float, float]
Tile = tuple[int, int]
Floats = NDArray[np.float64]
_ROOM = 1.5
"""Tiles on the grid for each outcode: empty ones keep the shape of the land."""


def tiles(points: Mapping[str, Point]) -> Mapping[str, Tile]:
    """Return (column, row) of each outcode, from the north-west, none used twice.

    Parameters
    ----------
    points : mapping of str to (float, float)
        Outcode to latitude and longitude.

    Returns
    -------
    mapping of str to (int, int)
        The tiles whose squared distances to the true places sum to the least. No
        coordinate can be told from them.
    """
    if not points:
        return {}
    codes = sorted(points)
    lat = np.array([points[code][0] for code in codes])
    lon = np.array([points[code][1] for code in codes])
    east = lon * math.cos(math.radians(float(lat.mean())))
    columns, rows = _grid(len(codes), float(np.ptp(east)), float(np.ptp(lat)))
    x, y = _spread(east, columns), _spread(-lat, rows)
    grid = np.array([(c, r) for r in range(rows) for c in range(columns)])
    cost = (x[:, None] - grid[:, 0]) ** 2 + (y[:, None] - grid[:, 1]) ** 2
    _, chosen = linear_sum_assignment(cost)
    # Columns and rows without a tile are left out.
    found = np.stack(
        [np.unique(axis, return_inverse=True)[1] for axis in grid[chosen].T]
    )
    return {code: (int(c), int(r)) for code, (c, r) in zip(codes, found.T, strict=True)}


def _grid(count: int, wide: float, high: float) -> tuple[int, int]:
    shape = min(2.2, max(0.6, wide / high if high else 2.2))
    rows = max(1, round(math.sqrt(count * _ROOM / shape)))
    return math.ceil(count * _ROOM / rows), rows


def _spread(values: Floats, cells: int) -> Floats:
    size = float(np.ptp(values)) or 1.0
    spread: Floats = (values - values.min()) / size * (cells - 1)
    return spread
