"""Bring a database to a revision of its tables, in one transaction, from the package.

No ``alembic.ini``: the environment is the package ``api.migrations``.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

if TYPE_CHECKING:
    from api.database.transactions import Database

_LOCK = 0x41434F524E53  # "ACORNS": two processes that start together migrate in turn


def migrate(database: Database, revision: str = "head") -> None:
    """Bring `database` up or down to `revision`; all of it or nothing.

    Parameters
    ----------
    revision : str
        ``"head"``, ``"base"`` (no tables), or the name of a revision.
    """
    with _changing(database) as connection:
        config = configuration(connection)
        if revision in _behind(connection, config):
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


def at_head(database: Database) -> bool:
    """Tell whether `database` has exactly the tables that this version expects."""
    with database.engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_heads()
    return set(now) == set(_scripts(configuration()).get_heads())


def configuration(
    connection: Connection | None = None, metadata: MetaData | None = None
) -> Config:
    """Return Alembic's configuration of the packaged environment.

    `connection` is what its commands run on, and `metadata` the tables that a new
    revision is drafted from.
    """
    config = Config(cmd_opts=Namespace(quiet=True))
    folder = str(files("api.migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes.update(connection=connection, metadata=metadata)
    return config


def _scripts(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)


def _behind(connection: Connection, config: Config) -> set[str]:
    """Return every revision that lies before the database's own."""
    now = MigrationContext.configure(connection).get_current_heads()
    before = {
        step.revision
        for step in _scripts(config).iterate_revisions(now, "base")
        if step.revision not in now
    }
    return before | {"base"}


@contextmanager
def _changing(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        if database.kind == "postgresql":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
        else:
            with _unchecked(connection), connection.begin():
                yield connection
                _check_references(connection)


@contextmanager
def _unchecked(connection: Connection) -> Iterator[None]:
    """Suspend SQLite's foreign keys: copying a table drops it, which would cascade.

    The setting cannot change within a transaction; `_check_references` checks before
    the commit what was not checked on the way.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.close()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"rows of {broken[0][0]} point nowhere after the migration")
