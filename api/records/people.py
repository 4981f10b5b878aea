"""Organisations, people, and what is kept about people: sealed values and keys."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, link, new_id, one_of


class Organisation(Row, table=True):
    """Who is responsible for records: a council, a charity, a hub."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("organisation_id = id", name="organisation_is_its_own"),
        CheckConstraint(one_of("data", "invented", "real"), name="organisation_data"),
    )

    name: str = Field(unique=True, max_length=200)
    data: str = "invented"
    demo: bool = False


class Person(Row, table=True):
    """Somebody, as one organisation knows them; their values are in `Private`.

    ``identity_id`` is shared by the rows that a person confirmed to be the same human
    being: suspension and kept-apart follow it everywhere.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint(
            one_of("kind", "child", "adult", "household"), name="person_kind"
        ),
    )

    identity_id: UUID = Field(default_factory=new_id, index=True)
    ref: str | None = Field(default=None, max_length=100)
    kind: str = "adult"
    erased_at: datetime | None = Field(default=None, sa_type=Instant)


class DataKey(Row, table=True):
    """The wrapped key of one person's values, or an organisation's; gone if erased."""

    __tablename__ = "data_key"

    subject_id: UUID = Field(unique=True)
    wrapped: bytes | None = None
    master_version: int
    destroyed_at: datetime | None = Field(default=None, sa_type=Instant)


class Private(Row, table=True):
    """One sealed value: which table, row and field it belongs to, and whose it is."""

    __tablename__ = "private"
    __table_args__ = (UniqueConstraint("record_id", "table_name", "field"),)

    subject_id: UUID = Field(index=True)
    table_name: str = Field(max_length=40)
    record_id: UUID
    field: str = Field(max_length=60)
    sealed: bytes
    key_version: int


class Blind(Row, table=True):
    """A keyed hash for exact look-up of a sealed value; proposes, never decides."""

    __tablename__ = "blind"
    __table_args__ = (Index("blind_look_up", "kind", "digest"),)

    person_id: UUID = link("person")
    kind: str = Field(max_length=40)
    digest: bytes


class PersonLink(Row, table=True):
    """That two rows may be the same human being, for somebody to confirm."""

    __tablename__ = "person_link"
    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint(
            one_of("state", "proposed", "confirmed", "refused"),
            name="person_link_state",
        ),
    )

    person_id: UUID = link("person")
    other_id: UUID = link("person")
    kind: str = Field(max_length=40)
    state: str = "proposed"
    decided_by: UUID | None = link("account", optional=True)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


class Connection(Row, table=True):
    """That somebody declared they know a person: they decide nothing about them."""

    __tablename__ = "connection"
    __table_args__ = (UniqueConstraint("identity_id", "other_identity_id"),)

    identity_id: UUID = Field(index=True)
    other_identity_id: UUID = Field(index=True)
    declared_by: UUID = link("account")


class Speaker(Row, table=True):
    """That a person speaks for another in a capacity, from a day to a day.

    Capacities are a scheme's ``yes_from``; a child's worker, somebody with parental
    responsibility, an advocate.
    """

    __tablename__ = "speaker"

    person_id: UUID = link("person")
    speaker_id: UUID = link("person")
    capacity: str = Field(max_length=40)
    starts: date
    ends: date | None = None
    recorded_by: UUID | None = link("account", optional=True)
