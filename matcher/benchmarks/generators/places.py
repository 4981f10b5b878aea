"""Needs and assets on a map: each need is suited by the assets nearest to it.

Places are whole metres and distances are compared as whole numbers, so that nobody's
floating point decides who is near. Columns only: 5 million pairs take 100 MB.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from matcher.benchmarks.generators.drawing import Longs, source
from matcher.benchmarks.generators.rows import common, plain_assets, plain_needs
from matcher.instance.document import Instance

METRES = 100_000
"""The width of the square in which everybody lives."""


def geographic(*, needs: int, assets: int, length: int, seed: int) -> Instance:
    """Return needs with their `length` nearest assets, which have 1-3 seats.

    Points are 0-100: 70 for nearness, the rest at random; both sides share them.
    """
    size = {"needs": needs, "assets": assets, "length": length}
    draw = source("geographic", size, seed)
    asset, near = _nearest(draw, needs, assets, length)
    need = np.repeat(np.arange(needs), length)
    fit = near + draw.integers(0, 31, len(need))
    seats = draw.integers(1, 4, assets).tolist()
    table = common(need, asset, fit)
    return Instance(plain_needs(needs), plain_assets(seats), fits=table)


def national(
    *, councils: int, needs: int, assets: int, length: int, over: float, seed: int
) -> Instance:
    """Return councils whose needs look to their own assets, `over` of them further.

    A need over the border has a quarter of its pairs in the next council. `needs` and
    `assets` are those of one council; assets have one or two seats.
    """
    size = {
        "councils": councils,
        "needs": needs,
        "assets": assets,
        "length": length,
        "over": over,
    }
    draw = source("national", size, seed)
    parts = [_nearest(draw, needs, assets, length) for _ in range(councils)]
    asset = np.concatenate([own + at * assets for at, (own, _) in enumerate(parts)])
    near = np.concatenate([own for _, own in parts])
    need = np.repeat(np.arange(councils * needs), length)
    crossing = np.repeat(draw.random(councils * needs) < over, length)
    crossing &= np.tile(np.arange(length) >= length - length // 4, councils * needs)
    asset = np.where(crossing, (asset + assets) % (councils * assets), asset)
    fit = near + draw.integers(0, 31, len(need))
    seats = draw.integers(1, 3, councils * assets).tolist()
    table = common(need, asset, fit)
    return Instance(plain_needs(councils * needs), plain_assets(seats), fits=table)


def _nearest(
    draw: np.random.Generator, needs: int, assets: int, length: int
) -> tuple[Longs, Longs]:
    """Return the nearest assets of each need and 0-70 points for nearness, flat."""
    homes = draw.integers(0, METRES, (needs, 2))
    places = draw.integers(0, METRES, (assets, 2))
    _, found = cKDTree(places).query(homes, k=length)
    apart = homes[:, None, :] - places[found]
    square = (apart * apart).sum(axis=2)
    farthest = np.maximum(square.max(axis=1, keepdims=True), 1)
    order = np.lexsort((found, square), axis=1)
    found, square = (np.take_along_axis(v, order, 1) for v in (found, square))
    return found.ravel(), (70 - 70 * square // farthest).ravel()
