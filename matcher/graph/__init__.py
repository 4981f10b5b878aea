"""The asset graph: a typed graph for one scheme and purpose."""

from matcher.graph.asset_graph import AssetGraph, build_asset_graph
from matcher.graph.nodes import EDGE_KINDS, NODE_KINDS, Node
from matcher.graph.paths import Path, Step, skill_path, trust_path
from matcher.graph.rows import Row

__all__ = [
    "EDGE_KINDS",
    "NODE_KINDS",
    "AssetGraph",
    "Node",
    "Path",
    "Row",
    "Step",
    "build_asset_graph",
    "skill_path",
    "trust_path",
]
