"""A maintainer drafts a migration from the tables, and reads it."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, inspect
from support.databases import NewDatabase

from api.database import Instant, at_head, migrate, migrating
from api.migrations.__main__ import draft
from api.records import METADATA


@pytest.fixture(autouse=True)
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draft into a copy of the history."""
    folder = tmp_path / "migrations"
    shutil.copytree(str(files("api.migrations")), folder)
    monkeypatch.setattr(migrating, "files", lambda _: folder)


def newest_revision() -> int:
    """Return the number of the newest revision there is."""
    versions = Path(str(files("api.migrations")), "versions")
    return max(int(path.name[:4]) for path in versions.glob("[0-9]*.py"))


def test_nothing_to_draft() -> None:
    """The history ends at the tables: a draft from them changes nothing."""
    source = draft("Nothing at all").read_text("utf-8")
    assert source.count("pass\n") == 2


def test_a_new_table_is_drafted(database_kind: str, new_database: NewDatabase) -> None:
    """A table that was added is drafted as it is, and migrates up and down."""
    database = new_database(database_kind)
    wanted = MetaData(naming_convention=METADATA.naming_convention)
    for table in METADATA.sorted_tables:
        table.to_metadata(wanted)
    Table(
        "walk",
        wanted,
        Column("id", Integer, primary_key=True),
        Column("begins_at", Instant, nullable=False),
        Column("hub_id", ForeignKey("hub.id"), index=True),
    )
    newest = newest_revision()
    path = draft("Walks, with Instants", wanted)
    assert path.name == f"{newest + 1:04}_walks_with_instants.py"
    assert not at_head(database)
    migrate(database)
    assert at_head(database)
    assert inspect(database.engine).has_table("walk")
    migrate(database, f"{newest:04}")
    assert not inspect(database.engine).has_table("walk")
