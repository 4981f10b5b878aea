"""What a transaction and a reading promise, on both databases."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import CursorResult, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select
from support.databases import NewDatabase
from support.places import furnished, held, put

from api.database import Database, NaiveTime
from api.records import Organisation, new_id

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def seats(database: Database) -> Database:
    """Return a database with one hub of three seats, none held."""
    return furnished(database)


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


def test_a_reading_changes_nothing(seats: Database) -> None:
    """A write through a reading is refused, and the next transaction may write."""
    with seats.reading() as session, pytest.raises(DBAPIError):
        put(2)(session)
    assert held(seats) == 0
    seats.transaction(put(1))
    assert held(seats) == 1


def test_a_reading_sees_one_state(seats: Database) -> None:
    """What is committed during a reading is seen by the next one, not by it."""
    count = text("SELECT held FROM places WHERE hub = 1")
    with seats.reading() as session:
        assert session.execute(count).scalar_one() == 0
        seats.transaction(put(3))
        assert session.execute(count).scalar_one() == 0
    assert held(seats) == 3


def test_what_an_act_returns_stays_readable(database: Database) -> None:
    """A record that a transaction returned can be read after its commit."""

    def act(session: Session) -> Organisation:
        session.add(row := an_organisation())
        return row

    assert database.transaction(act).name == "Invented council"


def test_a_transaction_holds_no_other(seats: Database) -> None:
    """A transaction within a transaction is refused at once, and the next is not."""
    with pytest.raises(RuntimeError, match="open in this thread"):
        seats.transaction(lambda _: seats.transaction(put(1)))
    seats.transaction(put(2))
    assert held(seats) == 2


def test_a_swallowed_failure_is_not_committed(seats: Database) -> None:
    """A failed statement that the act swallowed never passes for a success."""

    def act(session: Session) -> None:
        put(2)(session)
        with suppress(IntegrityError):
            put(4)(session)

    if seats.kind == "postgresql":
        with pytest.raises(RuntimeError, match="swallowed"):
            seats.transaction(act)
        assert held(seats) == 0
    else:  # SQLite undoes the statement alone, and what stands is what it says
        seats.transaction(act)
        assert held(seats) == 2


def test_the_last_wall(seats: Database) -> None:
    """The database refuses a fourth seat of three, whatever the program does."""
    with pytest.raises(IntegrityError):
        seats.transaction(put(4))
    assert held(seats) == 0


def take(session: Session) -> int:
    """Take a seat if one is free; return how many were taken."""
    statement = text("UPDATE places SET held = held + 1 WHERE held < capacity")
    return cast("CursorResult[None]", session.execute(statement)).rowcount


def race(database: Database, act: Callable[[Session], int], racers: int = 8) -> int:
    """Let that many threads do `act` at once; return how many seats were given."""
    start = Barrier(racers)

    def racer(_: int) -> int:
        start.wait()
        return database.transaction(act)

    with ThreadPoolExecutor(racers) as pool:
        return sum(pool.map(racer, range(racers)))


def test_never_above_capacity(seats: Database) -> None:
    """Of eight that race for three seats, three get one, in each of five rounds."""
    for _ in range(5):
        assert race(seats, take) == 3
        assert held(seats) == 3
        seats.transaction(put(0))


def test_sqlite_reads_inside_its_write(new_database: NewDatabase) -> None:
    """On SQLite nobody writes between a transaction's first look and its end."""
    seats = furnished(new_database("sqlite"))

    def act(session: Session) -> int:
        free = session.execute(text("SELECT held FROM places WHERE hub = 1"))
        rival = sqlite3.connect(str(seats.engine.url.database), timeout=0)
        with closing(rival), pytest.raises(sqlite3.OperationalError, match="locked"):
            rival.execute("UPDATE places SET held = 3 WHERE hub = 1")
        return int(free.scalar_one())

    assert seats.transaction(act) == 0
    assert seats.retries == 0


def test_times_keep_their_moment(database: Database) -> None:
    """A time in any zone comes back as the same moment in UTC, to the microsecond."""
    when = datetime(2026, 7, 1, 12, 0, 0, 654321, tzinfo=ZoneInfo("Europe/London"))
    database.transaction(lambda s: s.add(an_organisation(when)))
    with database.reading() as session:
        found = session.exec(select(Organisation.created_at)).one()
        assert found == when
        assert found.isoformat() == "2026-07-01T11:00:00.654321+00:00"
        later = Organisation.created_at > when - timedelta(microseconds=1)
        assert session.exec(select(Organisation.id).where(later)).all()


def test_a_naive_time_is_refused(database: Database) -> None:
    """A time without a zone is neither stored nor compared."""
    naive = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - it is the point
    with pytest.raises(NaiveTime, match="has no zone"):
        database.transaction(lambda s: s.add(an_organisation(naive)))
    with database.reading() as session, pytest.raises(NaiveTime):
        session.exec(select(Organisation).where(Organisation.created_at > naive)).all()


def an_organisation(when: datetime = NOW) -> Organisation:
    """Return an invented organisation."""
    mine = new_id()
    return Organisation(
        id=mine, organisation_id=mine, created_at=when, name="Invented council"
    )
