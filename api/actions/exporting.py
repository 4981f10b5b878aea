"""Subject access: everything kept of somebody, for machines and for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.exporting_rows import Theirs, rows_of
from api.actions.people_about import at
from api.actions.performing import reads
from api.actions.rights_inventory import EXPORTED, SEALED, exported, kept_back
from api.actions.views import viewed
from api.records import Listed, Person, Row, Scheme, SchemeVersion
from api.store import col, read, scheme_of

SOMEBODY = "[somebody else]"
_OTHERS = ("ref", "refs")
"""The kinds of column that name somebody else."""
_SHORTEST = 3
_OWN = ("person", "account")
_NAMING = ("name", "contact", "email")
ABOUT = (
    "This is what is kept about you. Names and details of other people are taken out.",
    "Some records may be kept back where the law says so, for anybody who asks.",
)


@reads("person.export", on=Person)
def export_person(desk: Desk, person: Person) -> dict[str, Any]:
    """Return everything kept of somebody, with what is left out and why.

    Guarantees: only what the inventory calls exported; nothing sealed under another
    person's key but what staff wrote in this person's own matches; names of everybody
    else who is met in it are taken out of free text. Reading it is logged.
    """
    viewed(desk, "person.export", person, person.identity_id)
    theirs = rows_of(desk, person)
    hide = _hiding(desk, theirs)
    rows = [*theirs.people, *theirs.rows]
    # Only values sealed under this person's own key: another's are another's.
    sealed = _sealed(desk, theirs, rows)
    return {
        "id": str(person.id),
        "made_at": desk.now.isoformat(),
        "about": list(ABOUT),
        "records": [_record(row, sealed.get(row.id, {}), hide) for row in rows],
        "kept_back": list(kept_back()),
    }


def as_text(export: Mapping[str, Any]) -> str:
    """Return an export as plain text that anybody can read and print."""
    lines = [*export["about"], f"Made on {export['made_at'][:10]}.", ""]
    for record in export["records"]:
        kind = record["kind"].replace("_", " ")
        lines.append(f"{kind.capitalize()}, kept since {record['kept_since'][:10]}")
        for name, said in record["values"].items():
            lines.append(f"  {name.replace('_', ' ')}: {_spoken(said)}")
        lines.append("")
    lines.append("What is not shown, and why:")
    lines += [f"  {said}" for said in export["kept_back"]]
    return "\n".join(lines) + "\n"


def _record(
    row: Row, sealed: Mapping[str, Any], hide: re.Pattern[str]
) -> dict[str, Any]:
    table = str(row.__tablename__)
    plain = {
        name: _json(getattr(row, name))
        for name in exported(table)
        if name != "created_at"
    }
    return {
        "kind": table,
        "id": str(row.id),
        "kept_since": row.created_at.isoformat(),
        # Their own name and contact are theirs, whatever others are called.
        "values": {
            **plain,
            **(sealed if table in _OWN else _hidden(dict(sealed), hide)),
        },
    }


def _sealed(desk: Desk, theirs: Theirs, rows: list[Row]) -> dict[UUID, dict[str, Any]]:
    mine = {person.id for person in theirs.people}
    within = {row.organisation_id for row in rows}
    values = read(desk.store, rows, within=within, subjects=mine)
    tables = {row.id: row for row in rows}
    found: dict[UUID, dict[str, Any]] = {}
    for (record_id, name), said in values.items():
        row = tables[record_id]
        field = name.partition(":")[0]
        if SEALED.get((str(row.__tablename__), field), EXPORTED) != EXPORTED:
            continue
        if field == "values" and isinstance(row, Listed):
            found.setdefault(record_id, {})[name] = _without_others(desk, row, said)
            continue
        found.setdefault(record_id, {})[name] = said
    return found


def _without_others(desk: Desk, row: Listed, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's cells, with those taken out that name somebody else."""
    named = set(_naming_columns(desk, row.scheme_id))
    return {
        name: SOMEBODY if name in named and cell else cell
        for name, cell in said.items()
    }


def _naming_columns(desk: Desk, scheme_id: UUID) -> Iterator[str]:
    for scheme in desk.store.across("locate", Scheme, Scheme.id == scheme_id):
        home = at(desk, scheme.organisation_id).store
        for version in home.find(SchemeVersion, SchemeVersion.scheme_id == scheme.id):
            for sheet in scheme_of(version).sheets.values():
                yield from (c.name for c in sheet.columns if c.kind in _OTHERS)


def _hiding(desk: Desk, theirs: Theirs) -> re.Pattern[str]:
    """Return what finds the names and contacts of everybody else who is met here."""
    others = desk.store.across("identity", Person, col(Person.id).in_(theirs.others))
    within = {row.organisation_id for row in (*others, *theirs.people)}
    said = read(desk.store, others, _NAMING, within=within)
    own = read(desk.store, theirs.people, _NAMING, within=within)
    mine = {word for text in own.values() for word in _words(text)}
    words = {word for text in said.values() for word in (*_words(text), str(text))}
    wanted = sorted(words - mine, key=lambda word: (-len(word), word))
    any_of = "|".join(re.escape(word) for word in wanted if len(word) >= _SHORTEST)
    return re.compile(rf"(?<!\w)(?:{any_of or '(?!)'})(?!\w)", re.IGNORECASE)


def _words(text: Any) -> list[str]:
    return str(text).casefold().split()


def _hidden(value: Any, hide: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {name: _hidden(said, hide) for name, said in value.items()}
    if isinstance(value, list):
        return [_hidden(said, hide) for said in value]
    return hide.sub(SOMEBODY, value) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _spoken(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} {_spoken(said)}" for name, said in value.items())
    if isinstance(value, list):
        return ", ".join(map(_spoken, value)) or "nothing"
    return {None: "nothing", True: "yes", False: "no"}.get(value, str(value))
