"""Deferred acceptance for the needs, from columns of strict lists."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import numpy as np

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.engine import SALT, Stages
from matcher.benchmarks.generators.rows import plain_assets, plain_needs
from matcher.benchmarks.generators.strict import StrictLists
from matcher.instance import Instance, Market
from matcher.solving.acceptance import solve_needs_first


def proposed(lists: StrictLists) -> Callable[[], Outcome]:
    """Build the market and let the needs propose; refs are made before.

    Facts: ``proposing``, and ``reading once``, the seconds of one pass over both sides'
    lists, the least that anybody needs who looks at all of them.
    """
    needs = plain_needs(len(lists.asset))
    instance = Instance(needs, plain_assets([lists.seats] * lists.assets))
    names = tuple(row.ref for row in needs)
    members = tuple((at,) for at in range(len(needs)))

    def work() -> Outcome:
        stages = Stages()
        market = _market(lists, instance, names, members)
        found = solve_needs_first(market, salt=SALT, progress=stages)
        stages("", 1.0)
        return Outcome(
            {"matched": len(found.chosen), "ranks": _ranks(market, found.chosen)},
            {**stages.seconds, "reading once": _reading(lists)},
        )

    return work


def _ranks(market: Market, chosen: np.ndarray) -> int:
    """Return the sum of needs' ranks: the needs' best solution has one value only."""
    return int(market.unit_rank[chosen].sum())


def _reading(lists: StrictLists) -> float:
    start = process_time()
    int(lists.asset.sum()) + int(lists.place.sum())
    return process_time() - start


def _market(
    lists: StrictLists,
    instance: Instance,
    names: tuple[str, ...],
    members: tuple[tuple[int, ...], ...],
) -> Market:
    needs, length = lists.asset.shape
    order = np.argsort(lists.asset, axis=1)
    every = np.arange(needs, dtype=np.int32)
    nothing = np.zeros(needs * length, np.int32)
    return Market(
        instance=instance,
        units=names,
        members=members,
        seats=np.ones(needs, np.int32),
        size=np.ones(needs, np.int32),
        priority=np.zeros(needs, np.int32),
        home=np.full(needs, -1, np.int32),
        unit=np.repeat(every, length),
        asset=np.take_along_axis(lists.asset, order, 1).ravel(),
        start=np.arange(needs + 1, dtype=np.int32) * length,
        unit_rank=(order + 1).astype(np.int32).ravel(),
        asset_rank=np.take_along_axis(lists.place, order, 1).ravel(),
        need_fit=nothing,
        asset_fit=nothing,
        fit=nothing.astype(np.int64),
    )
