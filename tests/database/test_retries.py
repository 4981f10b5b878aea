"""What fails before the commit is tried again; what fails in it never is."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from support.databases import NewDatabase
from support.places import furnished, held, put

from api.database import Busy, Database, OutcomeUnknown, engines, transactions


@pytest.fixture
def server(new_database: NewDatabase) -> Database:
    """Return a hub of three seats on PostgreSQL."""
    return furnished(new_database("postgresql"))


@pytest.fixture
def file(new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Return a hub of three seats in SQLite, where nobody waits for a lock."""
    quick = [line for line in engines.ON_CONNECT["sqlite"] if "timeout" not in line]
    monkeypatch.setitem(engines.ON_CONNECT, "sqlite", (*quick, "PRAGMA busy_timeout=0"))
    return furnished(new_database("sqlite"))


def ending(session: Session) -> None:
    """End the session's own connection, as a network or a server may."""
    with psycopg.connect(address(session), autocommit=True) as other:
        mine = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])


def address(session: Session) -> str:
    """Return the address of a session's server as the driver reads it."""
    url = session.connection().engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def counted(
    act: Callable[[Session], None], first: Callable[[Session], object]
) -> tuple[list[int], Callable[[Session], None]]:
    """Return an act that does `first` after its work, the first time alone."""
    times: list[int] = []

    def both(session: Session) -> None:
        act(session)
        times.append(1)
        if len(times) == 1:
            first(session)

    return times, both


def test_a_lost_connection_is_tried_again(server: Database) -> None:
    """A connection lost before the commit: the work is done again, and stands once."""
    add = text("UPDATE places SET held = held + 1 WHERE hub = 1")

    def then_lose(session: Session) -> None:
        ending(session)
        session.execute(text("SELECT 1"))

    times, act = counted(lambda session: none(session.execute(add)), then_lose)
    server.transaction(act)
    assert (len(times), server.retries, held(server)) == (2, 1, 1)


def none(_: object) -> None:
    """Return nothing, whatever was done."""


def test_a_connection_lost_in_the_commit_is_not(server: Database) -> None:
    """Lost during the commit, nobody knows: it is said, and never done twice."""
    times, act = counted(put(2), ending)
    with pytest.raises(OutcomeUnknown, match="it may stand or not"):
        server.transaction(act)
    assert (len(times), server.retries, held(server)) == (1, 0, 0)


def test_a_serialisation_failure_is_tried_again(server: Database) -> None:
    """Somebody else changed the row in between: begun again on what now stands."""

    def act(session: Session) -> None:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        found = session.execute(text("SELECT held FROM places WHERE hub = 1"))
        seen = found.scalar_one()
        if not seen:
            rival = Database(server.address)
            rival.transaction(put(2))
            rival.close()
        put(seen + 1)(session)

    server.transaction(act)
    assert (server.retries, held(server)) == (1, 3)


def test_a_failure_that_the_commit_finds_is_tried_again(server: Database) -> None:
    """A commit that PostgreSQL refuses has changed nothing, and is begun again."""

    def other(session: Session) -> None:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        first = session.execute(text("SELECT sum(held) FROM places")).scalar_one()
        session.execute(text("INSERT INTO places VALUES (3, 0, :n)"), {"n": first})

    def act(session: Session) -> None:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        seen = session.execute(text("SELECT count(*) FROM places")).scalar_one()
        put(2)(session)
        if seen == 2:
            rival = Database(server.address)
            rival.transaction(other)
            rival.close()

    server.transaction(act)
    assert (server.retries, held(server)) == (1, 2)


def test_a_deadlock_is_tried_again(server: Database) -> None:
    """Two that wait for each other's row both stand in the end."""
    grow = text("UPDATE places SET capacity = capacity + 1 WHERE hub = :hub")
    meet = Barrier(2)

    def both(first: int, second: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            session.execute(text("SET LOCAL deadlock_timeout = '10ms'"))
            session.execute(grow, {"hub": first})
            with_other(meet)
            session.execute(grow, {"hub": second})

        return act

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(server.transaction, [both(1, 2), both(2, 1)]))
    with server.reading() as session:
        found = session.execute(text("SELECT capacity FROM places ORDER BY hub"))
        assert found.scalars().all() == [5, 2]
    assert server.retries == 1


def with_other(meet: Barrier) -> None:
    """Wait for the other thread, the first time alone."""
    with suppress(BrokenBarrierError):
        meet.wait()
        meet.abort()


def test_a_busy_file_is_tried_again(file: Database) -> None:
    """SQLite's lock in somebody else's hands: tried again until it is free."""
    rival = sqlite3.connect(str(file.engine.url.database), isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    tries = iter(range(3))
    pause = file._pause

    def then_free(attempt: int) -> None:
        pause(attempt)
        if next(tries) == 2:
            rival.execute("ROLLBACK")

    file._pause = then_free  # type: ignore[method-assign]
    file.transaction(put(2))
    rival.close()
    assert (file.retries, held(file)) == (3, 2)


def test_it_gives_up_and_says_so(file: Database) -> None:
    """A lock that is never freed: a bounded number of tries, and a plain sentence."""
    rival = sqlite3.connect(str(file.engine.url.database), isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="nothing was changed"):
        file.transaction(put(2))
    rival.close()
    assert (file.retries, held(file)) == (transactions.TRIES - 1, 0)


def test_other_failures_are_not_tried_again(file: Database, server: Database) -> None:
    """A statement that is wrong stays wrong: it fails once, with its own error."""
    for database in (file, server):
        times, act = counted(put(0), lambda s: s.execute(text("SELECT nonsense")))
        with pytest.raises(DBAPIError, match="nonsense"):
            database.transaction(act)
        assert (len(times), database.retries) == (1, 0)


def test_nobody_there(new_database: NewDatabase) -> None:
    """A server that is not there is said to be out of reach, without its password."""
    lost = Database("postgresql://someone:secret@127.0.0.1:1/acorns")
    with pytest.raises(Busy, match="cannot be reached") as told:
        lost.transaction(put(1))
    assert "secret" not in f"{told.value} {lost!r}"
