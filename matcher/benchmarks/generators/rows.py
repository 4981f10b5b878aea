"""Rows of an instance from columns, in canonical order without sorting text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.benchmarks.generators.drawing import Longs
from matcher.instance.document import Asset, Fits, Ints, Need, harmonic


def refs(letter: str, count: int) -> list[str]:
    """Return refs of one width, so that their order is that of their numbers."""
    width = len(str(max(count - 1, 0)))
    return [f"{letter}{at:0{width}}" for at in range(count)]


def plain_needs(count: int) -> tuple[Need, ...]:
    """Return needs that say nothing but their ref."""
    return tuple(Need(ref) for ref in refs("n", count))


def plain_assets(seats: Sequence[int]) -> tuple[Asset, ...]:
    """Return assets with capacities and nothing else."""
    names = refs("a", len(seats))
    return tuple(
        Asset(ref, capacity=room) for ref, room in zip(names, seats, strict=True)
    )


def common(need: Longs, asset: Longs, fit: Longs) -> Fits:
    """Return a table of common fits, sorted by need and asset."""
    rows, columns, points = _sorted(need, asset, fit)
    return Fits(rows, columns, None, None, points, stated=True)


def two_sided(
    need: Longs, asset: Longs, ours: Longs, theirs: Longs, fit: Longs | None = None
) -> Fits:
    """Return a table of both sides' fits; `fit` follows from them where not given."""
    stated = fit is not None
    rows, columns, one, other, points = _sorted(
        need, asset, ours, theirs, ours if fit is None else fit
    )
    points = points if stated else harmonic(one, other)
    return Fits(rows, columns, one, other, points, stated=stated)


def _sorted(need: Longs, asset: Longs, *points: Longs) -> list[Ints]:
    order = np.lexsort((asset, need))
    return [column[order].astype(np.int32) for column in (need, asset, *points)]
