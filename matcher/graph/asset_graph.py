"""The asset graph: who gives what, where, through whom, and who needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from matcher.graph.linking import (
    row_links,
    ruling_links,
    scheme_links,
    sibling_links,
)
from matcher.graph.nodes import NODE_OF, Node
from matcher.graph.people import find_people
from matcher.graph.rows import Links, Row, links_by_kind, read_rows
from matcher.model import Snapshot
from matcher.schemes.scheme import Scheme

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True, eq=False)
class AssetGraph:
    """A typed graph for one scheme and purpose, and its rows as the graph has them.

    Everything but cells is read back from `net`, so that an edge that is not there
    has no effect anywhere.

    Parameters
    ----------
    net : networkx.MultiDiGraph
        Nodes are (kind, name); edges carry ``kind`` and what belongs to it.
    snapshot : Snapshot
        The frozen inputs it was built from.
    needs, assets, staff, hubs : tuple of Row
        By ref, whatever the snapshot's order.
    links : mapping of str to list of edges
        The edges by kind.
    supports : mapping of str to frozenset of str
        Capability to the domains it supports.
    """

    net: nx.MultiDiGraph[Node]
    snapshot: Snapshot
    needs: tuple[Row, ...]
    assets: tuple[Row, ...]
    staff: tuple[Row, ...]
    hubs: tuple[Row, ...]
    links: Links
    supports: Mapping[str, frozenset[str]]

    def without(self, kind: str) -> AssetGraph:
        """Return the graph as it would be if no edge of `kind` had been drawn."""
        net = self.net.copy()
        for source, target, key, data in self.net.edges(keys=True, data=True):
            if data["kind"] == kind:
                net.remove_edge(source, target, key)
        return _read(net, self.snapshot)


def build_asset_graph(snapshot: Snapshot, scheme: Scheme) -> AssetGraph:
    """Link everything a snapshot holds.

    Parameters
    ----------
    snapshot : Snapshot
        The frozen inputs.
    scheme : Scheme
        Says which columns hold capabilities, levels, slots and groups, and brings the
        is-a tree, what supports what, and what a training teaches.
    """
    # A third of a second, which whoever only reads an instance need not wait for.
    import networkx as nx  # noqa: PLC0415 - see above

    people = find_people(snapshot)
    net: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    net.add_nodes_from((NODE_OF[sheet], row.ref) for sheet, row in snapshot.rows())
    net.add_edges_from(
        chain(
            row_links(snapshot, scheme, people),
            scheme_links(scheme),
            sibling_links(snapshot, scheme),
            ruling_links(snapshot, people),
        )
    )
    return _read(net, snapshot)


def _read(net: nx.MultiDiGraph[Node], snapshot: Snapshot) -> AssetGraph:
    links = links_by_kind(net)
    rows = read_rows(links, snapshot)
    supports: dict[str, frozenset[str]] = {}
    for capability, domain, _ in links["supports"]:
        known = supports.get(capability[1], frozenset())
        supports[capability[1]] = known | {domain[1]}
    return AssetGraph(net, snapshot, **rows, links=links, supports=supports)
