"""Concerns, suspensions, tasks, legal holds and erasures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of


class Concern(Row, table=True):
    """What somebody reported; the words are sealed, and only the lead reads them.

    ``about_people`` are ids of the people it is about: none of them, and nobody
    connected to one, ever hears of it.
    """

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint(one_of("state", "received", "closed"), name="concern_state"),
    )

    about_person_id: UUID | None = link("person", optional=True)
    about_table: str = Field(default="", max_length=40)
    about_id: UUID | None = None
    about_people: list[str] = data(default_factory=list)
    reported_by: UUID = link("account")
    state: str = "received"
    closed_by: UUID | None = link("account", optional=True)


class Suspension(Row, table=True):
    """That a person is suspended everywhere until a lead lifts it."""

    __tablename__ = "suspension"
    __table_args__ = (
        Index(
            "suspension_live",
            "identity_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    identity_id: UUID = Field(index=True)
    suspended_by: UUID = link("account")
    concern_id: UUID | None = link("concern", optional=True)
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)
    lifted_by: UUID | None = link("account", optional=True)


class Task(Row, table=True):
    """Something for a person to do by a day; it says what, never why."""

    __tablename__ = "task"
    __table_args__ = (
        Index("task_due", "organisation_id", "role", "due"),
        Index("task_once", "key", unique=True),
    )

    kind: str = Field(max_length=60)
    role: str = Field(max_length=40)
    account_id: UUID | None = link("account", optional=True)
    scheme_id: UUID | None = link("scheme", optional=True)
    about_table: str = Field(default="", max_length=40)
    about_id: UUID | None = None
    due: date
    key: str = Field(max_length=200)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    done_by: UUID | None = link("account", optional=True)


class Hold(Row, table=True):
    """A legal hold: nothing of this person is deleted until it is lifted."""

    __tablename__ = "hold"

    person_id: UUID = link("person")
    rule: str = Field(max_length=200)
    placed_by: UUID = link("account")
    until: date | None = None
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)


class Erasure(Row, table=True):
    """An erasure: what was destroyed, what was kept, and under which rule."""

    __tablename__ = "erasure"

    person_id: UUID = link("person")
    asked_by: UUID = link("account")
    destroyed: dict[str, int] = data(default_factory=dict)
    kept: dict[str, str] = data(default_factory=dict)
