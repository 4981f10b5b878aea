"""Every column and every sealed field is in the inventory: what becomes of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String
from sqlmodel import Session
from support.proposing import make_pair
from support.tools import ROOT
from support.world import World

from api.actions.rights_inventory import COLUMNS, SEALED, exported
from api.records import METADATA, Private
from matcher.schemes import find_scheme

SCHEMES = (
    "norfolk-carers",
    "oxfordshire-mentors",
    "hartlepool-tutors",
    "hartlepool-babybank",
)
KINDS = {"needs": "need", "assets": "asset", "staff": "staff", "hubs": "hub"}


def missing_columns(metadata: MetaData) -> list[str]:
    """Return every column that the inventory does not know, and each it made up."""
    there = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
    }
    listed = {f"{table}.{name}" for table, said in COLUMNS.items() for name in said}
    return sorted(there ^ listed)


def sealed_names(source: str) -> Iterator[str]:
    """Yield the names of values that a file's code seals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("keep"):
            yield from (word.arg for word in node.keywords if word.arg)


def personal_columns() -> set[tuple[str, str]]:
    """Return the personal columns of every shipped scheme's sheets."""
    return {
        (KINDS[name], column.name)
        for scheme in SCHEMES
        for name, sheet in find_scheme(scheme).sheets.items()
        for column in sheet.columns
        if column.kind == "personal"
    }


def test_every_column_is_listed() -> None:
    """No column of any table is missing from the inventory, and none is invented."""
    assert missing_columns(METADATA) == []


def test_a_planted_column_is_missed() -> None:
    """A personal column that somebody adds to a table is named by this test."""
    planted = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(planted)
    planted.tables["person"].append_column(Column("middle_name", String))
    assert missing_columns(planted) == ["person.middle_name"]


def test_every_sealed_field_in_the_code_is_listed() -> None:
    """Whatever is sealed anywhere in the code stands in the inventory."""
    known = {field for _, field in SEALED}
    files = [*Path(ROOT, "api/actions").glob("*.py"), *Path(ROOT, "api").rglob("*.py")]
    named = {name for path in files for name in sealed_names(path.read_text("utf-8"))}
    named -= {"salt", "folder", "within"} - known
    assert named <= known
    assert {"words", "why", "email"} <= named


def test_every_sealed_value_of_a_journey_is_listed(world: World) -> None:
    """What a whole journey seals stands in the inventory, field by field."""
    pair = make_pair(world)
    pair.draft()
    pair.go("agreed")

    def look(session: Session) -> set[tuple[str, str]]:
        rows = world.store(session).find(Private, within=[world.charity])
        return {(row.table_name, row.field.partition(":")[0]) for row in rows}

    with world.app.database.reading() as session:
        found = look(session)
    assert found <= SEALED.keys() | personal_columns()
    assert ("proposal", "reasons") in found


@pytest.mark.parametrize("table", ["person", "need", "asset", "account", "view"])
def test_what_is_about_people_is_exported(table: str) -> None:
    """The tables that are about people export something besides when they were made."""
    assert len(exported(table)) > 1


def test_no_digest_or_id_of_staff_is_exported() -> None:
    """What opens something, and who of the staff did it, are never exported."""
    for table in COLUMNS:
        for name in exported(table):
            assert "digest" not in name
            assert not name.endswith(("_by", "_id", "sealed", "blind"))
