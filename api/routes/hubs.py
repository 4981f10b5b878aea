"""``/hubs``: where sessions are, and the sessions there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.hubs import add_hub, change_hub, list_hubs, read_hub
from api.actions.sessions import (
    add_session,
    book_session,
    cancel_session,
    change_session,
    list_sessions,
    read_session,
    register_who_came,
    session_people,
    set_leader,
    unbook_session,
)
from api.routes.bodies import Body, Moment
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["hubs"])
Name = Annotated[str, Field(min_length=1, max_length=200)]
Outcode = Annotated[str, Field(max_length=8, pattern=r"^[A-Z0-9]*$")]
Shown = Literal["public", "referral", "hidden"]
Places = Annotated[int, Field(ge=1, le=1_000)]


class NewHub(Body):
    """A hub to add."""

    ref: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    name: Name
    outcode: Outcode = ""


class HubBody(Body):
    """A hub's name and where it is."""

    name: Name
    outcode: Outcode = ""


class NewSession(Body):
    """A session to list."""

    title: Name
    kind: str = Field(default="", max_length=60)
    starts_at: Moment
    ends_at: Moment
    places: Places
    shown: Shown = "public"
    asset_id: UUID | None = None


class SessionBody(Body):
    """What changes about a session."""

    title: Name | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    places: Places | None = None
    shown: Shown | None = None


class Booking(Body):
    """For whom a place is; oneself where nobody is named."""

    person_id: UUID | None = None


class Leading(Body):
    """Who leads, or no longer leads."""

    person_id: UUID
    leads: bool = True


class Register(Body):
    """Who came, by person."""

    came: dict[UUID, bool] = Field(min_length=1, max_length=500)


@route(router, "GET", "/hubs", list_hubs)
def hubs(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """List hubs near the caller's organisation."""
    return call.see(list_hubs, after=after, limit=limit)


@route(router, "POST", "/hubs", add_hub, status_code=201)
def add(call: Caller, body: NewHub) -> Any:
    """Add a hub."""
    return call.do(add_hub, **body.model_dump())


@route(router, "GET", "/hubs/{id}", read_hub)
def read(call: Caller, id: UUID) -> Any:
    """Show a hub."""
    return call.see(read_hub, id)


@route(router, "PATCH", "/hubs/{id}", change_hub)
def change(call: Caller, id: UUID, body: HubBody) -> Any:
    """Change a hub."""
    return call.do(change_hub, id, **body.model_dump())


@route(router, "POST", "/hubs/{id}/sessions", add_session, status_code=201)
def list_one(call: Caller, id: UUID, body: NewSession) -> Any:
    """List a session at a hub."""
    return call.do(add_session, id, **body.model_dump())


@route(router, "GET", "/sessions", list_sessions)
def sessions(
    call: Caller,
    hub: Annotated[UUID | None, Query()] = None,
    starts_from: Annotated[Moment | None, Query(alias="from")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """List the sessions that the caller may know of."""
    since: datetime | None = starts_from
    return call.see(
        list_sessions, hub_id=hub, starts_from=since, after=after, limit=limit
    )


@route(router, "GET", "/sessions/{id}", read_session)
def read_one(call: Caller, id: UUID) -> Any:
    """Show a session; a hidden one is not there for outsiders."""
    return call.see(read_session, id)


@route(router, "PATCH", "/sessions/{id}", change_session)
def change_one(call: Caller, id: UUID, body: SessionBody) -> Any:
    """Change a session."""
    return call.do(change_session, id, **body.model_dump(exclude_none=True))


@route(router, "POST", "/sessions/{id}/cancel", cancel_session)
def cancel(call: Caller, id: UUID) -> Any:
    """Cancel a session."""
    return call.do(cancel_session, id)


@route(router, "POST", "/sessions/{id}/leaders", set_leader)
def lead(call: Caller, id: UUID, body: Leading) -> Any:
    """Say who leads it."""
    return call.do(set_leader, id, person_id=body.person_id, leads=body.leads)


@route(router, "POST", "/sessions/{id}/book", book_session)
def book(call: Caller, id: UUID, body: Booking) -> Any:
    """Book a place."""
    return call.do(book_session, id, person_id=body.person_id)


@route(router, "POST", "/sessions/{id}/unbook", unbook_session)
def unbook(call: Caller, id: UUID, body: Booking) -> Any:
    """Give a place back."""
    return call.do(unbook_session, id, person_id=body.person_id)


@route(router, "GET", "/sessions/{id}/people", session_people)
def people(call: Caller, id: UUID) -> Any:
    """Show who is booked, to whoever holds the register."""
    return call.see(session_people, id)


@route(router, "POST", "/sessions/{id}/register", register_who_came)
def register(call: Caller, id: UUID, body: Register) -> Any:
    """Register who came."""
    return call.do(
        register_who_came, id, came={str(who): did for who, did in body.came.items()}
    )
