"""What is there before an import: rows by ref, their people, cells and held seats."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.records import Asset, Hub, Listed, Need, Person, Seats, Staff
from api.snapshots.rows import (
    APART,
    DECISIONS,
    POINTS,
    VALUES,
    hub_field,
    suspended_among,
)
from api.store import Store, find_among, read
from matcher.intake import Intake
from matcher.model import Value, values_from_json
from matcher.schemes.scheme import Scheme

KINDS: Mapping[str, type[Listed]] = {"needs": Need, "assets": Asset, "staff": Staff}
_HELD_BACK = ("paused", "on_hold")
PERSON_FIELDS: Mapping[str, str] = {
    "name": "name",
    "giver": "name",
    "contact": "contact",
}
"""Personal columns that are the person's own; any other stays with its row."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows that an import may meet, read at once.

    Parameters
    ----------
    rows : mapping of (str, str) to Listed or Hub
        By sheet and ref.
    people : mapping of UUID to Person
        By id: whose rows those are.
    by_ref : mapping of str to Person
        People that a sheet may name.
    sealed : mapping of (UUID, str) to Any
        What is kept of all of them.
    held : frozenset of UUID
        Assets with a seat held.
    back : frozenset of UUID
        Rows that are not available, for whatever reason.
    """

    rows: dict[tuple[str, str], Listed | Hub]
    people: dict[UUID, Person]
    by_ref: dict[str, Person]
    sealed: Mapping[tuple[UUID, str], Any]
    held: frozenset[UUID] = field(default_factory=frozenset)
    back: frozenset[UUID] = field(default_factory=frozenset)

    def values(
        self, sheet: str, row: Listed | Hub, scheme_id: UUID
    ) -> dict[str, Value]:
        """Return what a row's cells hold."""
        name = hub_field(scheme_id) if sheet == "hubs" else VALUES
        return values_from_json(self.sealed.get((row.id, name), {}))

    def personal(self, row: Listed | Hub, column: str) -> Any:
        """Return what stands in a personal column, or None."""
        if column in PERSON_FIELDS and isinstance(row, Listed):
            return self.sealed.get((row.person_id, PERSON_FIELDS[column]))
        return self.sealed.get((row.id, column))


def read_standing(
    store: Store, scheme: Scheme, scheme_id: UUID, intake: Intake
) -> Standing:
    """Read what an import of these sheets may meet, among the store's own rows."""
    refs = named_refs(intake)
    rows: dict[tuple[str, str], Listed | Hub] = {}
    for sheet, kind in KINDS.items():
        for row in find_among(store, kind, kind.ref, refs):
            if row.scheme_id == scheme_id:
                rows[sheet, row.ref] = row
    rows |= {("hubs", hub.ref): hub for hub in store.find(Hub)}
    by_ref = {str(p.ref): p for p in find_among(store, Person, Person.ref, refs)}
    listed = [row for row in rows.values() if isinstance(row, Listed)]
    ids = {id_ for row in listed for id_ in (row.person_id, row.beside_id) if id_}
    people = {p.id: p for p in find_among(store, Person, Person.id, ids)}
    people |= {person.id: person for person in by_ref.values()}
    return Standing(
        rows,
        people,
        by_ref,
        read(store, [*rows.values(), *people.values()], _fields(scheme, scheme_id)),
        _held(store, listed),
        _back(store, listed, people),
    )


def named_refs(intake: Intake) -> set[str]:
    """Return every ref that the sheets name, as a row or as a person."""
    found = {ref for pair in intake.apart for ref in pair}
    found |= {ref for ruling in intake.rulings for ref in (ruling.need, ruling.asset)}
    for records in (intake.needs, intake.assets, intake.staff):
        for record in records:
            found.add(record.ref)
            named = (record.get(column) for column in ("holder", "person", "partner"))
            found |= {str(ref) for ref in named if ref}
            if hub := record.get("hub"):
                found.add(f"hub:{hub}")
    return found


def _fields(scheme: Scheme, scheme_id: UUID) -> Collection[str]:
    personal = {
        column.name
        for sheet in scheme.sheets.values()
        for column in sheet.columns
        if column.kind == "personal"
    }
    own = {VALUES, POINTS, APART, DECISIONS, hub_field(scheme_id)}
    return own | personal | set(PERSON_FIELDS.values())


def _held(store: Store, rows: Collection[Listed]) -> frozenset[UUID]:
    ids = [row.id for row in rows if isinstance(row, Asset)]
    seats = find_among(store, Seats, Seats.asset_id, ids)
    return frozenset(row.asset_id for row in seats if row.held)


def _back(
    store: Store, rows: Collection[Listed], people: Mapping[UUID, Person]
) -> frozenset[UUID]:
    """Return the rows that are not available; suspended ones are like any other."""
    gone = suspended_among(store, {person.identity_id for person in people.values()})
    return frozenset(
        row.id
        for row in rows
        if getattr(row, "state", "") in _HELD_BACK
        or {people[i].identity_id for i in (row.person_id, row.beside_id) if i} & gone
    )
