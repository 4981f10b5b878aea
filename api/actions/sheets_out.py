"""Rows of a scheme as sheets again: cells from an allow-list, and no name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from api.actions.desk import Desk
from api.actions.importing import store_of_caller
from api.actions.performing import reads
from api.actions.rows_showing import row_cells
from api.actions.schemes_in_use import in_use
from api.actions.views import viewed_all
from api.permissions import NotThere
from api.records import Asset, Listed, Need, Person, Row, Scheme, Staff
from api.snapshots.room import confidential_columns
from api.snapshots.rows import values_of
from api.store import Store, col, find_among, scheme_of
from matcher.model import Value
from matcher.schemes.scheme import Scheme as Rules

_KINDS: dict[str, type[Listed]] = {"needs": Need, "assets": Asset, "staff": Staff}


@dataclass(frozen=True, slots=True)
class SheetOut:
    """One sheet to write: its title, headings, and rows of text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@reads("export.sheets", on=Scheme)
def export_sheet(desk: Desk, scheme: Scheme, *, sheet: str) -> SheetOut:
    """Return a sheet's rows as a spreadsheet holds them, the caller's own alone.

    Neither personal columns nor what holds a row back is in it. Each person in it has
    been read by then: very many at once raise the alarm.

    Raises
    ------
    NotThere
        If the scheme has no such sheet of rows.
    """
    rules, kind = scheme_of(in_use(desk, scheme)), _KINDS.get(sheet)
    if kind is None or sheet not in rules.sheets:
        raise NotThere
    store = store_of_caller(desk, scheme)
    open_ = col(kind.state) != "closed"  # type: ignore[attr-defined]
    rows = store.find(kind, kind.scheme_id == scheme.id, open_)
    viewed_all(desk, "export.sheets", _read(store, list(rows)))
    values = values_of(store, rows)
    hidden = confidential_columns(rules, sheet)
    columns = [
        column
        for column in rules.sheets[sheet].columns
        if column.kind != "personal" and column.name not in hidden
    ]
    names = [column.name for column in columns]
    return SheetOut(
        rules.sheets[sheet].title,
        tuple(column.title for column in columns),
        tuple(_line(rules, sheet, row, values[row.id], names) for row in rows),
    )


def _read(store: Store, rows: list[Listed]) -> list[tuple[Row, UUID]]:
    people = find_among(store, Person, Person.id, {row.person_id for row in rows})
    whose = {person.id: person.identity_id for person in people}
    return [(row, whose[row.person_id]) for row in rows]


def _line(
    rules: Rules, sheet: str, row: Listed, values: dict[str, Value], names: list[str]
) -> tuple[str, ...]:
    cells = {"ref": row.ref} | row_cells(rules, sheet, values)
    return tuple(cells.get(name, "") for name in names)
