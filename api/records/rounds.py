"""Rounds, their runs, what people ruled beforehand, and the sealed documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of

LIVE_RUNS = "state IN ('queued', 'solving')"


class Round(Row, table=True):
    """One matching for one scheme; its salt is committed by hash, then published."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme_id", "name"),
        CheckConstraint(
            one_of(
                "state", "open", "running", "proposed", "released", "closed", "failed"
            ),
            name="round_state",
        ),
        CheckConstraint("term_end >= term_start", name="round_term"),
    )

    scheme_id: UUID = link("scheme")
    scheme_version_id: UUID = link("scheme_version")
    name: str = Field(max_length=100)
    state: str = "open"
    as_of: date
    term_start: date
    term_end: date
    salt_digest: str = Field(max_length=64)
    runs: int = 0
    run_id: UUID | None = None
    opened_by: UUID | None = link("account", optional=True)


class Run(Row, table=True):
    """One solve of a round; a further one takes the next number, none is deleted.

    ``fence`` grows with every take-over: a save with an older one is refused.
    """

    __tablename__ = "run"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint(
            one_of("state", "queued", "solving", "saved", "failed", "cancelled"),
            name="run_state",
        ),
        CheckConstraint(one_of("kind", "run", "compare"), name="run_kind"),
        Index(
            "run_one_live",
            "round_id",
            unique=True,
            sqlite_where=text(LIVE_RUNS),
            postgresql_where=text(LIVE_RUNS),
        ),
    )

    round_id: UUID = link("round")
    number: int
    kind: str = "run"
    state: str = "queued"
    fence: int = 0
    executor: str = Field(default="", max_length=60)
    doing: str = Field(default="", max_length=200)
    share: float = 0.0
    asked_by: UUID | None = link("account", optional=True)
    policy: dict[str, Any] = data(default_factory=dict)
    effort: float = 10.0
    cancel_asked: bool = False
    reason: str = Field(default="", max_length=500)
    snapshot_digest: str = Field(default="", max_length=64)
    scheme_digest: str = Field(default="", max_length=64)
    result_digest: str = Field(default="", max_length=64)
    started_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Ruling(Row, table=True):
    """What a coordinator ruled about a pair before a run: pin or forbid."""

    __tablename__ = "ruling"
    __table_args__ = (
        CheckConstraint(one_of("kind", "pin", "forbid"), name="ruling_kind"),
        Index(
            "ruling_stands",
            "round_id",
            "need_id",
            "asset_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    round_id: UUID = link("round")
    need_id: UUID = link("need")
    asset_id: UUID = link("asset")
    kind: str
    ruled_by: UUID = link("account")
    lifted_at: datetime | None = Field(default=None, sa_type=Instant)


class Document(Row, table=True):
    """A sealed file of a round: snapshot, result, pack; its hash is of the clear bytes.

    Sealed under the organisation's data key; ``delete_after`` is its retention clock.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("round_id", "run_id", "kind"),)

    round_id: UUID = link("round")
    run_id: UUID | None = link("run", optional=True)
    kind: str = Field(max_length=40)
    digest: str = Field(max_length=64)
    sealed: bytes
    key_version: int
    delete_after: date | None = None
