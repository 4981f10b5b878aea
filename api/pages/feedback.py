"""Feedback: somebody signed in writes it; everybody else is given a person to call."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.feedback import give_feedback
from api.pages.calling import OPEN, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/feedback")


class Feedback(Form):
    """What somebody wants to say about the pages."""

    words: str = Field(title="what you would like to tell us", max_length=4_000)


@page(router, "GET", "", OPEN)
def feedback(at: Asker) -> Response:
    """Ask what works and what does not."""
    return at.page("front/feedback.html")


@page(router, "POST", "", give_feedback, again=feedback)
def give(at: Asker) -> Response:
    """Pass on what somebody says about the pages."""
    return at.do(
        give_feedback,
        then="/feedback",
        done="Thank you. A person will read it.",
        words=at.form(Feedback).words,
    )
