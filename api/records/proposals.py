"""Proposals, whose needs they hold, asks, and the decisions on them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of

ProposalState = Literal[
    "drafted",
    "approved",
    "offered",
    "interested",
    "disclosed",
    "introduced",
    "agreed",
    "declined",
    "lapsed",
    "withdrawn",
]
STATES: tuple[str, ...] = get_args(ProposalState)


class Ask(Row, table=True):
    """Up to N holders asked about one need today, in order or at once."""

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint(one_of("how", "in_order", "at_once"), name="ask_how"),
        CheckConstraint(
            one_of("state", "open", "confirmed", "closed"), name="ask_state"
        ),
    )

    scheme_id: UUID = link("scheme")
    need_id: UUID = link("need")
    how: str
    state: str = "open"
    asked_by: UUID = link("account")


class Proposal(Row, table=True):
    """A chosen candidate on its way through the scheme's steps.

    Either a need's side and an asset, or staff and an asset (an assignment of its
    own). ``reasons_digest`` covers the pair and its reasons as an approver saw them;
    ``frozen`` is set while a suspension holds it; ``previewed`` covers what its message
    and card hold, as the one who released it saw them.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(one_of("state", *STATES), name="proposal_state"),
        CheckConstraint(
            one_of("kind", "round", "ask", "next_best", "assignment", "item"),
            name="proposal_kind",
        ),
        CheckConstraint("seats >= 0", name="proposal_seats"),
        Index("proposal_listing", "organisation_id", "round_id", "id"),
        Index("proposal_due", "state", "expires_at"),
    )

    scheme_id: UUID = link("scheme")
    scheme_version_id: UUID = link("scheme_version")
    round_id: UUID | None = link("round", optional=True)
    run_id: UUID | None = link("run", optional=True)
    ask_id: UUID | None = link("ask", optional=True)
    place_in_ask: int = 0
    asset_id: UUID = link("asset")
    staff_id: UUID | None = link("staff", optional=True)
    kind: str = "round"
    state: str = "drafted"
    frozen: bool = False
    available: bool = True
    seats: int = 1
    holds: bool = False
    uses: dict[str, int] = data(default_factory=dict)
    reasons_digest: str = Field(default="", max_length=64)
    previewed: str = Field(default="", max_length=64)
    drafted_by: UUID | None = link("account", optional=True)
    released_by: UUID | None = link("account", optional=True)
    worker_agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    offered_at: datetime | None = Field(default=None, sa_type=Instant)
    disclosed_at: datetime | None = Field(default=None, sa_type=Instant)
    introduced_at: datetime | None = Field(default=None, sa_type=Instant)
    agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)


class ProposalNeed(Row, table=True):
    """A need that a proposal is for; siblings together have one proposal."""

    __tablename__ = "proposal_need"
    __table_args__ = (UniqueConstraint("proposal_id", "need_id"),)

    proposal_id: UUID = link("proposal")
    need_id: UUID = link("need")


class Claim(Row, table=True):
    """That a need has its one round offer, or its one ask set, and not a second."""

    __tablename__ = "claim"

    need_id: UUID = Field(foreign_key="need.id", unique=True)
    holder_id: UUID = Field(index=True)


class Decision(Row, table=True):
    """One person's yes or no: who, in which capacity, when. Appended, never edited.

    ``met`` records a first meeting. Reasons and how a child was asked are sealed.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(
            one_of("answer", "yes", "no", "question", "met", "approve", "refuse"),
            name="decision_answer",
        ),
        Index("decision_of", "proposal_id", "capacity"),
    )

    proposal_id: UUID = link("proposal")
    capacity: str = Field(max_length=40)
    answer: str
    person_id: UUID = link("person")
    account_id: UUID = link("account")
    about_person_id: UUID | None = link("person", optional=True)
    why: str = Field(default="", max_length=40)
    reasons_digest: str = Field(default="", max_length=64)


class Disclosure(Row, table=True):
    """That a fixed list of fields was released to a side. Appended, never edited."""

    __tablename__ = "disclosure"

    proposal_id: UUID = link("proposal")
    to: str = Field(max_length=20)
    fields: list[str] = data(default_factory=list)
    account_id: UUID = link("account")


class Again(Row, table=True):
    """That somebody asked for a decision to be looked at again, and what came of it."""

    __tablename__ = "again"
    __table_args__ = (
        CheckConstraint(one_of("state", "asked", "looked_at"), name="again_state"),
        CheckConstraint(
            "looked_by IS NULL OR looked_by <> decided_by", name="again_by"
        ),
        Index(
            "again_one",
            "about_id",
            "asked_by",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    about_table: str = Field(max_length=40)
    about_id: UUID = Field(index=True)
    asked_by: UUID = link("account")
    decided_by: UUID | None = link("account", optional=True)
    looked_by: UUID | None = link("account", optional=True)
    state: str = "asked"
    outcome: str = Field(default="", max_length=40)
