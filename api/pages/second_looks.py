"""Decisions to be looked at again: by somebody who did not decide, with an answer."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.looking_again import list_again, look_again, read_again
from api.pages.calling import After, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/again")
PLACES = {"proposal": "proposals", "match": "matches"}


class Look(Form):
    """What a second look came to, and what the asker is told."""

    outcome: Literal["stands", "to_be_changed"] = Field(title="what it came to")
    words: str = Field(title="what you tell them", max_length=4_000)


@page(router, "GET", "", list_again)
def agains(at: Asker, after: After = None) -> Response:
    """List what somebody asked to be looked at again."""
    return at.page("again/list.html", agains=at.see(list_again, after=after))


@page(router, "GET", "/{id}", read_again)
def again(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what was asked, what it is about, and the answer where there is one."""
    seen = at.see(read_again, id)
    about = seen["about"]
    return at.page(
        "again/look.html",
        again=seen,
        place=f"/{PLACES[about['kind']]}/{about['id']}",
        staff="words" in seen,
    )


@page(router, "POST", "/{id}/look", look_again, again=again)
def look(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write what a second look came to; it changes nothing by itself."""
    form = at.form(Look)
    return at.do(
        look_again,
        id,
        then=f"/again/{id}",
        done="Your answer is written down.",
        outcome=form.outcome,
        words=form.words,
    )
