"""One proposal, as the child's side sees it: to read, and to say yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.proposals import answer_proposal, read_proposal, record_meeting
from api.pages import proposal_worker
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.wording import lines_of, parts_of, reader_of, words_of

router = APIRouter(prefix="/proposals")
YES = "Thank you. You said yes."
NO = "You said no. That is fine, and you do not have to say why."
MET = "Thank you. We have written down that you met."


class Answer(Form):
    """In which capacity somebody answers; nobody is asked why."""

    capacity: str = Field(default="", max_length=40)


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    if "needs" in seen:
        return proposal_worker.view(at, seen)
    if "scheme_id" not in seen:
        return at.page("proposals/family_over.html", proposal=seen)
    said = words_of(at, seen["scheme_id"])
    return at.page(
        "proposals/family.html",
        proposal=seen,
        words=said,
        reader=reader_of(at.roles),
        parts=parts_of(seen.get("why", ()), said),
        card=lines_of(at, seen["scheme_id"], "assets", seen.get("holder_card", {})),
        open="card" in seen,
    )


def again(at: At, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show it as it stands, with what went wrong."""
    return view(at, at.see(read_proposal, id))


@page(router, "POST", "/{id}/say-yes", answer_proposal, again=again)
def say_yes(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say yes, as oneself."""
    form = at.form(Answer)
    then = f"/proposals/{id}"
    return at.do(
        answer_proposal, id, then=then, done=YES, answer="yes", capacity=form.capacity
    )


@page(router, "POST", "/{id}/say-no", answer_proposal, again=again)
def say_no(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say no: it is honoured at once, and nobody is asked why."""
    form = at.form(Answer)
    then = f"/proposals/{id}"
    return at.do(
        answer_proposal, id, then=then, done=NO, answer="no", capacity=form.capacity
    )


@page(router, "POST", "/{id}/we-met", record_meeting, again=again)
def we_met(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Write that both sides met for the first time."""
    return at.do(record_meeting, id, then=f"/proposals/{id}", done=MET)
