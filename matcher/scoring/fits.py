"""Fits: whole points for every candidate, criterion by criterion and side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.candidates import Pool
from matcher.candidates.grid import BLOCK
from matcher.candidates.rule import Bools, Ints, Sides
from matcher.schemes.scheme import Criterion, Scheme
from matcher.scoring.graded import flag, inside, judged, near, scale, times
from matcher.scoring.measure import Kind, Measure
from matcher.scoring.words import can, covers, listed, shares, trusts

CRITERIA: Final[Mapping[str, Kind]] = {
    "covers": covers,
    "shares": shares,
    "near": near,
    "points": judged,
    "listed": listed,
    "in_range": inside,
    "slots": times,
    "trusts": trusts,
    "scale": scale,
    "flag": flag,
    "can": can,
}
"""Every kind of criterion: adding one is a function, a spec table and a line here."""
ABSENT = 50
"""Points where the row that asks gives no evidence, unless the scheme says others."""


@dataclass(frozen=True, slots=True, eq=False)
class PoolFits:
    """Whole points of every candidate, in the order of the pool.

    Parameters
    ----------
    pool : Pool
        The pairs.
    criteria : tuple of str
        Names, in the scheme's order.
    points : int32, shape (criteria, pairs)
        0-100 each.
    need_fit, asset_fit : int32, shape (pairs,)
        Each side's weighted whole, rounded down; 100 for a side without criteria.
    fit : int32, shape (pairs,)
        ``2ab // (a + b)`` of the two, 0 where both are 0.
    kept : bool, shape (pairs,)
        True where both sides reach the scheme's floors.
    """

    pool: Pool
    criteria: tuple[str, ...]
    points: Ints
    need_fit: Ints
    asset_fit: Ints
    fit: Ints
    kept: Bools


def score_candidates(pool: Pool, scheme: Scheme) -> PoolFits:
    """Weigh every candidate for both sides.

    Guarantees: whole points throughout, the same for a pair whatever other rows there
    are, and however they are ordered.
    """
    sides = Sides(pool.graph.needs, pool.graph.assets, pool.graph)
    points = np.zeros((len(scheme.criteria), len(pool)), np.int32)
    for row, criterion in zip(points, scheme.criteria, strict=True):
        ready = measure(criterion, sides)
        for run in _runs(len(pool)):
            row[run] = points_of(criterion, ready, pool.need[run], pool.asset[run])
    need_fit = _weighted(points, scheme, "need")
    asset_fit = _weighted(points, scheme, "asset")
    kept = (need_fit >= scheme.need_floor) & (asset_fit >= scheme.asset_floor)
    names = tuple(criterion.name for criterion in scheme.criteria)
    fit = both_sides(need_fit, asset_fit)
    return PoolFits(pool, names, points, need_fit, asset_fit, fit, kept)


def measure(criterion: Criterion, sides: Sides) -> Measure:
    """Make a criterion ready for some rows."""
    return CRITERIA[criterion.kind](sides, criterion.options, criterion.side)


def points_of(
    criterion: Criterion, ready: Measure, need: Ints, asset: Ints
) -> NDArray[np.int64]:
    """Return the points of pairs, the scheme's ``absent`` where nothing counts."""
    absent = int(criterion.options.get("absent", ABSENT))
    return np.where(ready.counts(need, asset), ready.points(need, asset), absent)


def both_sides(need_fit: Ints, asset_fit: Ints) -> Ints:
    """Return ``2ab // (a + b)``, 0 where both are 0: a one-sided match cannot win."""
    total = np.maximum(need_fit.astype(np.int64) + asset_fit, 1)
    product = 2 * need_fit.astype(np.int64) * asset_fit
    return np.asarray(product // total, np.int32)


def _weighted(points: Ints, scheme: Scheme, side: str) -> Ints:
    weights = [c.weight if c.side == side else 0 for c in scheme.criteria]
    whole = sum(weights)
    if not whole:
        return np.full(points.shape[1], 100, np.int32)
    total = np.zeros(points.shape[1], np.int64)
    for row, weight in zip(points, weights, strict=True):
        total += weight * row.astype(np.int64)
    return (total // whole).astype(np.int32)


def _runs(length: int) -> Iterator[slice]:
    return (slice(at, at + BLOCK) for at in range(0, length, BLOCK))
