"""Strict lists as the dictionaries that peers take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matcher.benchmarks.generators.strict import StrictLists


def by_need(lists: StrictLists) -> dict[int, list[int]]:
    """Return each need's assets, best first."""
    return dict(enumerate(lists.asset.tolist()))


def by_asset(lists: StrictLists) -> dict[int, list[int]]:
    """Return each asset's needs, best first; assets that nobody lists are left out."""
    needs, length = lists.asset.shape
    need = np.repeat(np.arange(needs), length)
    asset = lists.asset.ravel()
    order = np.lexsort((lists.place.ravel(), asset))
    found: dict[int, list[int]] = {}
    for at, who in zip(asset[order].tolist(), need[order].tolist(), strict=True):
        found.setdefault(at, []).append(who)
    return found


def ranks_of(
    lists: Mapping[int, Sequence[int]], pairs: Iterable[tuple[int, int]]
) -> int:
    """Return the sum of needs' ranks over pairs."""
    return sum(1 + lists[need].index(asset) for need, asset in pairs)
