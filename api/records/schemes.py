"""Schemes as an organisation runs them: versions by hash, and members."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, link, one_of


class Scheme(Row, table=True):
    """A programme that the organisation runs, by the name its file gives it."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    name: str = Field(max_length=100)
    title: str = Field(max_length=200)


class SchemeVersion(Row, table=True):
    """One text of a scheme file, kept by hash; a second person accepts it.

    At most one version is in use; open rounds and live proposals keep theirs.
    """

    __tablename__ = "scheme_version"
    __table_args__ = (
        UniqueConstraint("scheme_id", "digest"),
        CheckConstraint(
            one_of("state", "proposed", "in_use", "replaced", "refused"),
            name="scheme_version_state",
        ),
        CheckConstraint(
            "accepted_by IS NULL OR accepted_by <> proposed_by",
            name="scheme_version_second_person",
        ),
        Index(
            "scheme_version_in_use",
            "scheme_id",
            unique=True,
            sqlite_where=text("state = 'in_use'"),
            postgresql_where=text("state = 'in_use'"),
        ),
    )

    scheme_id: UUID = link("scheme")
    digest: str = Field(max_length=64)
    source: str
    change: str = ""
    state: str = "proposed"
    proposed_by: UUID | None = link("account", optional=True)
    accepted_by: UUID | None = link("account", optional=True)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)


class SchemeMember(Row, table=True):
    """That another organisation takes part; ``basis`` says why data may be shared."""

    __tablename__ = "scheme_member"
    __table_args__ = (UniqueConstraint("scheme_id", "member_id"),)

    scheme_id: UUID = link("scheme")
    member_id: UUID = link("organisation")
    basis: str = Field(default="", max_length=300)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
