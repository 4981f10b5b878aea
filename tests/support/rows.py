"""Invented rows for every table, by its columns alone, and a digest of what is there.

Row `k` of a table points at row `k` or a few further of every other, so that whatever
must be unique is; a column of fixed words holds the first of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Table, select
from sqlmodel import Session

from api.database import Database
from api.records import METADATA

SPACE = UUID("018f0000-0000-7000-8000-000000000000")
BEGIN = datetime(2026, 11, 1, 9, 30, 0, 123456, tzinfo=UTC)

Value = Callable[[int, int], Any]
"""Of a row's number and the column's place: later columns hold later times."""
VALUES: dict[type, Value] = {
    int: lambda row, place: row,
    float: lambda row, place: row / 4,
    bool: lambda row, place: row % 2 == 0,
    bytes: lambda row, place: f"{row} {place} \0".encode(),
    object: lambda row, place: {"number": row, "words": ["é", None, True]},  # JSON
    datetime: lambda row, place: BEGIN + timedelta(hours=row, seconds=place),
    date: lambda row, place: (BEGIN + timedelta(days=row + place)).date(),
    UUID: lambda row, place: uuid5(SPACE, f"{row} {place}"),
}


def fill(database: Database, rows: int) -> int:
    """Put `rows` invented rows into every table; return how many that is."""

    def act(session: Session) -> int:
        for table in METADATA.sorted_tables:
            lines = [row_of(table, number, rows) for number in range(rows)]
            session.execute(table.insert(), lines)
        return rows * len(METADATA.sorted_tables)

    return database.transaction(act)


def row_of(table: Table, number: int, rows: int) -> dict[str, Any]:
    """Return one row; it meets every constraint of its table."""
    links = {
        constraint.column_keys[0]: constraint.referred_table.name
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
    }
    row = {}
    for place, column in enumerate(table.columns):
        if column.name == "id":
            row["id"] = _id(table.name, number)
        elif column.name == "organisation_id":
            row["organisation_id"] = _id("organisation", number)
        elif column.name in links:
            # Further on by the column's place: a second person is another person.
            row[column.name] = _id(links[column.name], (number + place) % rows)
        else:
            row[column.name] = _value(table, column, number, place)
    return row


def _id(table: str, number: int) -> UUID:
    return uuid5(SPACE, f"{table} {number}")


def _value(table: Table, column: Column[Any], number: int, place: int) -> Any:
    if word := _first_word(table, column.name):
        return word
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if kind is str:
        return f"{number} {column.name} ééé"[: getattr(column.type, "length", None)]
    if within := _range(table, column.name):
        low, high = within
        return low + number % (high - low + 1)
    return VALUES[kind](number, place)


def _range(table: Table, column: str) -> tuple[int, int] | None:
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            bounds = rf"\b{column} BETWEEN (\d+) AND (\d+)"
            found = re.search(bounds, str(constraint.sqltext))
            if found:
                return int(found[1]), int(found[2])
    return None


def _first_word(table: Table, column: str) -> str | None:
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            found = re.search(rf"\b{column} IN \('(\w+)'", str(constraint.sqltext))
            if found:
                return found[1]
    return None


def digests(database: Database) -> dict[str, str]:
    """Return the digest of each table's rows, the same on every database."""
    with database.reading() as session:
        return {table.name: _digest(session, table) for table in METADATA.sorted_tables}


def _digest(session: Session, table: Table) -> str:
    rows = session.execute(select(table)).mappings().all()
    lines = sorted(repr(sorted(row.items())) for row in rows)
    whole = hashlib.sha256("\n".join(lines).encode())
    return f"{len(lines)} {whole.hexdigest()}"
