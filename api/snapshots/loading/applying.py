"""Doing what an import planned, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.records import Asset, Hub, Listed, Need, Person, new_id
from api.snapshots.loading.people import People, propose_links
from api.snapshots.loading.planning import Plan, RowPlan, of_children
from api.snapshots.loading.room import add_rooms, set_room
from api.snapshots.loading.standing import KINDS, PERSON_FIELDS
from api.snapshots.rows import APART, DECISIONS, POINTS, VALUES, hub_field
from api.store import Store, keep_many, new_rows, read
from api.store.batches import Kept
from matcher.model import values_to_json


def apply_plan(
    store: Store,
    plan: Plan,
    *,
    entered_by: UUID | None,
    whose: Mapping[str, Person] | None = None,
) -> dict[str, int]:
    """Write everything that a plan says, in a few statements a table.

    Parameters
    ----------
    store : Store
        Of the organisation whose rows they become.
    entered_by : UUID or None
        The account that imports.
    whose : mapping of str to Person, optional
        By ref of a new row, the person whose it is, where that is known already.

    Returns
    -------
    dict of str to int
        How many rows were added and changed, pairs, and links proposed.
    """
    people = People(store, plan, whose)
    added = _added(plan, people, entered_by)
    named = _meant(plan, people)
    people.save()
    rows = _insert(store, plan, added)
    changed = [row for row in plan.rows if row.does == "changed"]
    _change(store, plan, changed, people)
    kept = _kept_new(plan, added, rows, people)
    keep_many(store, [*kept, *_kept_changed(plan, changed, people)])
    _rooms(store, plan, added, rows, changed)
    pairs = _keep_apart(store, plan, named, people)
    decided = _keep_decisions(store, plan, rows)
    links = propose_links(
        store,
        [
            (whose, row.personal, row.values.get("birth"))
            for row, whose, _ in added
            if whose is not None
        ],
    )
    return {
        "added": len(added),
        "changed": len(changed),
        "apart": pairs,
        "decisions": decided,
        "links": links,
    }


_Added = tuple[RowPlan, UUID | None, dict[str, Any]]


def _added(plan: Plan, people: People, entered_by: UUID | None) -> list[_Added]:
    """Return the rows to add, whose they are, and their columns, in order."""
    found: list[_Added] = []
    for row in plan.rows:
        if row.does != "new":
            continue
        if row.sheet == "hubs":
            place = row.values.get("place")
            name = str(row.values.get("name") or row.ref)
            outcode = getattr(place, "outcode", "")
            found.append(
                (row, None, {"ref": row.ref, "name": name, "outcode": outcode})
            )
            continue
        whose, beside = people.behind(row)
        columns = {
            "id": new_id(),
            "scheme_id": plan.scheme_id,
            "ref": row.ref,
            "person_id": whose,
            "beside_id": beside,
            "entered_by": entered_by,
        }
        found.append((row, whose, columns))
    return found


def _meant(plan: Plan, people: People) -> list[tuple[str, str, UUID, UUID]]:
    return [
        (one, other, people.meant(one), people.meant(other))
        for one, other in plan.apart
    ]


def _insert(
    store: Store, plan: Plan, added: list[_Added]
) -> dict[tuple[str, str], Listed | Hub]:
    rows: dict[tuple[str, str], Listed | Hub] = dict(plan.standing.rows)
    hubs = [columns for row, _, columns in added if row.sheet == "hubs"]
    rows |= {("hubs", hub.ref): hub for hub in new_rows(store, Hub, hubs)}
    for sheet, kind in KINDS.items():
        mine = [columns for row, _, columns in added if row.sheet == sheet]
        if kind is Asset:
            by_sheet = {
                row.ref: rows.get(("hubs", str(row.values.get("hub"))))
                for row, _, _ in added
                if row.sheet == sheet
            }
            mine = [
                columns
                | {"hub_id": hub.id if (hub := by_sheet[columns["ref"]]) else None}
                for columns in mine
            ]
        rows |= {(sheet, row.ref): row for row in new_rows(store, kind, mine)}
    return rows


def _change(store: Store, plan: Plan, changed: list[RowPlan], people: People) -> None:
    children = of_children(plan.scheme)
    for row in changed:
        assert row.row is not None
        more: dict[str, Any] = {}
        if row.sheet == "needs" and children and "holder" in row.columns:
            more["beside_id"] = people.family(row.values)
            people.save()
        if isinstance(row.row, Hub) and "name" in row.columns:
            more["name"] = str(row.values.get("name") or row.ref)
        store.change(row.row, **more)


def _subject(row: Listed | Hub) -> UUID:
    return row.person_id if isinstance(row, Listed) else row.organisation_id


def _kept_new(
    plan: Plan,
    added: list[_Added],
    rows: Mapping[tuple[str, str], Listed | Hub],
    people: People,
) -> list[Kept]:
    return [
        kept
        for row, _, _ in added
        for kept in _kept(plan, row, rows[row.sheet, row.ref], {}, people)
    ]


def _kept_changed(plan: Plan, changed: list[RowPlan], people: People) -> list[Kept]:
    found: list[Kept] = []
    for row in changed:
        assert row.row is not None
        points = dict(plan.standing.sealed.get((row.row.id, POINTS), {}))
        points = {k: v for k, v in points.items() if k not in row.columns}
        found += _kept(plan, row, row.row, points, people)
    return found


def _kept(
    plan: Plan,
    row: RowPlan,
    record: Listed | Hub,
    points: dict[str, Any],
    people: People,
) -> list[Kept]:
    """Return a row's sealed values: its cells, true points, and personal columns."""
    field = hub_field(plan.scheme_id) if row.sheet == "hubs" else VALUES
    points = points | {name: list(point) for name, point in row.points.items()}
    own: dict[str, Any] = {field: values_to_json(row.values), POINTS: points or None}
    person: dict[str, Any] = {}
    for column, text in row.personal.items():
        if column in PERSON_FIELDS and isinstance(record, Listed):
            person[PERSON_FIELDS[column]] = text
        else:
            own[column] = text
    kept: list[Kept] = [(record, _subject(record), own)]
    if person and isinstance(record, Listed):
        kept.append((people.known[record.person_id], record.person_id, person))
    return kept


def _rooms(
    store: Store,
    plan: Plan,
    added: list[_Added],
    rows: Mapping[tuple[str, str], Listed | Hub],
    changed: list[RowPlan],
) -> None:
    build = plan.scheme.build
    fresh = [
        (rows[r.sheet, r.ref], r.values) for r, _, _ in added if r.sheet == "assets"
    ]
    add_rooms(store, [(a, v) for a, v in fresh if isinstance(a, Asset)], build)
    for row in changed:
        if isinstance(row.row, Asset) and row.row.id not in plan.standing.held:
            set_room(store, row.row, row.values, build)


def _keep_apart(
    store: Store,
    plan: Plan,
    named: list[tuple[str, str, UUID, UUID]],
    people: People,
) -> int:
    """Keep pairs apart on both people; returns how many were not kept before."""
    both = {person for _, _, one, other in named for person in (one, other)}
    whose = [people.known[person_id] for person_id in sorted(both)]
    there = read(store, whose, [APART])
    kept = {person.id: list(there.get((person.id, APART), ())) for person in whose}
    before = sum(map(len, kept.values()))
    for one, other, first, second in named:
        said = {"scheme": str(plan.scheme_id), "one": one, "other": other}
        for mine, theirs in ((first, second), (second, first)):
            entry = {"identity": str(people.known[theirs].identity_id), **said}
            if entry not in kept[mine]:
                kept[mine].append(entry)
    keep_many(
        store, [(person, person.id, {APART: kept[person.id]}) for person in whose]
    )
    return (sum(map(len, kept.values())) - before) // 2


def _keep_decisions(
    store: Store, plan: Plan, rows: Mapping[tuple[str, str], Listed | Hub]
) -> int:
    """Keep what sheets decided, on the need; a later sheet's word on a pair counts."""
    needs: dict[UUID, Need] = {}
    said: dict[UUID, dict[str, str]] = {}
    for need_ref, asset_ref, kind in plan.decisions:
        need = rows.get(("needs", need_ref))
        if isinstance(need, Need):
            needs[need.id] = need
            said.setdefault(need.id, {})[asset_ref] = kind
    there = read(store, list(needs.values()), [DECISIONS])
    kept: list[Kept] = []
    for need_id, pairs in said.items():
        now = dict(there.get((need_id, DECISIONS), ())) | pairs
        value = [[ref, kind] for ref, kind in sorted(now.items())]
        kept.append((needs[need_id], needs[need_id].person_id, {DECISIONS: value}))
    keep_many(store, kept)
    return sum(map(len, said.values()))
