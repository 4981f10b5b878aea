"""Arcs that lie on cycles: the strongly connected parts of a graph."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matcher.verifying.lists import Longs, Mask


def on_cycles(tails: Longs, heads: Longs, nodes: int) -> Mask:
    """Return which arcs stay within a strongly connected part, as a mask."""
    ones = np.ones(len(tails), np.int64)
    graph = sparse.csr_array((ones, (tails, heads)), shape=(nodes, nodes))
    _, part = csgraph.connected_components(graph, connection="strong")
    inside: Mask = part[tails] == part[heads]
    return inside
