"""The safeguarding lead keeps people apart, and away from places."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.people_apart import (
    end_keeping_apart,
    keep_apart_from,
    keep_away_from,
    keep_person_away,
    read_kept_apart,
)
from api.pages.calling import Asker, page
from api.pages.children_people import APART, AWAY, Apart, Away, EndApart

router = APIRouter(prefix="/people/{id}")


@page(router, "GET", "/apart", read_kept_apart)
def apart(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show from whom and where somebody is kept, and why."""
    return at.page("safety/apart.html", kept=at.see(read_kept_apart, id))


@page(router, "POST", "/apart", keep_apart_from, again=apart)
def keep_apart(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep somebody apart from somebody."""
    said = at.form(Apart).model_dump()
    return at.do(keep_apart_from, id, then=f"/people/{id}/apart", done=APART, **said)


@page(router, "POST", "/away", keep_away_from, again=apart)
def keep_away(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Keep somebody away from a place."""
    said = at.form(Away).model_dump()
    return at.do(keep_away_from, id, then=f"/people/{id}/apart", done=AWAY, **said)


@page(router, "POST", "/apart/end", end_keeping_apart, again=apart)
def end_apart(at: Asker, id: UUID) -> Response:  # noqa: A002
    """End one of them."""
    form, then, done = at.form(EndApart), f"/people/{id}/apart", "It has ended."
    if form.identity:
        more: dict[str, Any] = {"identity_id": form.identity}
        return at.do(end_keeping_apart, id, then=then, done=done, **more)
    more = {"lat": form.lat, "lon": form.lon, "km": 0.0, "why": ""}
    return at.do(keep_person_away, id, then=then, done=done, **more)
