"""A fresh, migrated database for each test, on SQLite and on a real PostgreSQL.

A test that asks for `database` runs twice. Tables are migrated once a process; each
test has a copy. `new_database` gives more than one, or one without tables.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from os import environ, getpid
from pathlib import Path

import psycopg
import pytest
from support.postgresql import name_folder, remove, server

from api.database import Database, migrate

KINDS = ("sqlite", "postgresql")
NewDatabase = Callable[..., Database]
"""``new_database(kind, migrated=True)``; it is removed when the test ends."""

OURS = pytest.StashKey[Path | None]()
numbers = count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name the run's server folder before any worker process is made."""
    config.stash[OURS] = name_folder()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's server: this is the last act of the process that began it."""
    if folder := config.stash.get(OURS, None):
        remove(folder)


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return each database's kind in turn."""
    return str(request.param)


@pytest.fixture
def database(database_kind: str, new_database: NewDatabase) -> Database:
    """Return a fresh database with every table and no row."""
    return new_database(database_kind)


@pytest.fixture
def new_database(
    tmp_path: Path, template: Callable[[str], str]
) -> Iterator[NewDatabase]:
    """Give a way to make databases for this test."""
    made: list[Database] = []

    def make(kind: str, *, migrated: bool = True) -> Database:
        source = template(kind) if migrated else ""
        made.append(Database(_copy(kind, source, tmp_path)))
        return made[-1]

    yield make
    for each in made:
        each.close()
        if each.kind == "postgresql":
            command(f"DROP DATABASE {each.engine.url.database} WITH (FORCE)")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Give the name of a migrated database to copy, made when it is first asked for."""
    ready: dict[str, str] = {}

    def named(kind: str) -> str:
        if kind not in ready:
            address = _copy(kind, "", tmp_path_factory.mktemp("template"))
            with closing(Database(address)) as made:
                migrate(made)
                ready[kind] = str(made.engine.url.database)
        return ready[kind]

    return named


def command(statement: str) -> None:
    """Run a statement on the PostgreSQL server, outside any transaction."""
    address = server().format("postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def _copy(kind: str, source: str, folder: Path) -> str:
    """Return the address of a copy of `source`, or of an empty database."""
    if kind == "sqlite":
        path = folder / f"{next(numbers)}.sqlite"
        if source:
            shutil.copyfile(source, path)
        return f"sqlite:///{path}"
    name = (
        f"test_{environ.get('PYTEST_XDIST_WORKER', 'main')}_{getpid()}_{next(numbers)}"
    )
    # Copying files is three times as fast as the default, a copy by the log.
    source = source or "template0"
    command(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY FILE_COPY")
    return server().format(name)
