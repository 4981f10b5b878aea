"""Asking for a decision to be looked at again, by somebody who did not make it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.looking_again import ask_again_about_match, ask_again_about_proposal
from api.actions.matches import read_match
from api.actions.proposals import read_proposal
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter()
DONE = "Thank you. Somebody who did not decide this will look at it again."


class Again(Form):
    """What somebody would like to be looked at, in their own words."""

    words: str = Field(max_length=4_000, title="what you would like us to look at")


@page(router, "GET", "/proposals/{id}/again", ask_again_about_proposal)
def proposal_again(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Ask what should be looked at again."""
    at.see(read_proposal, id)
    return at.page("again/ask.html", to=f"/proposals/{id}/again", of=f"/proposals/{id}")


@page(
    *(router, "POST", "/proposals/{id}/again", ask_again_about_proposal),
    again=proposal_again,
)
def ask_about_proposal(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask for a second look at what was decided about a proposal."""
    form, then = at.form(Again), f"/proposals/{id}"
    return at.do(ask_again_about_proposal, id, then=then, done=DONE, words=form.words)


@page(router, "GET", "/matches/{id}/again", ask_again_about_match)
def match_again(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask what should be looked at again."""
    at.see(read_match, id)
    return at.page("again/ask.html", to=f"/matches/{id}/again", of=f"/matches/{id}")


@page(router, "POST", "/matches/{id}/again", ask_again_about_match, again=match_again)
def ask_about_match(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Ask for a second look at what was decided about a match."""
    form, then = at.form(Again), f"/matches/{id}"
    return at.do(ask_again_about_match, id, then=then, done=DONE, words=form.words)
