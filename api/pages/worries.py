"""A worry, told from the foot of any page: about what that page shows, or nobody."""

from __future__ import annotations

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.actions import Action
from api.actions.concerns import (
    report_about_match,
    report_about_person,
    report_about_proposal,
    report_about_session,
    report_concern,
)
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.forms import Form
from api.permissions import NotThere

router = APIRouter(prefix="/concern")
From = Annotated[str, Query(alias="from", max_length=200)]
_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OURS = re.compile(r"/[a-z0-9-]+(?:/[a-z0-9-]+)*", re.ASCII)
_ABOUT = re.compile(rf"/(proposals|matches|sessions|people)/({_ID})(?:/.*)?", re.ASCII)
_ACTIONS: dict[str, tuple[Action, str]] = {
    "proposals": (report_about_proposal, "what that page was about"),
    "matches": (report_about_match, "the match on that page"),
    "sessions": (report_about_session, "the session on that page"),
    "people": (report_about_person, "the person on that page"),
}


class Worry(Form):
    """What worries somebody, and whether it is about the page they came from."""

    words: str = Field(title="what worries you", max_length=4_000)
    about: str = Field(default="else", max_length=10)
    page: str = Field(default="", max_length=200)


@page(router, "GET", "", SIGNED_IN)
def worry(at: Asker, came: From = "") -> Response:
    """Ask what worries somebody."""
    came = _ours(str(at.value("page", came)))
    found = _ABOUT.fullmatch(came)
    about = _ACTIONS[found[1]][1] if found else ""
    return at.page("safety/worry.html", came=came, about=about)


@page(router, "POST", "", report_concern, again=worry)
def tell(at: Asker) -> Response:
    """Pass a worry on, and say what happens now."""
    form = at.form(Worry)
    found = _ABOUT.fullmatch(form.page) if form.about == "page" else None
    if found is None or not _told_about(at, found[1], UUID(found[2]), form.words):
        at.done_with(report_concern, words=form.words)
    return at.go(f"/concern/thank-you?from={_ours(form.page)}")


@page(router, "GET", "/thank-you", SIGNED_IN)
def thank_you(at: Asker, came: From = "") -> Response:
    """Say who reads a worry, and what happens now."""
    return at.page("safety/thank_you.html", came=_ours(came))


def _told_about(at: At, kind: str, id_: UUID, words: str) -> bool:
    """Report it about a thing; where that is not theirs to name, it is of nobody.

    Either way the answer is the same, so that it tells nobody what there is.
    """
    try:
        at.done_with(_ACTIONS[kind][0], id_, words=words)
    except NotThere:
        return False
    return True


def _ours(path: str) -> str:
    """Return an address of a page of ours that holds no words, else nothing."""
    return path if _OURS.fullmatch(path) else ""
