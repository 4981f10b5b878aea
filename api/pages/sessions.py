"""Sessions: a hub's own week, what others may come to, and one's own place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.listings import KINDS
from api.actions.sessions import (
    GROUPS,
    book_session,
    list_sessions,
    people_known,
    read_session,
    unbook_session,
)
from api.actions.sessions_care import LONGEST
from api.actions.sessions_planning import week_of_hub
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.pages.forms import Form, Unfilled, Wrong
from api.pages.hubs import own_hubs
from api.steps import london_day

router = APIRouter(prefix="/sessions")
PLANS = {"hub", "coordinator"}
"""Whoever has one of these roles plans their own hubs' sessions."""


class Booking(Form):
    """For whom a place is, and how many children come to the creche."""

    person: UUID | None = None
    name: str = Field(default="", title="the name", max_length=100)
    under_2: int = Field(default=0, title="children under 2", ge=0, le=20)
    over_2: int = Field(default=0, title="children of 2 to 5", ge=0, le=20)
    care: str = Field(default="", title="what we should know", max_length=LONGEST)

    def creche(self) -> dict[str, int]:
        """Return how many children come, by age group."""
        wanted = zip(GROUPS, (self.under_2, self.over_2), strict=True)
        return {group: many for group, many in wanted if many}


@page(router, "GET", "", list_sessions)
def sessions(
    at: Asker,
    after: After = None,
    hub: Annotated[UUID | None, Query()] = None,
    week: Annotated[date | None, Query()] = None,
) -> Response:
    """Show a hub's own week to who plans it, and to others what they may come to."""
    mine = own_hubs(at) if at.roles & PLANS else []
    wanted = next((each for each in mine if each["id"] == str(hub)), None)
    if hub is None and mine:
        wanted = mine[0]
    if wanted is not None:
        return _week(at, wanted, mine, week or london_day(at.app.now()))
    found = at.see(list_sessions, hub_id=hub, after=after)
    return at.page("sessions/list.html", found=found, kinds=KINDS, hub=hub)


def _week(
    at: At, hub: dict[str, Any], hubs: list[dict[str, Any]], on: date
) -> Response:
    monday = on - timedelta(days=on.weekday())
    found = at.see(week_of_hub, UUID(hub["id"]), monday=monday)
    days = [monday + timedelta(days=number) for number in range(7)]
    return at.page(
        "sessions/week.html",
        hub=hub,
        hubs=hubs,
        week=found,
        days=days,
        kinds=KINDS,
        before=monday - timedelta(days=7),
        following=monday + timedelta(days=7),
        now=london_day(at.app.now()),
    )


@page(router, "GET", "/{id}", read_session)
def session(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show a session, and what one may do with it."""
    found = at.see(read_session, id)
    return at.page(
        "sessions/one.html",
        session=found,
        runs="places" in found,
        plans="places" in found and bool(at.roles & PLANS),
        registers="places" in found and "coordinator" not in at.roles,
        kinds=KINDS,
        groups=GROUPS,
    )


@page(router, "POST", "/{id}/book", book_session, again=session)
def book(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Book a place for oneself."""
    form = at.form(Booking)
    return at.do(
        book_session,
        id,
        then=f"/sessions/{id}",
        done="You have a place. We look forward to seeing you.",
        creche=form.creche(),
        care=form.care,
    )


@page(router, "POST", "/{id}/unbook", unbook_session, again=session)
def unbook(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give one's own place back."""
    done = "Your place is free for somebody else. Thank you for telling us."
    return at.do(unbook_session, id, then=f"/sessions/{id}", done=done)


@page(router, "GET", "/{id}/book", read_session)
def book_for(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask for whom a place is: somebody who came before, or a new name."""
    found = at.see(read_session, id)
    known = at.may_see(people_known, UUID(found["hub_id"]))
    return at.page(
        "sessions/book.html", session=found, known=known, groups=GROUPS, kinds=KINDS
    )


@page(router, "POST", "/{id}/book-for", book_session, again=book_for)
def book_for_them(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Book a place for somebody at the desk."""
    form = at.form(Booking)
    if not form.name and form.person is None:
        raise Unfilled([Wrong("person", "Choose somebody, or enter a name.")])
    return at.do(
        book_session,
        id,
        then=f"/sessions/{id}",
        done="The place is booked.",
        person_id=None if form.name else form.person,
        name=form.name,
        creche=form.creche(),
        care=form.care,
    )
