"""The one write transaction and the one reading, the same on both databases."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from psycopg import Connection as PostgreSQL
from psycopg.pq import TransactionStatus
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from api.database import faults
from api.database.engines import READING, make_engine
from api.database.failures import Busy, OutcomeUnknown, passing, refused

T = TypeVar("T")

TRIES = 10
PATIENCE = 20.0
"""Seconds after which a failed try is the last one."""
FIRST_PAUSE = 0.004
LONGEST_PAUSE = 0.1


class Database:
    """One database.

    Parameters
    ----------
    address : str
        ``sqlite:///path`` or ``postgresql+psycopg://user:password@host/name``.

    Attributes
    ----------
    address : str
        As given, with its password: for a child process, never for a message.
    kind : str
        ``"sqlite"`` or ``"postgresql"``.
    retries : int
        How often a transaction was begun again, since this object was made.

    Raises
    ------
    Refused
        When the address is of no database that acorns knows.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.engine = make_engine(address)
        self.kind = self.engine.dialect.name
        self.retries = 0
        self._reader = self.engine.execution_options(**{READING: True})
        self._lock = threading.Lock()
        self._here = threading.local()
        self._jitter = random.SystemRandom()

    def __repr__(self) -> str:
        return f"Database({self.engine.url.render_as_string(hide_password=True)!r})"

    def transaction(self, act: Callable[[Session], T]) -> T:
        """Do `act` in a write transaction and commit it, all of it or nothing.

        `act` may run several times and must have no effect but through its session; an
        error that it raises rolls back and passes through. On SQLite one transaction
        writes at a time from its first read; PostgreSQL's is READ COMMITTED, so decide
        by conditional updates. What it returns stays readable after the commit.

        Raises
        ------
        Busy
            When every try met somebody else's lock, or the database is gone. Nothing
            was changed.
        OutcomeUnknown
            When the connection was lost during the commit. It is never tried again.
        RuntimeError
            Within another transaction of the same thread, which it would wait for.
        """
        if getattr(self._here, "writing", False):
            raise RuntimeError("a transaction is open in this thread already")
        self._here.writing = True
        try:
            return self._patiently(act)
        finally:
            self._here.writing = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and can change nothing.

        A write through it raises SQLAlchemy's ``DBAPIError``.
        """
        with Session(self._reader, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()

    def _patiently(self, act: Callable[[Session], T]) -> T:
        last = time.monotonic() + PATIENCE
        for attempt in range(TRIES):
            try:
                return self._once(act)
            except DBAPIError as error:
                if not passing(error):
                    raise
                if attempt == TRIES - 1 or time.monotonic() > last:
                    raise Busy(
                        "the database is busy or cannot be reached; nothing was"
                        " changed, so try again in a moment"
                    ) from error
            self._pause(attempt)
        raise AssertionError("the last try returns or raises")

    def _pause(self, attempt: int) -> None:
        with self._lock:
            self.retries += 1
        most = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
        time.sleep(self._jitter.uniform(0, most))

    def _once(self, act: Callable[[Session], T]) -> T:
        with Session(self.engine, expire_on_commit=False) as session:
            result = act(session)
            session.flush()
            _refuse_aborted(session)
            faults.here("commit.before")
            _commit(session)
            faults.here("commit.after")
            return result


def _refuse_aborted(session: Session) -> None:
    """Refuse to commit what PostgreSQL would silently roll back.

    After a failed statement that `act` swallowed, COMMIT answers ROLLBACK and the
    driver says nothing. A savepoint (``session.begin_nested()``) is the way to survive
    a failed statement.
    """
    driver = session.connection().connection.driver_connection
    if isinstance(driver, PostgreSQL):
        status = driver.info.transaction_status
        if status == TransactionStatus.INERROR:
            raise RuntimeError("a statement failed and the error was swallowed")


def _commit(session: Session) -> None:
    try:
        session.commit()
    except DBAPIError as error:
        if refused(error):
            raise
        raise OutcomeUnknown(
            "the connection to the database was lost while a change was being saved:"
            " it may stand or not; look before you repeat it"
        ) from error
