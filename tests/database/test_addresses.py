"""An address decides which database it is, what it is told, and what may leak."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from support.databases import NewDatabase

from api.database import Database
from matcher.errors import Refused


@pytest.mark.parametrize(
    "address",
    ["", "secret", "mysql://a:secret@host/acorns", "sqlite+aiosqlite:///secret.sqlite"],
)
def test_other_addresses_are_refused(address: str) -> None:
    """An address of no known database is refused, and not repeated."""
    with pytest.raises(Refused, match="neither") as told:
        Database(address)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(address: str) -> None:
    """It would be lost with its process, and each connection would have its own."""
    with pytest.raises(Refused, match="lost with its process"):
        Database(address)


@pytest.mark.parametrize("start", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql(start: str) -> None:
    """PostgreSQL may be addressed as its own tools do."""
    database = Database(f"{start}://someone:secret@host/acorns")
    assert database.kind == "postgresql"
    assert "secret" not in repr(database)


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    """A file that did not exist is made with its folder, and nobody else reads it."""
    database = Database(f"sqlite:///{tmp_path}/data/acorns.sqlite")
    assert not (tmp_path / "data").exists()
    database.transaction(lambda s: s.execute(text("CREATE TABLE kept (a INTEGER)")))
    found = [tmp_path / "data", *(tmp_path / "data").iterdir()]
    assert len(found) == 4  # the file, its log and its index
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in found)
    database.close()


def test_what_sqlite_is_told(new_database: NewDatabase) -> None:
    """Every connection waits, checks references, survives a power cut, and erases."""
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
        "recursive_triggers": 1,
    }
    with new_database("sqlite").engine.connect() as connection:
        for name, value in expected.items():
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            assert (name, found) == (name, value)


def test_what_was_erased_is_gone(new_database: NewDatabase) -> None:
    """The bytes of a deleted row are in no file of the database after a checkpoint."""
    database = new_database("sqlite")
    where = Path(str(database.engine.url.database))
    for statement in (
        "CREATE TABLE kept (a TEXT)",
        "INSERT INTO kept VALUES ('invented-canary-' || hex(zeroblob(40)))",
        "DELETE FROM kept",
    ):
        database.transaction(lambda s, it=statement: s.execute(text(it)))  # type: ignore[misc]
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.rollback()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert b"invented-canary" not in where.read_bytes()


def test_an_error_shows_no_value(database: Database) -> None:
    """What was to be stored never stands in the text of an error."""
    wrong = text("INSERT INTO nowhere VALUES (:value)")
    with pytest.raises(DBAPIError) as told:
        database.transaction(lambda s: s.execute(wrong, {"value": "invented-canary"}))
    assert "invented-canary" not in str(told.value)
