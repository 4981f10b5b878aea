"""How somebody signs in on pages, and what each sign-in has proven so far."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, link, one_of

WAYS = ("link", "password", "provider", "invitation", "demo")


class SignIn(Row, table=True):
    """One browser, signed in: known by the hash of what its cookie holds.

    Parameters
    ----------
    seen_at : datetime
        When it last asked for a page, to the minute: idle sign-ins end.
    second_at : datetime or None
        When a second factor was given, where the account's roles need one.
    code_at : datetime or None
        When the code agreed in person was given.
    """

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint(one_of("way", *WAYS), name="sign_in_way"),)

    account_id: UUID = link("account")
    digest: bytes = Field(unique=True)
    way: str
    expires_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    second_at: datetime | None = Field(default=None, sa_type=Instant)
    code_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    loopback_only: bool = False


class Credential(Row, table=True):
    """What an account can prove; its password and authenticator are sealed values.

    Parameters
    ----------
    last_step : int
        The time step of the last authenticator code that was taken: none works twice.
    code_digest : bytes or None
        The code agreed in person, by a keyed hash.
    """

    __tablename__ = "credential"

    account_id: UUID = Field(foreign_key="account.id", unique=True)
    password_at: datetime | None = Field(default=None, sa_type=Instant)
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    last_step: int = 0
    code_digest: bytes | None = None
    code_set_at: datetime | None = Field(default=None, sa_type=Instant)
    code_set_by: UUID | None = link("account", optional=True)


class RecoveryCode(Row, table=True):
    """One code that stands in for a lost authenticator, once; known by its hash."""

    __tablename__ = "recovery_code"

    account_id: UUID = link("account")
    digest: bytes = Field(unique=True)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class SignInLink(Row, table=True):
    """A link that signs a person in, once, for minutes; known by its hash.

    ``role`` and ``scheme_id`` are what they register for, where they do.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = (
        CheckConstraint(
            one_of("purpose", "sign_in", "register"), name="sign_in_link_purpose"
        ),
    )

    person_id: UUID = link("person")
    purpose: str
    role: str = Field(default="", max_length=30)
    scheme_id: UUID | None = link("scheme", optional=True)
    digest: bytes = Field(unique=True)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class Throttle(Row, table=True):
    """How often something was tried in a window, by one address or from one source.

    ``subject`` is a keyed hash; a row is made alike for those whom nobody knows, and
    stands with the first organisation of the server.
    """

    __tablename__ = "throttle"
    __table_args__ = (UniqueConstraint("subject", "begins"),)

    subject: bytes
    begins: datetime = Field(sa_type=Instant)
    tries: int = 0
