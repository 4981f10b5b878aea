"""An engine for an address, and what each database must be told on connecting."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from matcher.errors import Refused

WAIT = 10
"""Seconds that a statement waits for somebody else's lock, on both databases."""
READING = "reading"
"""The execution option that marks a connection which only reads."""

ON_CONNECT = {
    "sqlite": (
        f"PRAGMA busy_timeout = {WAIT * 1000}",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",  # an acknowledged write survives a power cut
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",  # what is erased leaves no bytes in the file
        "PRAGMA recursive_triggers = ON",  # INSERT OR REPLACE meets DELETE triggers
        "PRAGMA trusted_schema = OFF",
    ),
    "postgresql": (f"SET lock_timeout = '{WAIT}s'",),
}


def make_engine(address: str) -> Engine:
    """Return the engine of a database.

    Parameters
    ----------
    address : str
        ``sqlite:///path`` of a file, made readable by its owner alone when absent, or
        ``postgresql://…`` (also ``postgresql+psycopg://…``).

    Raises
    ------
    Refused
        For any other address; the message repeats no part of it, it may hold a
        password.
    """
    url = _url(address)
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    event.listen(engine, "connect", _on_connect(engine.dialect.name))
    event.listen(engine, "begin", _on_begin)
    return engine


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise _unreadable() from error
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise _unreadable()
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise Refused(
            "a database in memory is lost with its process: name a file, such as"
            " sqlite:///acorns.sqlite"
        )
    return url


def _unreadable() -> Refused:
    return Refused(
        "the database's address is neither sqlite:///a-file nor"
        " postgresql+psycopg://user:password@host/name"
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        # The driver begins nothing by itself: _on_begin does, before the first read.
        connect_args={"timeout": WAIT, "isolation_level": None},
    )
    path = Path(str(url.database))

    @event.listens_for(engine, "do_connect")
    def _private(*_: Any) -> None:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)

    return engine


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        connect_args={"connect_timeout": WAIT},
    )


def _on_connect(kind: str) -> Any:
    def _told(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for statement in ON_CONNECT[kind]:
            cursor.execute(statement)
        cursor.close()
        if not isinstance(connection, sqlite3.Connection):
            connection.commit()

    return _told


def _on_begin(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READING))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
        # IMMEDIATE: a read before the first write is inside the same transaction, and
        # a second writer waits here instead of failing at once further down.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    elif reading:
        # One state for the whole reading, as SQLite gives it; READ ONLY never has to
        # be repeated at this level.
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        )
