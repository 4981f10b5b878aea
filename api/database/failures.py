"""What a failed statement or commit means: try again, give up, or nobody knows."""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import DBAPIError

from matcher.errors import AcornsError

SQLITE_BUSY = {5, 6}
"""SQLITE_BUSY and SQLITE_LOCKED, whatever their extended code."""
POSTGRESQL_AGAIN = {"40001", "40P01", "55P03", "57P03", "53300"}
"""Serialisation failure, deadlock, no lock in time, server starting, no connection left
(PostgreSQL, Appendix A)."""


class Busy(AcornsError):
    """The database could not take the change now; nothing was changed."""


class OutcomeUnknown(AcornsError):
    """The connection was lost while a change was being committed.

    It may stand or not. Whoever asked must look, or repeat the request with the same
    idempotency key; repeating it here could do it twice.
    """


def passing(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed when it is begun again.

    True for a busy SQLite file, a PostgreSQL serialisation failure, deadlock or lock
    time-out, and a server lost or out of reach. Only to be asked before a commit was
    sent.
    """
    if error.connection_invalidated:
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_BUSY
    if not isinstance(error.orig, psycopg.OperationalError):
        return False
    # Without a code the server has not spoken: it could not be reached.
    return error.orig.sqlstate in {None, *POSTGRESQL_AGAIN}


def refused(error: DBAPIError) -> bool:
    """Tell whether a failed commit is certain to have changed nothing.

    SQLite leaves the transaction open when it is busy, over a constraint or out of
    space. PostgreSQL says ERROR, not FATAL, when it has rolled back; after its commit
    record is written it cannot say ERROR.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in SQLITE_BUSY | {13, 19}  # and FULL and CONSTRAINT
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "severity_nonlocalized", None) == "ERROR"
