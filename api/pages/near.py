"""What is on near you: for anybody, without an account.

The place that somebody types comes in the body of a form: it is in no address, no log,
no cookie and no record.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.listings import KINDS, find_session, find_sessions
from api.actions.sign_in_starting import TooOften, count_try
from api.errors import Problem
from api.pages.at import At
from api.pages.calling import OPEN, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/near")
OLDER = range(1, 19)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Near(Form):
    """Where somebody is, and what they look for."""

    place: str = Field(title="a postcode", max_length=10)
    age: int | None = Field(default=None, title="the age", ge=0, le=18)
    day: Literal["", "0", "1", "2", "3", "4", "5", "6"] = ""
    kind: str = Field(default="", max_length=60)


@page(router, "GET", "", OPEN)
def ask(at: Asker) -> Response:
    """Ask where somebody is."""
    return _page(at, None)


@page(router, "POST", "", OPEN, again=ask)
def near(at: Asker) -> Response:
    """Show what is on near a place; a robot that asks on and on is told to wait."""
    _not_too_often(at)
    form = at.form(Near)
    found = at.look_in(
        find_sessions,
        place=form.place,
        age=form.age,
        weekday=int(form.day) if form.day else None,
        kind=form.kind,
    )
    at.said = form.model_dump()
    return _page(at, found)


@page(router, "GET", "/{id}", OPEN)
def session(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show one session that is listed."""
    found = at.look_in(find_session, id)
    return at.page("near/session.html", session=found)


def _not_too_often(at: At) -> None:
    """Count a search by where it comes from alone: what is typed is counted nowhere.

    Raises
    ------
    Problem
        429.
    """
    try:
        count_try(at.app, "near", address="", source=at.source)
    except TooOften:
        raise Problem(429, "") from None


def _distance(line: dict[str, Any]) -> str:
    return str(line["distance"])


def _page(at: At, found: dict[str, Any] | None) -> Response:
    days: list[tuple[str, str]] = [("", "Any day")]
    days += [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    lines = found["items"] if found else []
    bands = [(said, list(each)) for said, each in groupby(lines, _distance)]
    return at.page(
        "near/near.html",
        found=found,
        bands=bands,
        ages=[("", "Any age"), ("0", "Under 1"), *((str(n), str(n)) for n in OLDER)],
        days=days,
        kinds=[("", "Anything"), *KINDS.items()],
    )
