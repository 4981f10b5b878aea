"""What the graph says about each row, read back from its edges alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from matcher.graph.nodes import NODE_OF, Node
from matcher.model import Place, Record, Snapshot

if TYPE_CHECKING:
    import networkx as nx

Links = Mapping[str, list[tuple[Node, Node, dict[str, Any]]]]
Words = frozenset[str]
NOTHING: Words = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and what its links add to it.

    Parameters
    ----------
    record : Record
        The cells.
    node, holder : Node
        Where it stands, and who is behind it; None where no edge says.
    held : frozenset of str
        Every capability of the holder, by skill or training, closed over is-a.
    own : mapping of str to frozenset of str
        The same by column, from what this row says, and the holder's training.
    asked : mapping of str to tuple of (str, int)
        By column, the domains a need names, with their levels.
    home : Place or None
        Where its hub is.
    partners : tuple of Node
        The adults who care too.
    trusts : frozenset of Node
        Holders that the child named.
    """

    record: Record
    node: Node
    holder: Node | None = None
    held: Words = NOTHING
    own: Mapping[str, Words] = field(default_factory=dict)
    asked: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    home: Place | None = None
    partners: tuple[Node, ...] = ()
    trusts: frozenset[Node] = frozenset()

    @property
    def ref(self) -> str:
        """The row's ref."""
        return self.record.ref

    @property
    def answers_to(self) -> tuple[Node, ...]:
        """The nodes that keep it apart from another: itself, holder, partners."""
        return tuple(filter(None, (self.node, self.holder, *self.partners)))


def links_by_kind(net: nx.MultiDiGraph[Node]) -> Links:
    """Return the edges by kind, in one pass."""
    links: defaultdict[str, list[tuple[Node, Node, dict[str, Any]]]] = defaultdict(list)
    for edge in net.edges(data=True):
        links[edge[2]["kind"]].append(edge)
    return links


def read_rows(links: Links, snapshot: Snapshot) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each sheet, by ref."""
    skills = _Skills(links)
    holder = {v: u for u, v, _ in links["holds"] + links["needs"] if u[0] == "holder"}
    asked = _asked(links)
    homes = _homes(links, snapshot)
    partners = _targets((d["row"], v) for _, v, d in links["partner"])
    trusts = _targets((u, v) for u, v, _ in links["trusts"])
    sheets: dict[str, list[Row]] = {sheet: [] for sheet in NODE_OF}
    for sheet, record in snapshot.rows():
        node = (NODE_OF[sheet], record.ref)
        held, own = skills.of(holder.get(node), node)
        row = Row(
            record,
            node,
            holder.get(node),
            held,
            own,
            asked.get(node, {}),
            homes.get(node),
            tuple(sorted(partners.get(node, ()))),
            frozenset(trusts.get(node, ())),
        )
        sheets[sheet].append(row)
    return {sheet: tuple(sorted(rows, key=_by_ref)) for sheet, rows in sheets.items()}


def _by_ref(row: Row) -> str:
    return row.ref


class _Skills:
    """Who can do what: held or taught, closed over is-a."""

    def __init__(self, links: Links) -> None:
        self.parents = _targets((u[1], v[1]) for u, v, _ in links["is-a"])
        self.closed: dict[Words, Words] = {}
        self.by_holder: defaultdict[Node, set[str]] = defaultdict(set)
        self.by_row: defaultdict[Node, dict[str, set[str]]] = defaultdict(dict)
        for holder, target, data in links["holds"]:
            if target[0] == "capability":
                self.by_holder[holder].add(target[1])
                own = self.by_row[data["row"]].setdefault(data["column"], set())
                own.add(target[1])
        pairs = links["trained-by"]
        taught = _targets((v, u[1]) for u, v, _ in pairs if u[0] == "capability")
        self.trained: defaultdict[Node, set[str]] = defaultdict(set)
        for holder, course, _ in pairs:
            if holder[0] == "holder":
                self.trained[holder] |= taught.get(course, set())

    def of(self, holder: Node | None, node: Node) -> tuple[Words, dict[str, Words]]:
        """Return what the holder can do, and by column what the row itself says."""
        if holder is None:
            return NOTHING, {}
        trained = self.trained.get(holder, set())
        rows = self.by_row.get(node, {})
        own = {column: self.close(words | trained) for column, words in rows.items()}
        own.setdefault("", self.close(trained))
        return self.close(self.by_holder.get(holder, set()) | trained), own

    def close(self, words: Iterable[str]) -> Words:
        """Return the words and everything they are a kind of; safe on a cycle."""
        key = frozenset(words)
        if key not in self.closed:
            found, ahead = set(key), list(key)
            while ahead:
                new = self.parents.get(ahead.pop(), set()) - found
                found |= new
                ahead.extend(new)
            self.closed[key] = frozenset(found)
        return self.closed[key]


def _targets(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, set[Any]]:
    found: defaultdict[Any, set[Any]] = defaultdict(set)
    for source, target in pairs:
        found[source].add(target)
    return found


def _asked(links: Links) -> dict[Node, dict[str, tuple[tuple[str, int], ...]]]:
    levels: defaultdict[Node, defaultdict[str, list[tuple[str, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for need, domain, data in links["needs"]:
        if domain[0] == "domain":
            levels[need][data["column"]].append((domain[1], data["at"]))
    return {
        need: {column: tuple(sorted(pairs)) for column, pairs in columns.items()}
        for need, columns in levels.items()
    }


def _homes(links: Links, snapshot: Snapshot) -> dict[Node, Place]:
    places = {("hub", hub.ref): hub.get("place") for hub in snapshot.hubs}
    return {v: places[u] for u, v, _ in links["hub-home-of"] if places.get(u)}
