"""The safeguarding lead's pages: concerns, suspensions, and what one would stop."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions.concerns import close_concern, list_concerns, read_concern
from api.actions.suspensions import (
    lift_suspension,
    list_suspensions,
    preview_suspension,
    read_suspension,
    suspend_person,
    suspend_steadily,
)
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter()
Concern = Annotated[UUID | None, Query(alias="concern")]


class Suspend(Form):
    """Why somebody is suspended, and the concern that it follows."""

    why: str = Field(title="why", max_length=4_000)
    concern: UUID | None = None


@page(router, "GET", "/concerns", list_concerns)
def concerns(at: Asker, after: After = None) -> Response:
    """List the concerns that a lead may hear of."""
    found = at.see(list_concerns, after=after)
    return at.page("safety/concerns.html", concerns=found)


@page(router, "GET", "/concerns/{id}", read_concern)
def concern(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show a concern with its words, and what can be done."""
    return at.page("safety/concern.html", concern=at.see(read_concern, id))


@page(router, "POST", "/concerns/{id}/close", close_concern, again=concern)
def close(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write that a concern was dealt with."""
    return at.do(close_concern, id, then="/concerns", done="The concern is closed.")


@page(router, "GET", "/people/{id}/suspend", suspend_person)
def before(at: Asker, id: UUID, concern: Concern = None) -> Response:  # noqa: A002
    """Show what a suspension would stop, before it is done."""
    stops = at.see(preview_suspension, id)
    after = at.value("concern", str(concern or ""))
    return at.page("safety/suspend.html", stops=stops, concern=after)


@page(router, "POST", "/people/{id}/suspend", suspend_person, again=before)
def suspend(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Suspend somebody everywhere, at once."""
    form = at.form(Suspend)
    done = at.done_with(
        suspend_person,
        id,
        by=lambda app, who, _, **asked: suspend_steadily(app, who, **asked),
        why=form.why,
        concern_id=form.concern,
    )
    return at.go(
        f"/suspensions/{done['id']}", done="This person is suspended everywhere."
    )


@page(router, "GET", "/suspensions", list_suspensions)
def suspensions(at: Asker, after: After = None) -> Response:
    """List suspensions, without their reasons."""
    found = at.see(list_suspensions, after=after)
    return at.page("safety/suspensions.html", suspensions=found)


@page(router, "GET", "/suspensions/{id}", read_suspension)
def suspension(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show a suspension with its reason."""
    return at.page("safety/suspension.html", suspension=at.see(read_suspension, id))


@page(router, "POST", "/suspensions/{id}/lift", lift_suspension, again=suspension)
def lift(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Lift a suspension; nothing that it stopped goes on by itself."""
    return at.do(
        lift_suspension,
        id,
        then=f"/suspensions/{id}",
        done="The suspension is lifted. What it stopped waits for a person.",
    )
