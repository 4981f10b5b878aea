"""How a row is shown: cells as a sheet would write them, never why it is not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import near_rows
from api.actions.rows_about import people_of, scheme_row
from api.actions.schemes_in_use import in_use, members_of
from api.actions.views import viewed
from api.permissions import shown
from api.records import Asset, Listed, Need, Person, Scheme, Staff
from api.snapshots.loading.standing import PERSON_FIELDS
from api.snapshots.room import confidential_columns
from api.snapshots.rows import VALUES, suspended_among
from api.store import col, read, scheme_of, seats_of
from matcher.model import Place, Slot, Value, values_from_json
from matcher.schemes.scheme import Scheme as Rules

SHEETS: dict[type[Listed], str] = {Need: "needs", Asset: "assets", Staff: "staff"}
_OPEN = {"waiting", "live"}


def rules_for(desk: Desk, row: Listed) -> Rules:
    """Return the rules of a row's scheme as they are in use now."""
    return scheme_of(in_use(desk, scheme_row(desk, row)))


def show_row(desk: Desk, act: str, row: Listed) -> dict[str, Any]:
    """Return what the caller may see of a row; whose it is, they have now read."""
    rules, sheet = rules_for(desk, row), SHEETS[type(row)]
    people = people_of(desk, row)
    kept = read(desk.store, [row, *people], within=(row.organisation_id,))
    values = values_from_json(kept.get((row.id, VALUES), {}))
    open_ = row_cells(rules, sheet, values)
    steps = rules.steps
    told = {*steps.card, *steps.disclosed}
    gone = suspended_among(desk.store, {person.identity_id for person in people})
    facts = {
        "id": str(row.id),
        "version": row.version,
        "scheme_id": str(row.scheme_id),
        "ref": row.ref,
        "organisation_id": str(row.organisation_id),
        "state": _state(row),
        "open": getattr(row, "state", "") != "closed",
        "available": not gone and _available(rules, sheet, row, values),
        "paused": getattr(row, "state", "") == "paused",
        "values": open_,
        "told": {name: text for name, text in open_.items() if name in told},
        "card": {name: text for name, text in open_.items() if name in steps.card},
        "personal": _personal(rules, sheet, row, kept),
        "edited": sorted(row.edited),
        "person_id": str(row.person_id),
        "own": True,
        "name": kept.get((row.person_id, "name"), ""),
        "said": dict(kept.get((row.id, "said")) or {}),
        "seats": _seats(desk, row),
    }
    viewed(desk, act, row, people[0].identity_id if people else row.id)
    return shown(str(row.__tablename__), desk.audiences, "", facts)


def row_cells(rules: Rules, sheet: str, values: dict[str, Value]) -> dict[str, str]:
    """Return a row's cells as a sheet would write them, in the scheme's order."""
    hidden = confidential_columns(rules, sheet)
    return {
        column.name: cell_text(values[column.name])
        for column in rules.sheets[sheet].columns
        if column.name in values and column.name not in hidden
    }


def cell_text(value: Value) -> str:
    """Return a value as a cell of a sheet would hold it; a place by its outcode."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case Place():
            return value.outcode
        case tuple():
            return "; ".join(_item(item) for item in value)
        case _:
            return str(value)


def _item(item: str | Slot | tuple[str, int]) -> str:
    return f"{item[0]} {item[1]}" if isinstance(item, tuple) else str(item)


def _state(row: Listed) -> str:
    return str(getattr(row, "state", ""))


def _available(rules: Rules, sheet: str, row: Listed, values: dict[str, Value]) -> bool:
    held_back = any(values.get(name) for name in confidential_columns(rules, sheet))
    return _state(row) in _OPEN and not held_back


def _personal(rules: Rules, sheet: str, row: Listed, kept: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in rules.sheets[sheet].columns:
        if column.kind == "personal":
            own = (row.person_id, PERSON_FIELDS.get(column.name, ""))
            text = kept.get(own) or kept.get((row.id, column.name))
            if text:
                found[column.name] = text
    return found


def _seats(desk: Desk, row: Listed) -> dict[str, dict[str, int]]:
    if not isinstance(row, Asset):
        return {}
    seats = seats_of(desk.store, row.id, row.organisation_id)
    return {
        name: {"most": each.most, "held": each.held}
        for name, each in sorted(seats.items())
        if name == "seats"
    }


def list_rows(
    desk: Desk,
    scheme: Scheme,
    kind: type[Listed],
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of a scheme's rows: refs and states, nothing about a person.

    The organisation that runs the scheme sees everybody's, a member its own; nobody
    their own, or of somebody they are connected to.
    """
    state_column = col(kind.state)  # type: ignore[attr-defined]
    mine = desk.who.organisation_id
    conditions = [
        col(kind.scheme_id) == scheme.id,
        col(kind.id).not_in(near_rows(desk, kind)),
    ]
    if kind is Need:
        conditions += [state_column == state] if state else []
    elif state:
        shut = state_column == "closed"
        conditions.append(shut if state == "closed" else ~shut)
    if mine is not None and mine != scheme.organisation_id:
        conditions.append(col(kind.organisation_id) == mine)
    rows = desk.store.find(
        kind,
        *conditions,
        within=members_of(desk, scheme.id),
        after=after,
        limit=limit + 1,
    )
    return {
        "items": [_line(row) for row in rows[:limit]],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


def list_mine(desk: Desk, kind: type[Listed]) -> dict[str, Any]:
    """Return the caller's own rows, whichever organisation keeps them."""
    people = desk.store.across(
        "party", Person, Person.identity_id == desk.who.identity_id
    )
    ids = [person.id for person in people]
    rows = desk.store.across("party", kind, col(kind.person_id).in_(ids))
    return {"items": [_line(row) for row in rows], "next": None}


def _line(row: Listed) -> dict[str, Any]:
    line = {
        "id": str(row.id),
        "version": row.version,
        "ref": row.ref,
        "scheme_id": str(row.scheme_id),
        "organisation_id": str(row.organisation_id),
    }
    if isinstance(row, Need):
        return line | {"state": row.state}
    return line | {"open": _state(row) != "closed"}
