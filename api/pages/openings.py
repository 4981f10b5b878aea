"""Courses that may open: how each stands, and what its hub says by the date."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
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
from api.actions.courses_people import who_completed, who_may_wait
from api.actions.schemes import list_schemes
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/openings")
COMPLETED = 0.75
"""Who came to so much of a course is offered a certificate."""


class Opening(Form):
    """A hub's word that a course opens."""

    creche_staffed: bool = False
    reason: str = Field(default="", title="the reason", max_length=2_000)
    starts: time | None = Field(default=None, title="when it starts")
    minutes: int = Field(default=120, title="how long it lasts", ge=15, le=480)


class Seats(Form):
    """How many seats can be booked."""

    bookable: int = Field(title="how many seats", ge=0, le=500)


class Reserve(Form):
    """Which parent is put on the reserve."""

    need: UUID = Field(title="a parent")


class Tutor(Form):
    """Which tutor's assignment ends."""

    proposal: UUID = Field(title="a tutor")


@page(router, "GET", "", list_openings)
def openings(
    at: Asker,
    after: After = None,
    scheme: Annotated[UUID | None, Query()] = None,
) -> Response:
    """List the courses that were planned, by scheme."""
    schemes = at.see(list_schemes, at.who.organisation_id)["items"]
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for each in schemes:
        if scheme in {None, UUID(each["id"])}:
            lines = at.may_see(
                list_openings,
                UUID(each["id"]),
                after=after if scheme else None,
                limit=20,
            )
            found += [(each, lines)] if lines and lines["items"] else []
    return at.page("openings/list.html", found=found)


@page(router, "GET", "/{id}", read_opening)
def opening(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show how a course stands, and what can be said about it."""
    found = at.see(read_opening, id)
    decides = "hub" in at.roles
    waits = (
        at.may_see(who_may_wait, id)
        if decides and found["state"] != "not_starting"
        else None
    )
    return at.page("openings/one.html", opening=found, decides=decides, waits=waits)


@page(router, "POST", "/{id}/open", open_course, again=opening)
def open_it(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say that it opens: whoever said yes comes."""
    made = at.done_with(open_course, id, **at.form(Opening).model_dump())
    said = f"The course opens with {made['parents']} parents."
    done = f"{said} {made['sessions']} sessions are listed."
    return at.go(f"/openings/{id}", done=done)


@page(router, "POST", "/{id}/not-starting", give_up_course, again=opening)
def not_starting(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say that it is not starting: everybody is told, and comes first next time."""
    done = "The course is not starting. Everybody is told, and comes first next time."
    return at.do(give_up_course, id, then=f"/openings/{id}", done=done)


@page(router, "POST", "/{id}/take-in", take_in, again=opening)
def take_them_in(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Take in who said yes since it opened."""
    made = at.done_with(take_in, id)
    return at.go(f"/openings/{id}", done=f"{made['parents']} more parents come.")


@page(router, "POST", "/{id}/seats", set_bookable, again=opening)
def seats(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Set how many seats can be booked."""
    many = at.form(Seats).bookable
    done = f"{many} seats can be booked."
    return at.do(set_bookable, id, then=f"/openings/{id}", done=done, bookable=many)


@page(router, "POST", "/{id}/reserve", reserve_parent, again=opening)
def reserve(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Put a parent on the reserve, which holds no seat."""
    need = at.form(Reserve).need
    done = "They are on the reserve. A coordinator offers them a seat that comes free."
    return at.do(reserve_parent, id, then=f"/openings/{id}", done=done, need_id=need)


@page(router, "POST", "/{id}/tutors", replace_tutor, again=opening)
def tutors(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Let a tutor go, and draft the next."""
    made = at.done_with(replace_tutor, id, proposal_id=at.form(Tutor).proposal)
    done = (
        "The next tutor is drafted. A coordinator asks them."
        if made["proposal"]
        else "Nobody else can lead it. A coordinator has the task to find somebody."
    )
    return at.go(f"/openings/{id}", done=done)


@page(router, "GET", "/{id}/certificates", who_completed)
def certificates(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show who completed a course, with a certificate of each to print."""
    found = at.see(who_completed, id)
    done = [each for each in found["items"] if each["came"] >= COMPLETED * each["of"]]
    return at.page(
        "openings/certificates.html",
        opening=at.see(read_opening, id),
        people=found["items"],
        completed=done,
        sessions=found["sessions"],
    )
