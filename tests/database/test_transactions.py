"""What a transaction and a reading promise, on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlmodel import Session

from api.database import Database


@pytest.fixture
def seats(database: Database) -> Database:
    """Return a database with one hub of three seats, none held."""

    def act(session: Session) -> None:
        session.execute(
            text(
                "CREATE TABLE places (hub INTEGER PRIMARY KEY, held INTEGER NOT NULL,"
                " capacity INTEGER NOT NULL, CHECK (held BETWEEN 0 AND capacity))"
            )
        )
        session.execute(text("INSERT INTO places VALUES (1, 0, 3)"))

    database.transaction(act)
    return database


def held(database: Database) -> int:
    """Return how many seats are held, by a reading of its own."""
    with database.reading() as session:
        return int(session.execute(text("SELECT held FROM places")).scalar_one())


def put(number: int) -> Callable[[Session], None]:
    """Return an act that sets the held seats to `number`."""

    def act(session: Session) -> None:
        session.execute(text("UPDATE places SET held = :n"), {"n": number})

    return act


def test_what_is_written_is_read(seats: Database) -> None:
    """A transaction that returned is seen by every later reading."""
    seats.transaction(put(2))
    assert held(seats) == 2


def test_an_error_undoes_everything(seats: Database) -> None:
    """When the act raises, nothing of it stands and the error passes through."""

    def act(session: Session) -> None:
        put(2)(session)
        raise LookupError("no such hub")

    with pytest.raises(LookupError, match="no such hub"):
        seats.transaction(act)
    assert held(seats) == 0
    assert seats.retries == 0
