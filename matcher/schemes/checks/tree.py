"""Capabilities: the is-a tree, what they support, and which training gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.schemes.draft import Draft, Table
from matcher.schemes.shape import Key


def check_tree(draft: Draft, data: Table) -> None:
    """Note every fault of ``[capabilities]``, ``[supports]`` and ``[trains]``."""
    tree = _open(draft, data, "capabilities", "text")
    parents = {name: up for name, up in tree.items() if isinstance(up, str)}
    for name, parent in parents.items():
        if parent and parent not in tree:
            draft.unknown(("capabilities", name), "capability", parent, tree)
    _cycles(draft, parents)
    _supports(draft, _open(draft, data, "supports", "list"), tree)
    _trains(draft, _open(draft, data, "trains", "list"), tree)
    _used(draft, tree)


def _open(draft: Draft, data: Table, name: str, takes: str) -> dict[str, Any]:
    """Read a table whose keys are the scheme's own words."""
    given = data.get(name, {})
    if not isinstance(given, dict):
        return {}
    # A root of the tree is written "", which no other text in the file may be.
    rows = {key: value for key, value in given.items() if value != ""}
    kept = draft.keep((name,), rows, dict.fromkeys(rows, Key(takes)))
    return {
        key: kept.get(key, given[key] if given[key] == "" else None) for key in given
    }


def _cycles(draft: Draft, parents: dict[str, str]) -> None:
    done: set[str] = set()
    for start in parents:
        walk: list[str] = []
        node = start
        while node in parents and node not in done and node not in walk:
            walk.append(node)
            node = parents[node]
        if node in walk:
            round_trip = " -> ".join([*walk[walk.index(node) :], node])
            draft.fault(
                ("capabilities", node), f"These go round in a circle: {round_trip}."
            )
        done.update(walk)


def _supports(draft: Draft, supports: dict[str, Any], tree: Iterable[str]) -> None:
    levels = {
        name: column.get("values", [])
        for name, column in draft.columns("needs").items()
        if column.get("kind") == "levels"
    }
    known = {word for values in levels.values() for word in values}
    served = set()
    for name, domains in supports.items():
        if name not in tree:
            draft.unknown(("supports", name), "capability", name, tree)
        for index, domain in enumerate(domains or []):
            served.add(domain)
            if domain not in known:
                path = ("supports", name, index)
                draft.unknown(path, "level word of [needs]", domain, known)
    for column, values in levels.items():
        for word in values:
            if word not in served:
                draft.fault(
                    ("needs", "columns", column),
                    f'No capability in [supports] serves "{word}", so it could never '
                    "be met. Add one, or drop the word.",
                )


def _trains(draft: Draft, trains: dict[str, Any], tree: Iterable[str]) -> None:
    sheets = ("needs", "assets", "staff")
    training = [draft.columns(sheet).get("training", {}) for sheet in sheets]
    courses = {value for column in training for value in column.get("values", [])}
    for name, gained in trains.items():
        if name not in courses:
            what = 'value of a column "training"'
            draft.unknown(("trains", name), what, name, courses)
        for index, capability in enumerate(gained or []):
            if capability not in tree:
                path = ("trains", name, index)
                draft.unknown(path, "capability", capability, tree)


def _used(draft: Draft, tree: dict[str, Any]) -> None:
    for sheet in ("needs", "assets", "staff"):
        for name, column in draft.columns(sheet).items():
            if column.get("kind") == "capabilities" and not tree:
                draft.fault(
                    (sheet, "columns", name),
                    "This column needs a list of capabilities. Add [capabilities].",
                )
