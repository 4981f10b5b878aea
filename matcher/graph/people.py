"""Who is behind a row: holders and persons, joined across the sheets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.graph.nodes import NODE_OF, Node
from matcher.model import Record, Snapshot

HOLDER_COLUMN = {"needs": "holder", "assets": "holder", "staff": "person"}


@dataclass(frozen=True, slots=True)
class People:
    """The holder behind every row, one node for one human being or household.

    Parameters
    ----------
    holders : mapping of Node to Node
        From a row's node to its holder's.
    names : mapping of str to Node
        From a holder's ref, as sheets write it, to its node.
    rows : mapping of str to tuple of Node
        From a row's ref to the nodes that carry it, on any sheet.
    """

    holders: dict[Node, Node]
    names: dict[str, Node]
    rows: dict[str, tuple[Node, ...]]

    def named(self, ref: str) -> Node:
        """Return the holder that `ref` means: a holder's own ref, or that of a row."""
        if ref in self.names:
            return self.names[ref]
        order = sorted(self.rows.get(ref, ()))  # asset, need, staff
        return self.holders[order[0]] if order else ("holder", ref)

    def everything(self, ref: str) -> tuple[Node, ...]:
        """Return every node that `ref` may mean; kept apart means all of them."""
        found = self.rows.get(ref, ())
        if ref in self.names:
            found += (self.names[ref],)
        return found or (("holder", ref),)


def find_people(snapshot: Snapshot) -> People:
    """Join the rows of a snapshot by holder and person.

    A row without a holder holds itself. A staff row's ``person`` may be the ref of a
    need or of another staff row: then the two are one human being.
    """
    joined: dict[Node, Node] = {}
    rows: dict[str, tuple[Node, ...]] = {}
    named: set[str] = set()
    for sheet, record in _people_rows(snapshot):
        node = (NODE_OF[sheet], record.ref)
        rows[record.ref] = (*rows.get(record.ref, ()), node)
        joined.setdefault(node, node)
        if name := record.get(HOLDER_COLUMN[sheet]):
            named.add(name)
            _join(joined, node, ("name", name))
    for record in snapshot.staff:
        for node in rows.get(record.get("person", ""), ()):
            if node[0] != "asset":
                _join(joined, node, ("name", record.get("person")))
    best = _best_names(joined)
    holders = {node: best[_root(joined, node)] for node in joined if node[0] != "name"}
    names = {name: best[_root(joined, ("name", name))] for name in sorted(named)}
    return People(holders, names, rows)


def _people_rows(snapshot: Snapshot) -> Iterator[tuple[str, Record]]:
    return (pair for pair in snapshot.rows() if pair[0] in HOLDER_COLUMN)


def _root(joined: dict[Node, Node], node: Node) -> Node:
    joined.setdefault(node, node)
    while joined[node] != node:
        joined[node] = joined[joined[node]]
        node = joined[node]
    return node


def _join(joined: dict[Node, Node], one: Node, other: Node) -> None:
    joined[_root(joined, one)] = _root(joined, other)


def _best_names(joined: dict[Node, Node]) -> dict[Node, Node]:
    """Name each class by its smallest written name, else by its only row."""
    best: dict[Node, Node] = {}
    for node in sorted(joined, key=lambda node: (node[0] != "name", node)):
        kind, ref = node
        # A colon cannot stand in a ref, so the made-up name meets no other.
        name = ref if kind == "name" else f"{kind}:{ref}"
        best.setdefault(_root(joined, node), ("holder", name))
    return best
