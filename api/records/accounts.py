"""Who signs in: accounts, the roles they hold, tokens and invitations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of

Role = Literal[
    "administrator",
    "coordinator",
    "approver",
    "worker",
    "holder",
    "parent",
    "young_person",
    "advocate",
    "hub",
    "helper",
    "safeguarding_lead",
    "auditor",
]
ROLES: tuple[str, ...] = get_args(Role)
STAFF_ROLES = (
    "administrator",
    "coordinator",
    "approver",
    "worker",
    "hub",
    "helper",
    "safeguarding_lead",
    "auditor",
)
"""Roles that are somebody's work: they sign in with two factors, or not at all."""


class Account(Row, table=True):
    """A way to sign in, of one person; the address is a blind index and sealed."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            one_of("state", "invited", "active", "closed"), name="account_state"
        ),
    )

    person_id: UUID = link("person")
    address_blind: bytes = Field(unique=True)
    state: str = "invited"


class Membership(Row, table=True):
    """A role that an account holds in the organisation, for one scheme or all."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "scheme_id", "organisation_id"),
        CheckConstraint(one_of("role", *ROLES), name="membership_role"),
    )

    account_id: UUID = link("account")
    role: str
    scheme_id: UUID | None = link("scheme", optional=True)
    deputy: bool = False
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Deputy(Row, table=True):
    """That somebody stands in for an account in a role, from a day to a day."""

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint(one_of("role", *STAFF_ROLES), name="deputy_role"),
        CheckConstraint("ends >= starts", name="deputy_ends_after_start"),
    )

    account_id: UUID = link("account")
    deputy_id: UUID = link("account")
    role: str
    starts: date
    ends: date
    named_by: UUID = link("account")
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Token(Row, table=True):
    """A bearer token, known only by its hash; scoped, expiring, revocable."""

    __tablename__ = "token"

    account_id: UUID = link("account")
    digest: bytes = Field(unique=True)
    roles: list[str] = data(default_factory=list)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    loopback_only: bool = False


class Invitation(Row, table=True):
    """An invitation to an account; its code works once and is known by its hash."""

    __tablename__ = "invitation"

    account_id: UUID = link("account")
    role: str
    scheme_id: UUID | None = link("scheme", optional=True)
    digest: bytes = Field(unique=True)
    invited_by: UUID | None = link("account", optional=True)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class View(Row, table=True):
    """A read of somebody's record: who, whose, when, through what. Kept for a while."""

    __tablename__ = "view"

    account_id: UUID = link("account")
    identity_id: UUID = Field(index=True)
    act: str = Field(max_length=60)
    table_name: str = Field(max_length=40)
    record_id: UUID
