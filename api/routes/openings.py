"""``/openings``: courses that may open, and what their hub says about each."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.courses import (
    give_up_course,
    list_openings,
    open_course,
    read_opening,
    replace_tutor,
    reserve_parent,
    set_bookable,
    take_in,
)
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["openings"])


class Sessions(Body):
    """When in the day a course meets, and the days on which it does not."""

    starts: time
    minutes: int = Field(default=120, ge=15, le=480)
    closed: list[date] = Field(default=[], max_length=60)


class OpenBody(Body):
    """A hub's word that a course opens."""

    creche_staffed: bool = False
    reason: str = Field(default="", max_length=2_000)
    sessions: Sessions | None = None


_PLAIN = OpenBody()


class SeatsBody(Body):
    """How many seats can be booked."""

    bookable: int = Field(ge=0, le=500)


class ReserveBody(Body):
    """Which parent to put on the reserve."""

    need: UUID


class ReplaceBody(Body):
    """Which tutor's assignment to end."""

    proposal: UUID


State = Literal["", "planned", "open", "not_starting"]


@route(router, "GET", "/schemes/{id}/openings", list_openings)
def list_(
    call: Caller, id: UUID, state: State = "", after: After = None, limit: Limit = 50
) -> Any:
    """Show the courses that were planned, newest first."""
    return call.see(list_openings, id, state=state, after=after, limit=limit)


@route(router, "GET", "/openings/{id}", read_opening)
def read(call: Caller, id: UUID) -> Any:
    """Show how a course stands, and what opening it waits for."""
    return call.see(read_opening, id)


@route(router, "POST", "/openings/{id}/open", open_course)
def open_(call: Caller, id: UUID, body: OpenBody = _PLAIN) -> Any:
    """Say that a course opens."""
    more: dict[str, Any] = {}
    if body.sessions is not None:
        more = {name: getattr(body.sessions, name) for name in Sessions.model_fields}
    return call.do(
        open_course,
        id,
        creche_staffed=body.creche_staffed,
        reason=body.reason,
        **more,
    )


@route(router, "POST", "/openings/{id}/not-starting", give_up_course)
def not_starting(call: Caller, id: UUID) -> Any:
    """Say that a course is not starting."""
    return call.do(give_up_course, id)


@route(router, "POST", "/openings/{id}/take-in", take_in)
def take_in_(call: Caller, id: UUID) -> Any:
    """Take in parents who said yes after the course was opened."""
    return call.do(take_in, id)


@route(router, "POST", "/openings/{id}/seats", set_bookable)
def seats(call: Caller, id: UUID, body: SeatsBody) -> Any:
    """Set how many seats can be booked, up to what the room holds."""
    return call.do(set_bookable, id, bookable=body.bookable)


@route(router, "POST", "/openings/{id}/reserve", reserve_parent)
def reserve(call: Caller, id: UUID, body: ReserveBody) -> Any:
    """Put a parent on the reserve, which holds no seat."""
    return call.do(reserve_parent, id, need_id=body.need)


@route(router, "POST", "/openings/{id}/tutors", replace_tutor)
def tutors(call: Caller, id: UUID, body: ReplaceBody) -> Any:
    """Let a tutor go and draft the next one."""
    return call.do(replace_tutor, id, proposal_id=body.proposal)
