"""Hours: visits written down, taken out, counted and printed, for oneself alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, ValidationInfo, field_validator

from api.actions.hours import count_hours, list_hours, log_hours, strike_hours
from api.actions.matches_mine import list_my_matches
from api.pages.calling import After, Asker, page
from api.pages.forms import Form
from api.pages.mine import schemes_of

router = APIRouter(prefix="/mine/hours")


class Visit(Form):
    """A visit: which match, which day, and how long."""

    match: UUID = Field(title="whom you saw")
    day: date = Field(title="the day")
    hours: int = Field(default=0, ge=0, le=24, title="the hours")
    minutes: int = Field(
        default=0, ge=0, le=59, title="the minutes", validate_default=True
    )

    @field_validator("minutes")
    @classmethod
    def _takes_time(cls, minutes: int, info: ValidationInfo) -> int:
        if not minutes and info.data.get("hours") == 0:
            raise ValueError("Enter how long it was.")
        return minutes


@page(router, "GET", "", list_hours)
def hours(at: Asker, after: After = None) -> Response:
    """List one's visits, with how much that is, and a form for another."""
    matches = at.see(list_my_matches)["items"]
    return at.page(
        "mine/hours.html",
        visits=at.see(list_hours, after=after),
        total=at.see(count_hours),
        matches={match["id"]: match for match in matches},
        schemes=schemes_of(at, (match["scheme_id"] for match in matches)),
    )


@page(router, "POST", "", log_hours, again=hours)
def log(at: Asker) -> Response:
    """Write down a visit."""
    form = at.form(Visit)
    done = "Thank you. It is written down."
    given = {"day": form.day, "minutes": form.hours * 60 + form.minutes}
    return at.do(log_hours, form.match, then="/mine/hours", done=done, **given)


@page(router, "POST", "/{id}/strike", strike_hours, again=hours)
def strike(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Take out a visit that was written down wrongly."""
    return at.do(strike_hours, id, then="/mine/hours", done="It is taken out.")
