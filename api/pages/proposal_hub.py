"""One proposal, as the hub sees it: its word that it may be offered, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.proposals import allow_offer, answer_proposal, read_proposal
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.wording import lines_of, parts_of, words_of

router = APIRouter(prefix="/proposals")
SAID = {
    "drafted": "Proposed; nobody has heard of it",
    "offered": "Offered; waits for answers",
    "agreed": "Agreed",
    "declined": "Somebody said no",
    "lapsed": "Nobody answered in time",
    "withdrawn": "Taken back",
}


class Answer(Form):
    """The hub's answer."""

    answer: Literal["yes", "no"] = Field(title="yes or no")


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    scheme = seen.get("scheme_id")
    return at.page(
        "proposals/hub.html",
        proposal=seen,
        now=SAID.get(seen["state"], seen["state"]),
        words=words_of(at, scheme, "staff") if scheme else {},
        parts=parts_of(seen.get("why", ()), {}),
        cards=[lines_of(at, scheme, "needs", card) for card in seen.get("card", ())]
        if scheme
        else [],
        holder=lines_of(at, scheme, "assets", seen.get("holder_card", {}))
        if scheme
        else [],
        waits=list(seen.get("waits_for", ())),
    )


def again(at: At, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show it as it stands, with what went wrong."""
    return view(at, at.see(read_proposal, id))


@page(router, "POST", "/{id}/hub/allow", allow_offer, again=again)
def allow(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say, for the hub, that it may be offered."""
    done = "You said that this may be offered. A coordinator sends it."
    return at.do(allow_offer, id, then=f"/proposals/{id}", done=done)


@page(router, "POST", "/{id}/hub/answer", answer_proposal, again=again)
def answer(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say yes or no for the hub."""
    said = at.form(Answer).answer
    then, done = f"/proposals/{id}", "Your answer is kept."
    return at.do(answer_proposal, id, then=then, done=done, answer=said, capacity="hub")
