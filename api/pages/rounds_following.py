"""After a release: who has answered, who owes an answer, and what may come next."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.rounds import read_round
from api.actions.rounds_standing import count_proposals, list_answers
from api.actions.schemes import read_scheme
from api.pages.calling import After, Asker, page
from api.permissions import ProposalState

router = APIRouter()


@page(router, "GET", "/rounds/{id}/answers", list_answers)
def answers(
    at: Asker,
    id: UUID,  # noqa: A002 - a path calls its id "id"
    after: After = None,
    state: ProposalState = "offered",
) -> Response:
    """Show how a round's offers stand, step by step."""
    seen = at.see(read_round, id)
    return at.page(
        "rounds/answers.html",
        round=seen,
        scheme=at.see(read_scheme, UUID(seen["scheme"])),
        counts=at.see(count_proposals, id),
        found=at.see(list_answers, id, state=state, after=after),
        state=state,
    )
