"""What a community has and asks for: needs, assets, staff, hubs, sessions, seats."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from api.database import Instant
from api.records.base import Row, data, link, one_of


class Listed(Row):
    """A row of a scheme's sheet. What the columns hold is sealed, under ``values``.

    ``edited`` maps a column that a person changed here to when, so that a sheet which
    says otherwise is shown as a conflict. ``beside_id`` is who stands beside the
    person: a child's family, the second adult of a household.
    """

    scheme_id: UUID = link("scheme")
    ref: str = Field(max_length=100)
    person_id: UUID = link("person")
    beside_id: UUID | None = link("person", optional=True)
    entered_by: UUID | None = link("account", optional=True)
    edited: dict[str, str] = data(default_factory=dict)


class Need(Listed, table=True):
    """Something asked for, of one child or parent."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme_id", "ref"),
        CheckConstraint(
            one_of("state", "waiting", "matched", "paused", "closed"), name="need_state"
        ),
        Index("need_listing", "organisation_id", "scheme_id", "id"),
    )

    state: str = "waiting"
    first_waiting: bool = False


class Asset(Listed, table=True):
    """Something a community has to give, of one holder."""

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme_id", "ref"),
        CheckConstraint(
            one_of("state", "live", "paused", "on_hold", "closed"), name="asset_state"
        ),
        Index("asset_listing", "organisation_id", "scheme_id", "id"),
    )

    state: str = "live"
    hub_id: UUID | None = link("hub", optional=True)


class Staff(Listed, table=True):
    """Somebody who may lead an asset, such as an accredited tutor."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme_id", "ref"),
        CheckConstraint(
            one_of("state", "live", "paused", "on_hold", "closed"), name="staff_state"
        ),
    )

    state: str = "live"


class Seats(Row, table=True):
    """The sum of an asset's held seats, or of one of its limits: the last wall.

    ``alone`` is how many seats one unit may hold where it is there alone (a sibling
    group above the usual limit of three).
    """

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("asset_id", "name"),
        CheckConstraint("held >= 0 AND units >= 0", name="seats_not_negative"),
        CheckConstraint(
            "held <= most OR (units <= 1 AND held <= alone)", name="seats_never_above"
        ),
        CheckConstraint("most >= 0 AND alone >= 0", name="seats_capacity"),
    )

    asset_id: UUID = link("asset")
    name: str = Field(default="seats", max_length=60)
    most: int
    alone: int = 0
    held: int = 0
    units: int = 0


class Hub(Row, table=True):
    """A place where sessions are: a family hub, a library, a hall."""

    __tablename__ = "hub"
    __table_args__ = (UniqueConstraint("organisation_id", "ref"),)

    ref: str = Field(max_length=100)
    name: str = Field(max_length=200)
    outcode: str = Field(default="", max_length=8)


class Room(Row, table=True):
    """A room of a hub, and how many people it may hold."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("hub_id", "name"),
        CheckConstraint("holds >= 0", name="room_holds"),
    )

    hub_id: UUID = link("hub")
    name: str = Field(max_length=100)
    holds: int


class Closure(Row, table=True):
    """Days on which there are no sessions: at one hub, or at all of an organisation."""

    __tablename__ = "closure"
    __table_args__ = (
        CheckConstraint(
            one_of("kind", "closed", "half_term", "holiday"), name="closure_kind"
        ),
        CheckConstraint("ends >= starts", name="closure_ends_after_start"),
    )

    hub_id: UUID | None = link("hub", optional=True)
    kind: str = "closed"
    what: str = Field(default="", max_length=100)
    starts: date
    ends: date


class Session(Row, table=True):
    """A dated meeting at a hub, with places, listed to those who may see it.

    ``age_from`` and ``age_to`` are children's ages in years; ``creche`` has a row for
    each age group that is looked after: its seats, how many children one adult may
    look after, and how many adults there are.
    """

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint(
            one_of("state", "listed", "needs_cover", "cancelled", "held"),
            name="session_state",
        ),
        CheckConstraint(
            one_of("shown", "public", "referral", "hidden"), name="session_shown"
        ),
        CheckConstraint("ends_at > starts_at", name="session_ends_after_start"),
        CheckConstraint("booked >= 0 AND booked <= places", name="session_places"),
        Index("session_listing", "organisation_id", "starts_at", "id"),
    )

    hub_id: UUID = link("hub")
    asset_id: UUID | None = link("asset", optional=True)
    title: str = Field(max_length=200)
    kind: str = Field(default="", max_length=60)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    places: int
    booked: int = 0
    shown: str = "public"
    state: str = "listed"
    room_id: UUID | None = link("room", optional=True)
    age_from: int | None = None
    age_to: int | None = None
    creche: list[dict[str, Any]] | None = data(default=None)


class Leader(Row, table=True):
    """That a person leads a session."""

    __tablename__ = "leader"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    session_id: UUID = link("session")
    person_id: UUID = link("person")


class Attendance(Row, table=True):
    """That a person is booked on a session, with how many children, and if they came.

    ``creche`` counts the children whom they bring to it, by age group.
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    session_id: UUID = link("session")
    person_id: UUID = link("person")
    came: bool | None = None
    creche: dict[str, int] | None = data(default=None)


class Opening(Row, table=True):
    """Whether a course opens: planned by a round, decided by its hub by a date."""

    __tablename__ = "opening"
    __table_args__ = (
        UniqueConstraint("asset_id", "round_id"),
        CheckConstraint(
            one_of("state", "planned", "open", "not_starting"), name="opening_state"
        ),
    )

    asset_id: UUID = link("asset")
    round_id: UUID | None = link("round", optional=True)
    decide_by: date
    state: str = "planned"
    decided_by: UUID | None = link("account", optional=True)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)


class Item(Row, table=True):
    """One piece of a baby bank's stock; a bundle is one asset made of items.

    ``what`` is a word of the scheme's list of items; ``bundle`` says that the asset's
    pieces are asked for whole.
    """

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint(
            one_of(
                "state",
                "received",
                "checked",
                "available",
                "set_aside",
                "collected",
                "pulled",
            ),
            name="item_state",
        ),
    )

    asset_id: UUID = link("asset")
    proposal_id: UUID | None = link("proposal", optional=True)
    what: str = Field(default="", max_length=60)
    bundle: bool = False
    second_hand: bool = True
    state: str = "received"
    kept_until: datetime | None = Field(default=None, sa_type=Instant)
