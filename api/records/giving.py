"""What somebody gave: hours, and the calendar they see them coming in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, link


class Hours(Row, table=True):
    """One visit of somebody's, as they wrote it down: which match, when, how long."""

    __tablename__ = "hours"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="hours_minutes"),
    )

    match_id: UUID = link("match")
    person_id: UUID = link("person")
    day: date
    minutes: int


class Feed(Row, table=True):
    """A calendar's secret address, known by its hash; ended when it is renewed."""

    __tablename__ = "feed"

    account_id: UUID = link("account")
    digest: bytes = Field(unique=True)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
