"""Children in foster households: siblings who stay together, and a limit of three."""

from __future__ import annotations

import numpy as np

from matcher.benchmarks.generators.drawing import choices, source
from matcher.benchmarks.generators.rows import plain_needs, refs, two_sided
from matcher.instance.document import Asset, Group, Instance

SUITED = 13
"""Households in reach of each child or group of siblings."""


def siblings(*, children: int, households: int, seed: int) -> Instance:
    """Return children, a third of them in groups of 2-4, and households for them.

    A household has 1-3 seats; half of them may take up to 3 or 4 of one group although
    that is more, and a fifth take one unit only. Points are 20-100 on both sides.
    """
    size = {"children": children, "households": households}
    draw = source("siblings", size, seed)
    sizes = _sizes(draw, children // 3)
    unit_of = np.concatenate(
        [np.repeat(np.arange(len(sizes)), sizes), np.arange(len(sizes), children)]
    )[:children]
    first = int(sizes.sum())
    unit_of[first:] = len(sizes) + np.arange(children - first)
    lists = choices(draw, int(unit_of[-1]) + 1, households, min(SUITED, households))
    asset = lists[unit_of].ravel()
    need = np.repeat(np.arange(children), lists.shape[1])
    ours, theirs = (draw.integers(20, 101, len(need)) for _ in "ab")
    names = refs("n", children)
    ends = np.cumsum(sizes)
    groups = tuple(
        Group(ref, tuple(names[end - many : end]))
        for ref, end, many in zip(
            refs("s", len(sizes)), ends.tolist(), sizes.tolist(), strict=True
        )
    )
    return Instance(
        plain_needs(children),
        _households(draw, households),
        groups=groups,
        fits=two_sided(need, asset, ours, theirs),
    )


def _sizes(draw: np.random.Generator, children: int) -> np.ndarray:
    """Return sizes of groups that hold so many children, or one child fewer."""
    sizes = np.array([2, 2, 2, 3, 3, 4])[draw.integers(0, 6, children)]
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), children, "right"))]
    left = children - int(sizes.sum())
    return np.append(sizes, left) if left > 1 else sizes


def _households(draw: np.random.Generator, count: int) -> tuple[Asset, ...]:
    room = np.array([1, 1, 2, 2, 3])[draw.integers(0, 5, count)]
    alone = np.maximum(room, draw.integers(3, 5, count))
    exempt, single = draw.random(count) < 0.5, draw.random(count) < 0.2
    return tuple(
        Asset(
            ref,
            capacity=int(room[at]),
            unless_one_group=int(alone[at]) if exempt[at] else None,
            max_units=1 if single[at] else None,
        )
        for at, ref in enumerate(refs("a", count))
    )
