"""Whether a database answers: asked once, before a command or a server begins."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from api.database.transactions import Database
from matcher.errors import Refused


def reach(database: Database) -> None:
    """Ask the database something that changes nothing.

    Raises
    ------
    Refused
        If it does not answer, or its file is no database; without its address, which
        may hold a password.
    """
    try:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        raise Refused(
            "The database does not answer, or its file is no database. Check "
            "ACORNS_DATABASE and, with PostgreSQL, that the server is up."
        ) from None
