"""A table of the tests' own: a hub with three seats, and how many are held."""

from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session

from api.database import Database


def furnished(database: Database) -> Database:
    """Give the database one hub of three seats, none held."""

    def act(session: Session) -> None:
        session.execute(
            text(
                "CREATE TABLE places (hub INTEGER PRIMARY KEY, held INTEGER NOT NULL,"
                " capacity INTEGER NOT NULL, CHECK (held BETWEEN 0 AND capacity))"
            )
        )
        session.execute(text("INSERT INTO places VALUES (1, 0, 3), (2, 0, 0)"))

    database.transaction(act)
    return database


def held(database: Database) -> int:
    """Return how many seats are held, by a reading of its own."""
    with database.reading() as session:
        first = text("SELECT held FROM places WHERE hub = 1")
        return int(session.execute(first).scalar_one())


def put(number: int, hub: int = 1) -> Callable[[Session], None]:
    """Return an act that sets the held seats of a hub to `number`."""

    def act(session: Session) -> None:
        statement = text("UPDATE places SET held = :number WHERE hub = :hub")
        session.execute(statement, {"number": number, "hub": hub})

    return act
