"""Running a session: who leads it, who came, and calling it off."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.sessions import (
    GROUPS,
    cancel_session,
    preview_cancelling,
    read_session,
    register_who_came,
    session_people,
    set_leader,
    unbook_session,
    who_may_lead,
)
from api.actions.sessions_care import LONGEST, note_care
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/sessions")
SPARE = 4
"""Empty lines of a register for people who come without a booking."""


class Leading(Form):
    """Who leads, or no longer does."""

    person: UUID = Field(title="who leads")
    leads: bool = True


class Register(Form):
    """Who was booked, who of them came, and who came besides."""

    booked: list[UUID] = Field(default=[])
    came: list[UUID] = Field(default=[])
    joined: list[str] = Field(default=[], max_length=50)


class Person(Form):
    """Whose place is given back."""

    person: UUID = Field(title="whose place")


class Care(Form):
    """Whose children, and what is to be known of them."""

    person: UUID = Field(title="whose children")
    care: str = Field(default="", title="what to know", max_length=LONGEST)


@page(router, "GET", "/{id}/leaders", who_may_lead)
def leaders(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show who leads, and who may."""
    return at.page(
        "sessions/leaders.html",
        session=at.see(read_session, id),
        people=at.see(who_may_lead, id)["items"],
    )


@page(router, "POST", "/{id}/leaders", set_leader, again=leaders)
def lead(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say who leads a session, or no longer does."""
    form = at.form(Leading)
    return at.do(
        set_leader,
        id,
        then=f"/sessions/{id}/leaders",
        done="They lead it now." if form.leads else "They no longer lead it.",
        person_id=form.person,
        leads=form.leads,
    )


@page(router, "GET", "/{id}/register", session_people)
def register(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show the register: one tick a line, also on paper."""
    found = at.see(read_session, id)
    return at.page(
        "sessions/register.html",
        session=found,
        people=at.see(session_people, id)["items"],
        begun=found["starts_at"] <= at.app.now().isoformat(),
        groups=GROUPS,
        spare=range(SPARE),
    )


@page(router, "POST", "/{id}/register", register_who_came, again=register)
def keep_register(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Register who came."""
    form = at.form(Register)
    came = {str(person): person in form.came for person in form.booked}
    return at.do(
        register_who_came,
        id,
        then=f"/sessions/{id}/register",
        done="The register is kept.",
        came=came,
        joined=form.joined,
    )


@page(router, "POST", "/{id}/care", note_care, again=register)
def care(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down what whoever looks after their children has to know."""
    form = at.form(Care)
    return at.do(
        note_care,
        id,
        then=f"/sessions/{id}/register",
        done="It is on the register.",
        person_id=form.person,
        care=form.care,
    )


@page(router, "POST", "/{id}/give-back", unbook_session, again=register)
def give_back(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give somebody's place back, as they asked."""
    form = at.form(Person)
    return at.do(
        unbook_session,
        id,
        then=f"/sessions/{id}/register",
        done="The place is free again.",
        person_id=form.person,
    )


@page(router, "GET", "/{id}/cancel", preview_cancelling)
def cancelling(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show the notice that a cancellation sends, and to how many."""
    return at.page(
        "sessions/cancel.html",
        session=at.see(read_session, id),
        notice=at.see(preview_cancelling, id),
    )


@page(router, "POST", "/{id}/cancel", cancel_session, again=cancelling)
def cancel(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Cancel a session; whoever comes is told."""
    told = at.done_with(cancel_session, id)["told"]
    people = "1 person is" if told == 1 else f"{told} people are"
    return at.go(
        f"/sessions/{id}",
        done=f"The session is cancelled. {people} told.",
    )
