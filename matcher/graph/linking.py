"""Every edge of the asset graph, read from a snapshot and its scheme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from matcher.graph.nodes import NODE_OF, Node
from matcher.graph.people import People
from matcher.model import Record, Slot, Snapshot
from matcher.schemes.scheme import Scheme

Edge = tuple[Node, Node, dict[str, Any]]


def row_links(snapshot: Snapshot, scheme: Scheme, people: People) -> Iterator[Edge]:
    """Yield what each row says about itself: holder, hub, partner, skills, asks."""
    for sheet, record in snapshot.rows():
        node = (NODE_OF[sheet], record.ref)
        if organisation := record.get("organisation"):
            yield _edge("holds", ("organisation", organisation), node)
        if sheet == "hubs":
            continue
        holder = people.holders[node]
        yield _edge("needs" if sheet == "needs" else "holds", holder, node)
        if hub := record.get("hub"):
            yield _edge("hub-home-of", ("hub", hub), node)
        if partner := record.get("partner"):
            second = people.named(partner)
            yield _edge("partner", holder, second, row=node)
        for ref in record.get("trusts", ()):
            yield _edge("trusts", node, people.named(ref))
        if sheet != "needs":
            for course in record.get("training", ()):
                yield _edge("trained-by", holder, ("training", course))
        yield from _cells(scheme, sheet, record, holder)


def _cells(scheme: Scheme, sheet: str, record: Record, holder: Node) -> Iterator[Edge]:
    """Yield the edges of cells that hold capabilities, levels or slots."""
    node = (NODE_OF[sheet], record.ref)
    asks = sheet == "needs"
    for column in scheme.sheets[sheet].columns if sheet in scheme.sheets else ():
        name = column.name
        for item in record.get(name, ()) if column.kind in READ_AS else ():
            match column.kind:
                case "capabilities" if asks:
                    yield _edge("needs", node, ("capability", item), column=name)
                case "capabilities":
                    skill = ("capability", item)
                    yield _edge("holds", holder, skill, row=node, column=name)
                case "levels" if asks:
                    word, level = item
                    yield _edge("needs", node, ("domain", word), column=name, at=level)
                case "slots":
                    kind = "needs" if asks else "holds"
                    yield _edge(kind, node, _slot(item), column=name)


READ_AS = ("capabilities", "levels", "slots")


def _slot(slot: Slot) -> Node:
    return ("slot", str(slot))


def scheme_links(scheme: Scheme) -> Iterator[Edge]:
    """Yield what the scheme knows: is-a, supports, and what a training teaches."""
    for capability, parent in scheme.capabilities.items():
        if parent:
            yield _edge("is-a", ("capability", capability), ("capability", parent))
    for capability, domains in scheme.supports.items():
        for domain in domains:
            yield _edge("supports", ("capability", capability), ("domain", domain))
    for course, taught in scheme.trains.items():
        for capability in taught:
            yield _edge("trained-by", ("capability", capability), ("training", course))


def sibling_links(snapshot: Snapshot, scheme: Scheme) -> Iterator[Edge]:
    """Yield one edge for each two brothers or sisters of a group.

    ``together`` is the stricter of what was assessed for the two: apart, then required,
    then preferred; preferred where nobody assessed.
    """
    groups: dict[str, list[Record]] = {}
    for record in snapshot.needs:
        if group := record.get(scheme.build.group):
            groups.setdefault(group, []).append(record)
    for group, members in groups.items():
        for one, other in combinations(members, 2):
            said = {row.get(scheme.build.together) for row in (one, other)}
            together = next((t for t in ("apart", "required") if t in said), None)
            yield _edge(
                "sibling",
                ("need", one.ref),
                ("need", other.ref),
                together=together or "preferred",
                group=group,
            )


def ruling_links(snapshot: Snapshot, people: People) -> Iterator[Edge]:
    """Yield who is kept apart from whom, and who is or was matched with what."""
    for one, other in snapshot.apart:
        for pair in product(people.everything(one), people.everything(other)):
            yield _edge("kept-apart", *pair)
    for ruling in snapshot.rulings:
        if ruling.kind in {"agreed", "previous"}:
            pair = ("need", ruling.need), ("asset", ruling.asset)
            yield _edge("matched-with", *pair, ruling=ruling.kind)


def _edge(kind: str, source: Node, target: Node, **more: Any) -> Edge:
    return source, target, {"kind": kind, **more}
