"""``/hubs``: where sessions are, and the sessions there."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.closures import add_closure, list_closures, remove_closure
from api.actions.hubs import add_hub, change_hub, list_hubs, read_hub
from api.actions.rooms import add_room, list_rooms
from api.actions.sessions import (
    add_session,
    book_session,
    cancel_session,
    change_session,
    list_sessions,
    preview_cancelling,
    read_session,
    register_who_came,
    session_people,
    set_leader,
    unbook_session,
    who_may_lead,
)
from api.actions.sessions_care import LONGEST, note_care
from api.actions.sessions_planning import add_series, preview_series, week_of_hub
from api.routes.bodies import Body, Moment
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["hubs"])
Name = Annotated[str, Field(min_length=1, max_length=200)]
Outcode = Annotated[str, Field(max_length=8, pattern=r"^[A-Z0-9]*$")]
Shown = Literal["public", "referral", "hidden"]
Joined = Annotated[str, Field(min_length=1, max_length=100)]
Age = Annotated[int | None, Field(default=None, ge=0, le=18)]
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


class Creche(Body):
    """One age group of a creche: seats, and the adults who look after them."""

    group: Literal["under-2", "over-2"]
    seats: int = Field(ge=0, le=60)
    each: int = Field(ge=1, le=20)
    adults: int = Field(ge=0, le=30)


class What(Body):
    """What a session is, but for its time."""

    title: Name
    kind: str = Field(default="", max_length=60)
    places: Places
    shown: Shown = "public"
    asset_id: UUID | None = None
    room_id: UUID | None = None
    age_from: Age = None
    age_to: Age = None
    creche: list[Creche] | None = Field(default=None, max_length=2)


class NewSession(What):
    """A session to list."""

    starts_at: Moment
    ends_at: Moment


class Series(What):
    """Sessions at the same time each week; closed days are skipped."""

    first: date
    many: int = Field(ge=1, le=40)
    starts: time
    minutes: int = Field(ge=5, le=720)


class NewRoom(Body):
    """A room to add."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    holds: Places


class NewClosure(Body):
    """Days on which a hub, or every hub, has no sessions."""

    starts: date
    ends: date
    kind: Literal["closed", "half_term", "holiday"] = "closed"
    what: str = Field(default="", max_length=100)
    hub_id: UUID | None = None


class SessionBody(Body):
    """What changes about a session."""

    title: Name | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    places: Places | None = None
    shown: Shown | None = None
    room_id: UUID | None = None
    age_from: Age = None
    age_to: Age = None
    creche: list[Creche] | None = Field(default=None, max_length=2)


class Booking(Body):
    """For whom a place is; oneself where nobody is named."""

    person_id: UUID | None = None
    name: str = Field(default="", max_length=100)
    creche: dict[str, int] = Field(default={}, max_length=2)
    care: str = Field(default="", max_length=LONGEST)


class Care(Body):
    """What whoever looks after somebody's children has to know."""

    person_id: UUID
    care: str = Field(max_length=LONGEST)


class Giving(Body):
    """Whose place is given back; one's own where nobody is named."""

    person_id: UUID | None = None


class Leading(Body):
    """Who leads, or no longer leads."""

    person_id: UUID
    leads: bool = True


class Register(Body):
    """Who came, by person."""

    came: dict[UUID, bool] = Field(min_length=1, max_length=500)
    joined: list[Joined] = Field(default=[], max_length=50)


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
    return call.do(book_session, id, **body.model_dump())


@route(router, "POST", "/sessions/{id}/unbook", unbook_session)
def unbook(call: Caller, id: UUID, body: Giving) -> Any:
    """Give a place back."""
    return call.do(unbook_session, id, person_id=body.person_id)


@route(router, "POST", "/sessions/{id}/care", note_care)
def care(call: Caller, id: UUID, body: Care) -> Any:
    """Write down what whoever looks after their children has to know."""
    return call.do(note_care, id, person_id=body.person_id, care=body.care)


@route(router, "GET", "/sessions/{id}/people", session_people)
def people(call: Caller, id: UUID) -> Any:
    """Show who is booked, to whoever holds the register."""
    return call.see(session_people, id)


@route(router, "POST", "/sessions/{id}/register", register_who_came)
def register(call: Caller, id: UUID, body: Register) -> Any:
    """Register who came."""
    came = {str(who): did for who, did in body.came.items()}
    return call.do(register_who_came, id, came=came, joined=body.joined)


@route(router, "GET", "/hubs/{id}/week", week_of_hub)
def week(call: Caller, id: UUID, monday: date) -> Any:
    """Show a hub's own week, in order, and the days on which it is closed."""
    return call.see(week_of_hub, id, monday=monday)


@route(router, "GET", "/hubs/{id}/series", preview_series)
def preview(call: Caller, id: UUID, first: date, many: int) -> Any:
    """Show every date that a series would have, and every one it skips."""
    return call.see(preview_series, id, first=first, many=many)


@route(router, "POST", "/hubs/{id}/series", add_series, status_code=201)
def series(call: Caller, id: UUID, body: Series) -> Any:
    """List a series of sessions, or none of it."""
    return call.do(add_series, id, **body.model_dump())


@route(router, "GET", "/rooms", list_rooms)
def rooms(call: Caller, hub: Annotated[UUID | None, Query()] = None) -> Any:
    """List the rooms of one's own hubs."""
    return call.see(list_rooms, hub_id=hub)


@route(router, "POST", "/hubs/{id}/rooms", add_room, status_code=201)
def new_room(call: Caller, id: UUID, body: NewRoom) -> Any:
    """Add a room to a hub."""
    return call.do(add_room, id, **body.model_dump())


@route(router, "GET", "/closures", list_closures)
def closures(call: Caller, after: After = None, limit: Limit = 50) -> Any:
    """List the days on which one's own hubs are closed."""
    return call.see(list_closures, after=after, limit=limit)


@route(router, "POST", "/closures", add_closure, status_code=201)
def close(call: Caller, body: NewClosure) -> Any:
    """Add closed days."""
    return call.do(add_closure, **body.model_dump())


@route(router, "POST", "/closures/{id}/remove", remove_closure)
def reopen(call: Caller, id: UUID) -> Any:
    """Take closed days back."""
    return call.do(remove_closure, id)


@route(router, "GET", "/sessions/{id}/leading", who_may_lead)
def leading(call: Caller, id: UUID) -> Any:
    """Show who leads a session, and who may."""
    return call.see(who_may_lead, id)


@route(router, "GET", "/sessions/{id}/cancel", preview_cancelling)
def cancelling(call: Caller, id: UUID) -> Any:
    """Show the notice that a cancellation sends, and to how many."""
    return call.see(preview_cancelling, id)
