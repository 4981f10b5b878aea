"""Work that outlives a request: outbox, messages, workers, idempotency keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of


class Outbox(Row, table=True):
    """Work to start once this transaction is committed; ids only, nothing personal.

    ``once`` is unique: the same work posted twice is one row.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            one_of("state", "waiting", "started", "done", "failed"), name="outbox_state"
        ),
        Index("outbox_next", "state", "not_before", "id"),
    )

    kind: str = Field(max_length=60)
    ids: dict[str, Any] = data(default_factory=dict)
    once: str = Field(unique=True, max_length=200)
    state: str = "waiting"
    not_before: datetime = Field(sa_type=Instant)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
    executor: str = Field(default="", max_length=60)


class Message(Row, table=True):
    """One letter or text message on its way; rendered when sent, never stored."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            one_of("state", "waiting", "sent", "refused", "held", "dropped"),
            name="message_state",
        ),
    )

    outbox_id: UUID = Field(foreign_key="outbox.id", unique=True)
    kind: str = Field(max_length=60)
    person_id: UUID = link("person")
    about_table: str = Field(default="", max_length=40)
    about_id: UUID | None = None
    channel: str = Field(default="email", max_length=20)
    state: str = "waiting"
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Instant)


class Worker(Row, table=True):
    """A process that does durable work, and when it was last heard of."""

    __tablename__ = "worker"

    executor: str = Field(unique=True, max_length=60)
    host: str = Field(default="", max_length=200)
    application_version: str = Field(default="", max_length=100)
    beat_at: datetime = Field(sa_type=Instant)
    lost_at: datetime | None = Field(default=None, sa_type=Instant)
    taken_by: str = Field(default="", max_length=60)


class Once(Row, table=True):
    """An idempotency key that was used: by whom, for what, and what came of it.

    What the answer showed is rendered anew; nothing personal is kept here.
    """

    __tablename__ = "once"
    __table_args__ = (UniqueConstraint("actor", "key"),)

    actor: str = Field(max_length=60)
    key: str = Field(max_length=200)
    request_digest: str = Field(max_length=64)
    outcome_kind: str = Field(default="", max_length=40)
    outcome_id: UUID | None = None
    outcome: dict[str, Any] = data(default_factory=dict)


class AuditRow(Row, table=True):
    """Who did what to what, when: hash-chained, append-only, no personal values."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        Index("audit_actor", "organisation_id", "actor", "id"),
        Index("audit_act", "organisation_id", "act", "id"),
        Index("audit_at", "organisation_id", "at"),
    )

    number: int
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(max_length=60)
    roles: list[str] = data(default_factory=list)
    act: str = Field(max_length=60)
    table_name: str = Field(default="", max_length=40)
    record_id: UUID | None = Field(default=None, index=True)
    facts: dict[str, Any] = data(default_factory=dict)
    before: str = Field(max_length=64)
    digest: str = Field(max_length=64)


class AuditHead(Row, table=True):
    """The last number and hash of an organisation's audit log."""

    __tablename__ = "audit_head"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    number: int = 0
    digest: str = Field(max_length=64)


class ViewCount(Row, table=True):
    """How many people an account read in an hour; over the limit an alarm is raised."""

    __tablename__ = "view_count"
    __table_args__ = (UniqueConstraint("account_id", "hour"),)

    account_id: UUID = link("account")
    hour: datetime = Field(sa_type=Instant)
    people: int = 0
    alarmed: bool = False
