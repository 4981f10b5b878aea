"""What a holder does with a proposal: answers, asks, meets, goes on or does not."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.proposals_answering import answer_proposal
from api.actions.proposals_disclosing import record_meeting
from api.pages.calling import Asker, page
from api.pages.forms import Form, Unfilled, Wrong
from api.pages.proposals import proposal

router = APIRouter(prefix="/proposals")
DONE = {
    "yes": "Thank you. We have your yes, and will tell you what comes next.",
    "question": "Thank you. Your question is with us. We will come back to you.",
    "no": "Thank you for telling us. We will not ask you about this one again.",
}


class Answer(Form):
    """A holder's answer; only a no has a reason, and only by its code."""

    answer: Literal["yes", "no", "question"] = Field(title="your answer")
    why: str = Field(default="", max_length=40)
    words: str = Field(default="", max_length=2_000, title="your question")


@page(router, "POST", "/{id}/holder-answer", answer_proposal, again=proposal)
def answer(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Say yes or no, or ask something first."""
    form = at.form(Answer)
    if form.answer == "no" and not form.why:
        raise Unfilled([Wrong("why", "Choose what comes closest.")])
    if form.answer == "question" and not form.words:
        raise Unfilled([Wrong("words", "Write what you would like to ask.")])
    return at.do(
        answer_proposal,
        id,
        answer=form.answer,
        capacity="holder",
        why=form.why if form.answer == "no" else "",
        words=form.words if form.answer == "question" else "",
        then="/mine" if form.answer == "no" else f"/proposals/{id}",
        done=DONE[form.answer],
    )


@page(router, "POST", "/{id}/holder-met", record_meeting, again=proposal)
def met(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Record a first meeting."""
    done = "Thank you. It is written down that you have met."
    return at.do(record_meeting, id, then=f"/proposals/{id}", done=done)
