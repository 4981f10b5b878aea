"""What is kept about oneself: where to read it, and how to have it put right."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.rights import ask_correction
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter(prefix="/mine/data")


class Correction(Form):
    """What is not right, in one's own words."""

    words: str = Field(min_length=1, max_length=2_000, title="what is not right")


@page(router, "GET", "", SIGNED_IN)
def data(at: Asker) -> Response:
    """Show where to read and save what is kept, and ask what is not right in it."""
    return at.page("mine/data.html", person=_oneself(at))


@page(router, "POST", "", ask_correction, again=data)
def correct(at: Asker) -> Response:
    """Ask for something to be put right."""
    form = at.form(Correction)
    done = "Thank you. Somebody will look at it and tell you."
    given = {"words": form.words, "then": "/mine/data", "done": done}
    return at.do(ask_correction, _oneself(at), **given)


def _oneself(at: At) -> UUID:
    if at.who.person_id is None:
        raise NotThere
    return at.who.person_id
