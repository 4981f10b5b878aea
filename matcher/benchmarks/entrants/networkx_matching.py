"""networkx's maximum-weight matching on the same pairs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import networkx as nx

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance


def best(instance: Instance) -> Callable[[], Outcome]:
    """Maximise size, then fit; the graph, a node a seat, is built before the clock."""
    fits, needs = instance.fits, len(instance.needs)
    seats = [row.capacity for row in instance.assets]
    first = [needs + start for start in accumulate(seats, initial=0)]
    step = 100 * needs + 1
    graph: nx.Graph[int] = nx.Graph()
    rows = zip(fits.need.tolist(), fits.asset.tolist(), fits.fit.tolist(), strict=True)
    graph.add_weighted_edges_from(
        (need, seat, step + fit)
        for need, asset, fit in rows
        for seat in range(first[asset], first[asset + 1])
    )

    def work() -> Outcome:
        held = nx.max_weight_matching(graph)
        total = sum(graph[u][v]["weight"] for u, v in held)
        return Outcome({"size": len(held), "fit": int(total - step * len(held))})

    return work
