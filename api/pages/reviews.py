"""Looking back at a match: when, what became of each thing hoped for, and words."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.matches import read_match
from api.actions.reviews import KINDS, OUTCOMES, hold_review, plan_review, read_review
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter()
PREFIX = "outcome-"
"""Before the name of each thing hoped for, in the form of a review."""


class Plan(Form):
    """When to look back, and how."""

    kind: Literal["review", "supervision", "meeting"] = Field(title="what it is")
    due: date = Field(title="the day")


class Held(Form):
    """When a look back was held, and what was said."""

    held_on: date | None = Field(default=None, title="the day it was held")
    words: str = Field(default="", title="what was said", max_length=4_000)


@page(router, "GET", "/matches/{id}/reviews", plan_review)
def planning(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask when to look back."""
    kinds = [(kind, kind.capitalize()) for kind in KINDS]
    return at.page("matches/plan.html", match=at.see(read_match, id), kinds=kinds)


@page(router, "POST", "/matches/{id}/reviews", plan_review, again=planning)
def plan(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down a date on which to look back."""
    form = at.form(Plan)
    return at.do(
        plan_review,
        id,
        then=f"/matches/{id}",
        done="The date is written down.",
        kind=form.kind,
        due=form.due,
    )


@page(router, "GET", "/reviews/{id}", read_review)
def review(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show a look back, or ask what it found."""
    seen = at.see(read_review, id)
    holds = bool(at.roles & {"coordinator", "worker"})
    outcomes = [(code, code.replace("_", " ").capitalize()) for code in OUTCOMES]
    return at.page("matches/review.html", review=seen, holds=holds, outcomes=outcomes)


@page(router, "POST", "/reviews/{id}/held", hold_review, again=review)
def hold(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write down what a look back found, outcome by outcome."""
    form = at.form(Held)
    said = {
        name.removeprefix(PREFIX): str(at.sent[name])
        for name in at.sent
        if name.startswith(PREFIX) and at.sent[name]
    }
    return at.do(
        hold_review,
        id,
        then=f"/reviews/{id}",
        done="It is written down.",
        outcomes=said,
        words=form.words,
        held_on=form.held_on,
    )
