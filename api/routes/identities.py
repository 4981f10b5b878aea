"""Who is who, who speaks for whom, who knows whom, who is kept apart."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.connections import (
    KNOWN_AS,
    declare_connection,
    declare_known_as,
    end_connection,
    list_my_connections,
)
from api.actions.identities import decide_link, list_links, read_link
from api.actions.people_apart import (
    keep_people_apart,
    keep_person_away,
    read_kept_apart,
)
from api.actions.speakers import end_speaker, list_speakers, record_speaker
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["people"])
Why = Annotated[str, Field(min_length=1, max_length=4_000)]


class Same(Body):
    """Whether two rows are one human being."""

    same: bool


class Known(Body):
    """By what somebody is known here: the address they sign in with, or their ref."""

    known_as: str = Field(min_length=1, max_length=KNOWN_AS)


class SpeakerBody(Body):
    """Who speaks, in which capacity, from when."""

    speaker: UUID
    capacity: str = Field(pattern=r"^[a-z-]{3,40}$")
    starts: date
    ends: date | None = None


class Ends(Body):
    """The last day; today where none is said."""

    ends: date | None = None


class Apart(Body):
    """From whom, and why; or that it ends."""

    other: UUID
    why: Why
    ends: bool = False


class Away(Body):
    """From where, how far, and why; 0 km ends it."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(ge=0, le=50)
    why: Why


@route(router, "GET", "/person-links", list_links)
def links(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """Show rows that may be one human being."""
    return call.see(list_links, after=after, limit=limit)


@route(router, "GET", "/person-links/{id}", read_link)
def link(call: Caller, id: UUID) -> Any:
    """Show two rows that may be one human being."""
    return call.see(read_link, id)


@route(router, "POST", "/person-links/{id}/decide", decide_link)
def decide(call: Caller, id: UUID, body: Same) -> Any:
    """Say whether they are."""
    return call.do(decide_link, id, same=body.same)


@route(router, "POST", "/people/{id}/connections", declare_connection, status_code=201)
def declare(call: Caller, id: UUID) -> Any:
    """Declare that you know somebody; you then decide nothing about them."""
    return call.do(declare_connection, id)


@route(router, "POST", "/connections", declare_known_as, status_code=201)
def declare_(call: Caller, body: Known) -> Any:
    """Declare that you know somebody, by an address or a ref."""
    return call.do(declare_known_as, known_as=body.known_as)


@route(router, "DELETE", "/connections/{id}", end_connection)
def end_(call: Caller, id: UUID) -> Any:
    """Say that you no longer know somebody as you did."""
    return call.do(end_connection, id)


@route(router, "GET", "/connections", list_my_connections)
def connections(call: Caller) -> Any:
    """Show whom you declared to know."""
    return call.see(list_my_connections)


@route(router, "GET", "/people/{id}/speakers", list_speakers)
def speakers(call: Caller, id: UUID) -> Any:
    """Show who speaks for somebody."""
    return call.see(list_speakers, id)


@route(router, "POST", "/people/{id}/speakers", record_speaker, status_code=201)
def speaks(call: Caller, id: UUID, body: SpeakerBody) -> Any:
    """Record who speaks for somebody."""
    return call.do(
        record_speaker,
        id,
        speaker_id=body.speaker,
        capacity=body.capacity,
        starts=body.starts,
        ends=body.ends,
    )


@route(router, "POST", "/speakers/{id}/end", end_speaker)
def ends(call: Caller, id: UUID, body: Ends | None = None) -> Any:
    """Record the last day on which somebody speaks."""
    return call.do(end_speaker, id, ends=body.ends if body else None)


@route(router, "GET", "/people/{id}/kept-apart", read_kept_apart)
def kept(call: Caller, id: UUID) -> Any:
    """Show from whom and where somebody is kept."""
    return call.see(read_kept_apart, id)


@route(router, "POST", "/people/{id}/kept-apart", keep_people_apart, status_code=201)
def apart(call: Caller, id: UUID, body: Apart) -> Any:
    """Keep two people apart."""
    return call.do(
        keep_people_apart, id, other_id=body.other, why=body.why, ends=body.ends
    )


@route(router, "POST", "/people/{id}/kept-away", keep_person_away, status_code=201)
def away(call: Caller, id: UUID, body: Away) -> Any:
    """Keep somebody away from a place."""
    return call.do(
        keep_person_away, id, lat=body.lat, lon=body.lon, km=body.km, why=body.why
    )
