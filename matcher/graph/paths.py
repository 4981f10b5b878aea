"""The path from a need to an asset: the explanation that the graph gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from matcher.graph.asset_graph import AssetGraph
from matcher.graph.nodes import Node
from matcher.graph.rows import Row


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One edge of a path, as it stands in the graph: source -kind-> target."""

    source: Node
    kind: str
    target: Node


Path = tuple[Step, ...]
"""Steps in the order in which they lead from the need to the asset."""


def skill_path(
    graph: AssetGraph, need: Row, wanted: Node, asset: Row, *, column: str = ""
) -> Path:
    """Return the shortest path through a domain or capability that the need asks for.

    Parameters
    ----------
    wanted : Node
        A domain or a capability.
    column : str
        Only skills written in that column of the asset's own row; "" for all that its
        holder has. Training always counts.

    Returns
    -------
    tuple of Step
        Empty where the graph has none. Among equally short ones the first by name.
    """
    if asset.holder is None:
        return ()
    came = _search(graph, asset, wanted, column)
    if wanted not in came:
        return ()
    path = [Step(need.node, "needs", wanted)]
    node = wanted
    while node != asset.holder:
        step = came[node]
        path.append(step)
        node = step.source if step.target == node else step.target
    return (*path, Step(asset.holder, "holds", asset.node))


def trust_path(need: Row, asset: Row) -> Path:
    """Return need -trusts-> holder -holds-> asset; empty where nobody is named."""
    if asset.holder is None or asset.holder not in need.trusts:
        return ()
    return (
        Step(need.node, "trusts", asset.holder),
        Step(asset.holder, "holds", asset.node),
    )


def _search(
    graph: AssetGraph, asset: Row, wanted: Node, column: str
) -> dict[Node, Step]:
    """Search breadth first from the holder; return the step that led to each node."""
    came: dict[Node, Step] = {}
    seen = {asset.holder}
    layer = [asset.holder]
    while layer and wanted not in seen:
        steps = sorted(
            (end, step)
            for node in layer
            if node
            for end, step in _onward(graph, node, asset, column)
        )
        layer = []
        for end, step in steps:
            if end not in seen:
                seen.add(end)
                came[end] = step
                layer.append(end)
    return came


def _onward(
    graph: AssetGraph, node: Node, asset: Row, column: str
) -> Iterator[tuple[Node, Step]]:
    """Yield where skills lead on from a node, and by which edge."""
    for _, end, data in graph.net.out_edges(node, data=True):
        if _leads_on(end, data, asset, column):
            yield end, Step(node, data["kind"], end)
    if node[0] == "training":
        for start, _, data in graph.net.in_edges(node, data=True):
            if start[0] == "capability":
                yield start, Step(start, data["kind"], node)


def _leads_on(end: Node, data: dict[str, Any], asset: Row, column: str) -> bool:
    kind = data["kind"]
    if kind == "holds":
        said_here = data.get("row") == asset.node and data.get("column") == column
        return end[0] == "capability" and (said_here or not column)
    if kind == "trained-by":
        return end[0] == "training"
    return kind in {"is-a", "supports"}
