"""Matches and how they live on: reviews, emergencies outside the terms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of


class Match(Row, table=True):
    """A proposal that everyone whose yes counts has agreed to."""

    __tablename__ = "match"
    __table_args__ = (
        CheckConstraint(
            one_of("state", "active", "paused", "extended", "ended", "stopped"),
            name="match_state",
        ),
    )

    scheme_id: UUID = link("scheme")
    proposal_id: UUID = Field(foreign_key="proposal.id", unique=True)
    asset_id: UUID = link("asset")
    state: str = "active"
    starts: date
    planned_end: date
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    why: str = Field(default="", max_length=40)


class MatchNeed(Row, table=True):
    """A need that a match meets: one live match per need, the database holds it.

    ``one_live_id`` is the person's identity where the scheme allows one live match a
    person.
    """

    __tablename__ = "match_need"
    __table_args__ = (
        UniqueConstraint("match_id", "need_id"),
        Index(
            "match_one_live_need",
            "need_id",
            unique=True,
            sqlite_where=text("live"),
            postgresql_where=text("live"),
        ),
        Index(
            "match_one_live_person",
            "scheme_id",
            "one_live_id",
            unique=True,
            sqlite_where=text("live AND one_live_id IS NOT NULL"),
            postgresql_where=text("live AND one_live_id IS NOT NULL"),
        ),
    )

    match_id: UUID = link("match")
    scheme_id: UUID = link("scheme")
    need_id: UUID = link("need")
    one_live_id: UUID | None = Field(default=None)
    live: bool = True


class Review(Row, table=True):
    """A look back at the wanted outcomes of a match; what was said is sealed."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(
            one_of("kind", "review", "supervision", "meeting"), name="review_kind"
        ),
    )

    match_id: UUID = link("match")
    kind: str = "review"
    due: date
    held_on: date | None = None
    outcomes: dict[str, Any] = data(default_factory=dict)
    held_by: UUID | None = link("account", optional=True)


class Emergency(Row, table=True):
    """A placement outside the terms: overdue after 6 working days, never ended so."""

    __tablename__ = "emergency"

    scheme_id: UUID = link("scheme")
    need_id: UUID = link("need")
    asset_id: UUID = link("asset")
    starts: date
    overdue_from: date
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    recorded_by: UUID = link("account")
