"""Rows of the instance from rows of the graph, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.candidates import Pool
from matcher.candidates.checks import months_before
from matcher.candidates.seats import free_seats, taken_seats
from matcher.graph import AssetGraph, Node, Row
from matcher.graph.columns import words_of
from matcher.instance.document import Amounts, Asset, Need, Staff, Staffing
from matcher.model import Record, Slot
from matcher.schemes.scheme import Build


def need_of(row: Row, graph: AssetGraph, build: Build, *, listed: bool) -> Need:
    """Return a need's row; `listed` gives it an empty list, which accepts nobody."""
    record = row.record
    uses = {name: record.get(column) for name, column in build.uses.items()}
    return Need(
        row.ref,
        prefers=() if listed else None,
        priority=_priority(record, graph, build),
        seats=_number(record, build.seats) or 1,
        uses=_amounts({name: much for name, much in uses.items() if much}),
    )


def _priority(record: Record, graph: AssetGraph, build: Build) -> int:
    """Add up the rules that hold: a flag, or a date so many months before as_of."""
    total = 0
    for rule in build.priority:
        cell = record.get(rule["column"])
        if "months" in rule:
            oldest = months_before(graph.snapshot.as_of, int(rule["months"]))
            holds = cell is not None and cell <= oldest
        else:
            holds = bool(cell) == bool(rule.get("flag", True))
        total += int(rule["gives"]) if holds else 0
    return total


def asset_of(record: Record, build: Build) -> Asset:
    """Return an asset's row: what it can hold, and what it takes to open."""
    capacity = free_seats(record, build)
    limits = {name: record.get(column) for name, column in build.limits.items()}
    alone = _number(record, build.unless_one_group)
    alone_counts = alone and alone > capacity and not taken_seats(record, build)
    return Asset(
        record.ref,
        capacity=capacity,
        # The sibling exception counts only while nobody else's child lives there.
        unless_one_group=alone if alone_counts else None,
        max_units=_number(record, build.max_units),
        opens_with=_number(record, build.opens_with) or None,
        minimum=_number(record, build.minimum) or None,
        limits=_amounts({name: m for name, m in limits.items() if m is not None}),
        slots=_slots(record.get(build.slots, ()) if build.slots else ()),
        staffing=_staffing(build),
    )


def _staffing(build: Build) -> tuple[Staffing, ...]:
    rows = (
        Staffing(row["role"], int(row["exactly"]), _amounts(row.get("at_least", {})))
        for row in build.staffing
    )
    return tuple(sorted(rows, key=lambda row: row.role))


def _slots(week: Iterable[Slot]) -> tuple[str, ...]:
    """Return the pieces of the week in which two assets would clash.

    Every cadence but the holidays' meets in term time, whatever the weeks.
    """
    pieces = {
        f"{s.day}-{s.part}" + ("/holidays" if s.cadence == "holidays" else "")
        for s in week
    }
    return tuple(sorted(pieces))


def _number(record: Record, column: str) -> int | None:
    value = record.get(column) if column else None
    return None if value is None else int(value)


def _amounts(amounts: Mapping[str, int]) -> Amounts:
    return tuple(sorted((name, int(much)) for name, much in amounts.items()))


def staff_of(pool: Pool, build: Build, assets: set[str]) -> tuple[Staff, ...]:
    """Return who may staff what; nobody where the scheme has no staffing.

    A row without a role could staff nothing and stays out.
    """
    if not build.staffing:
        return ()
    graph = pool.graph
    can: dict[int, list[str]] = {}
    for who, where in zip(pool.staff.tolist(), pool.staff_asset.tolist(), strict=True):
        if graph.assets[where].ref in assets:
            can.setdefault(who, []).append(graph.assets[where].ref)
    people = _people(graph)
    return tuple(
        Staff(
            row.ref,
            role=role,
            traits=tuple(sorted(words_of(row.record.get(build.staff_traits)))),
            most=_most(row.record, build),
            can=tuple(sorted(can.get(at, ()))),
            person=people.get(row.ref),
        )
        for at, row in enumerate(graph.staff)
        if (role := _role(row.record, build))
    )


def _role(record: Record, build: Build) -> str:
    """Return the role; where no column says it, the only one that is staffed."""
    if build.staff_role:
        return str(record.get(build.staff_role, ""))
    return str(build.staffing[0]["role"]) if len(build.staffing) == 1 else ""


def _most(record: Record, build: Build) -> int:
    most = _number(record, build.most)
    return 1 if most is None else most


def _people(graph: AssetGraph) -> dict[str, str]:
    """Return whose staff rows are one human with a need or with another staff row."""
    needs = {row.holder: row.ref for row in reversed(graph.needs) if row.holder}
    rows: dict[Node, list[str]] = {}
    for row in graph.staff:
        if row.holder:
            rows.setdefault(row.holder, []).append(row.ref)
    found: dict[str, str] = {}
    for holder, refs in rows.items():
        first = needs.get(holder, refs[0] if len(refs) > 1 else None)
        in_need = holder in needs
        found |= {ref: first for ref in refs if first and (in_need or first != ref)}
    return found
