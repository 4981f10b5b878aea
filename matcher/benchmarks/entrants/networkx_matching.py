"""networkx's maximum-weight matching on the same pairs."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance


def best(instance: Instance) -> Callable[[], Outcome]:
    """Maximise size, then fit; the graph is built before the clock starts."""
    fits, needs = instance.fits, len(instance.needs)
    step = 100 * needs + 1
    graph: nx.Graph[int] = nx.Graph()
    rows = zip(
        fits.need.tolist(),
        (fits.asset + needs).tolist(),
        fits.fit.tolist(),
        strict=True,
    )
    graph.add_weighted_edges_from((u, v, step + fit) for u, v, fit in rows)

    def work() -> Outcome:
        held = nx.max_weight_matching(graph)
        total = sum(graph[u][v]["weight"] for u, v in held)
        return Outcome({"size": len(held), "fit": int(total - step * len(held))})

    return work
