"""The history of the tables: it ends at the tables, and no row is lost on the way."""

import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session
from support.databases import NewDatabase
from support.rows import digests, fill

from api.database import Database, at_head, migrate, migrating
from api.records import APPEND_ONLY, METADATA

ROWS = 190
"""In each of more than fifty tables: over 10,000."""

NEXT = """
from alembic import op
import sqlalchemy as sa
from api.database import guard

revision = "{next}"
down_revision = "{newest}"
TABLES = "organisation account person need asset match".split() + {append_only!r}

def upgrade():
    for table in TABLES:
        with _copied(table) as batch:
            batch.add_column(sa.Column("planted", sa.Integer(), server_default="7"))
    _guard_again()

def downgrade():
    for table in TABLES:
        with _copied(table) as batch:
            batch.drop_column("planted")
    _guard_again()

def _copied(table):
    always = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    return op.batch_alter_table(table, recreate=always)

def _guard_again():
    if op.get_bind().dialect.name == "sqlite":
        guard(*{append_only!r})
"""


def newest_revision() -> str:
    """Return the number of the newest revision there is."""
    versions = Path(str(files("api.migrations")), "versions")
    return max(path.name[:4] for path in versions.glob("[0-9]*.py"))


NEWEST = newest_revision()
AFTER = f"{int(NEWEST) + 1:04}"


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Add a revision that copies tables that others point at, on SQLite whole."""
    folder = tmp_path / "migrations"
    shutil.copytree(str(files("api.migrations")), folder)
    source = NEXT.format(append_only=list(APPEND_ONLY), newest=NEWEST, next=AFTER)
    planted = folder / f"versions/{AFTER}_planted.py"
    planted.write_text(source)
    monkeypatch.setattr(migrating, "files", lambda _: folder)
    return planted


def structure(connection: Connection) -> dict[str, Any]:
    """Return every column, key, check and index of every table but Alembic's."""
    look = inspect(connection)
    return {
        name: {
            "columns": [
                (c["name"], repr(c["type"]), c["nullable"], c["default"])
                for c in look.get_columns(name)
            ],
            "primary": look.get_pk_constraint(name),
            "foreign": _sorted(look.get_foreign_keys(name)),
            "unique": _sorted(look.get_unique_constraints(name)),
            "checks": _sorted(look.get_check_constraints(name)),
            "indexes": _sorted(look.get_indexes(name)),
        }
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def _sorted(things: list[Any]) -> list[str]:
    return sorted(json.dumps(thing, default=str, sort_keys=True) for thing in things)


def test_migrations_end_at_the_tables(
    database_kind: str, new_database: NewDatabase
) -> None:
    """Columns, keys, checks and indexes are those of `api.records`, each of them."""
    migrated, created = (
        new_database(database_kind),
        new_database(database_kind, migrated=False),
    )
    with created.engine.begin() as connection:
        METADATA.create_all(connection)
        expected = structure(connection)
    with migrated.engine.begin() as connection:
        found = structure(connection)
        drafted = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert found == expected
    assert drafted == []


def test_rows_survive_up_and_down(database: Database, next_revision: Path) -> None:
    """10,000 rows are the same after tables were altered up, down and up again."""
    assert fill(database, ROWS) >= 10_000
    before = digests(database)
    for revision in (AFTER, NEWEST, "head"):
        migrate(database, revision)
        assert digests(database) == before
    refuses_changes(database)


def test_down_to_nothing_and_up(database: Database) -> None:
    """The first revision leaves nothing behind and can be walked again."""
    with database.engine.begin() as connection:
        full = structure(connection)
    migrate(database, "base")
    assert not at_head(database)
    with database.engine.begin() as connection:
        assert structure(connection) == {}
    migrate(database)
    assert at_head(database)
    with database.engine.begin() as connection:
        assert structure(connection) == full


def doing(statement: str) -> Callable[[Session], object]:
    """Return an act of one statement."""
    return lambda session: session.execute(text(statement))


def refuses_changes(database: Database) -> None:
    """Check that no row of an append-only table can be changed or removed."""
    for table in APPEND_ONLY:
        for statement in (
            f"UPDATE {table} SET version = version + 1",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            only = {"INSERT OR": "sqlite", "TRUNCATE ": "postgresql"}.get(statement[:9])
            if only in {None, database.kind}:
                with pytest.raises(IntegrityError, match="append-only"):
                    database.transaction(doing(statement))


def test_append_only(database: Database) -> None:
    """The database itself refuses UPDATE, DELETE, REPLACE and TRUNCATE."""
    fill(database, 2)
    before = digests(database)
    refuses_changes(database)
    assert digests(database) == before


BROKEN = """
from alembic import op

revision = "{next}"
down_revision = "{newest}"

def upgrade():
    op.execute("CREATE TABLE half_way (a INTEGER)")
    op.execute("{statement}")
"""


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("SELECT nonsense FROM half_way", "nonsense"),
        ("UPDATE person SET organisation_id = id", "foreign key|point nowhere"),
    ],
)
def test_a_migration_that_fails_changes_nothing(
    database: Database,
    statement: str,
    why: str,
    next_revision: Path,
) -> None:
    """A wrong statement, or a row left pointing nowhere, undoes the whole migration."""
    fill(database, 2)
    before = digests(database)
    next_revision.write_text(
        BROKEN.format(statement=statement, newest=NEWEST, next=AFTER)
    )
    with pytest.raises((DBAPIError, RuntimeError), match=why):
        migrate(database)
    assert digests(database) == before
    assert not inspect(database.engine).has_table("half_way")
    assert not at_head(database)
    with pytest.raises(DBAPIError):  # and references are checked as before
        database.transaction(doing(statement.replace("half_way", "person")))
