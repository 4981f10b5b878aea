"""The one type of a time: UTC, to the microsecond, never naive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator


class NaiveTime(ValueError, DontWrapMixin):
    """A time without a zone was about to be stored or compared."""


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC and returned aware in UTC.

    Microseconds are kept, and the order of stored values is the order of moments, on
    SQLite (text of one length) as on PostgreSQL (``timestamptz``).

    Raises
    ------
    NaiveTime
        When a value without a zone is stored or compared: whose wall clock it was
        cannot be told afterwards.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the moment in UTC as the database is given it."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTime(
                f"the time {value} has no zone; store an aware time, such as"
                " datetime(…, tzinfo=UTC)"
            )
        moment = value.astimezone(UTC)
        # SQLite's text would lose the offset: it is UTC by definition, so leave it out.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return what was stored as an aware time in UTC."""
        if value is None:
            return None
        moment: datetime = value
        if dialect.name == "sqlite":
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
