"""Who speaks for a child, whom a child is kept apart from, and where they are not."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.people_apart import (
    end_keeping_apart,
    keep_apart_from,
    keep_away_from,
    keep_person_away,
    read_kept_apart,
)
from api.actions.speakers import end_speaker, list_speakers, record_speaker_known_as
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.children import childs_need
from api.pages.forms import Form

router = APIRouter(prefix="/children")
CAPACITIES = (
    ("parental-responsibility", "A person with parental responsibility"),
    ("advocate", "An advocate"),
    ("council", "The council, under a care order"),
    ("worker", "Another worker"),
)
"""In which capacity somebody speaks for a child."""
APART = "Kept apart, in every scheme. The reason is nowhere else to be seen."
AWAY = "Kept away from there. The reason is nowhere else to be seen."


class Speaks(Form):
    """Who speaks for a child, as what, and from when."""

    known_as: str = Field(max_length=200, title="how they are known here")
    capacity: str = Field(max_length=40, title="as what they speak")
    starts: date = Field(title="the first day")


class Ends(Form):
    """Which record ends."""

    speaker: UUID


class Apart(Form):
    """From whom a child is kept apart, and why."""

    known_as: str = Field(max_length=200, title="how they are known here")
    why: str = Field(max_length=4_000, title="why")


class Away(Form):
    """From where a child is kept away, and why."""

    postcode: str = Field(max_length=10, title="the postcode")
    km: float = Field(ge=0.5, le=50, title="how far around it")
    why: str = Field(max_length=4_000, title="why")


class EndApart(Form):
    """Which of the two ends: with somebody, or around a place."""

    identity: UUID | None = None
    lat: float = 0
    lon: float = 0


@page(router, "GET", "/{id}/speakers", list_speakers)
def speakers(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show who speaks for a child, now and before."""
    need, person = _child(at, id)
    return at.page(
        "children/speakers.html",
        need=need,
        speakers=at.see(list_speakers, person)["items"],
        capacities=CAPACITIES,
        known=dict(CAPACITIES),
    )


@page(router, "POST", "/{id}/speakers", record_speaker_known_as, again=speakers)
def add_speaker(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down that somebody speaks for a child."""
    _, person = _child(at, id)
    said = at.form(Speaks).model_dump()
    then, done = f"/children/{id}/speakers", "Written down."
    return at.do(record_speaker_known_as, person, then=then, done=done, **said)


@page(router, "POST", "/{id}/speakers/end", end_speaker, again=speakers)
def no_longer(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down that today is the last day on which somebody speaks for a child."""
    then, done = f"/children/{id}/speakers", "Today is their last day."
    return at.do(end_speaker, at.form(Ends).speaker, then=then, done=done)


@page(router, "GET", "/{id}/apart", read_kept_apart)
def apart(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show from whom and where a child is kept, and why."""
    need, person = _child(at, id)
    kept = at.see(read_kept_apart, person)
    return at.page("children/apart.html", need=need, kept=kept)


@page(router, "POST", "/{id}/apart", keep_apart_from, again=apart)
def keep_apart(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep a child apart from somebody."""
    _, person = _child(at, id)
    said = at.form(Apart).model_dump()
    then = f"/children/{id}/apart"
    return at.do(keep_apart_from, person, then=then, done=APART, **said)


@page(router, "POST", "/{id}/away", keep_away_from, again=apart)
def keep_away(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep a child away from a place."""
    _, person = _child(at, id)
    said = at.form(Away).model_dump()
    then = f"/children/{id}/apart"
    return at.do(keep_away_from, person, then=then, done=AWAY, **said)


@page(router, "POST", "/{id}/apart/end", end_keeping_apart, again=apart)
def end_apart(at: Asker, id: UUID) -> Response:  # noqa: A002
    """End one of them."""
    _, person = _child(at, id)
    form, then, done = at.form(EndApart), f"/children/{id}/apart", "It has ended."
    if form.identity:
        more: dict[str, Any] = {"identity_id": form.identity}
        return at.do(end_keeping_apart, person, then=then, done=done, **more)
    more = {"lat": form.lat, "lon": form.lon, "km": 0.0, "why": ""}
    return at.do(keep_person_away, person, then=then, done=done, **more)


def _child(at: At, id: UUID) -> tuple[dict[str, Any], UUID]:  # noqa: A002
    """Return a child's need and the id of their person, which a worker reads."""
    need = childs_need(at, id)
    return need, UUID(need["person_id"])
