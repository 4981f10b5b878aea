"""Two-sided markets with points: uniform, popular, correlated; and common points.

Each need is suited by `length` assets. `uniform`: drawn evenly, both sides' points
independent. `popular`: assets drawn with odds from a Pareto law (1.2), so that a few
stand on most lists. `correlated`: drawn evenly, both sides' points with correlation 0.6
before they are rounded. `common`: one point for both sides, in 100 steps.

Points are 10, 20, .. 100, so that ties are many; what sums is both sides' points
together, in tens, as in the experiments on maximum-weight stable matching with ties (M.
Delorme et al., European Journal of Operational Research 277, 2019).
"""

from __future__ import annotations

import math

import numpy as np

from matcher.benchmarks.generators.drawing import Longs, choices, source
from matcher.benchmarks.generators.rows import (
    common,
    plain_assets,
    plain_needs,
    two_sided,
)
from matcher.instance.document import Instance

FAMILIES = ("uniform", "popular", "correlated", "common")
SHARED = 0.6


def market(*, family: str, needs: int, assets: int, length: int, seed: int) -> Instance:
    """Return a market of single needs and assets of one seat."""
    size = {"family": family, "needs": needs, "assets": assets, "length": length}
    draw = source("market", size, seed)
    liked = None
    if family == "popular":
        liked = (1 - draw.random(assets)) ** (-1 / 1.2)
    asset = choices(draw, needs, assets, length, liked).ravel()
    need = np.repeat(np.arange(needs), length)
    if family == "common":
        table = common(need, asset, draw.integers(1, 101, len(need)))
    else:
        ours, theirs = _points(draw, len(need), linked=family == "correlated")
        table = two_sided(need, asset, 10 * ours, 10 * theirs, ours + theirs)
    return Instance(plain_needs(needs), plain_assets([1] * assets), fits=table)


def _points(
    draw: np.random.Generator, pairs: int, *, linked: bool
) -> tuple[Longs, Longs]:
    """Return both sides' points, 1-10."""
    if not linked:
        return draw.integers(1, 11, pairs), draw.integers(1, 11, pairs)
    shared = math.sqrt(SHARED) * draw.standard_normal(pairs)
    ours, theirs = (
        shared + math.sqrt(1 - SHARED) * draw.standard_normal(pairs) for _ in "ab"
    )
    return _tenths(ours), _tenths(theirs)


def _tenths(normal: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Longs:
    return np.clip(np.rint(5.5 + 2.2 * normal), 1, 10).astype(np.int64)
