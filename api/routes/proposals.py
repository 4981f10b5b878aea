"""``/proposals``: each step of one, and its decisions."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.approvals import list_approvals
from api.actions.proposals import (
    allow_offer,
    answer_proposal,
    approve_proposal,
    disclose_proposal,
    draft_next_best,
    list_mine,
    list_proposals,
    offer_proposal,
    preview_details,
    preview_offer,
    read_proposal,
    record_meeting,
    record_shown,
    retry_proposal,
    send_back_proposal,
    withdraw_proposal,
)
from api.actions.reporting import read_report
from api.actions.reviewing_choices import read_choices
from api.actions.reviewing_others import read_others
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["proposals"])
_WORDS = 4_000


class Approval(Body):
    """The digest of the reasons that were read."""

    reasons_digest: str = Field(min_length=64, max_length=64)


class SendBack(Body):
    """Why it goes back."""

    reason: str = Field(min_length=1, max_length=_WORDS)


class Offer(Body):
    """The digest that the preview gave."""

    preview: str = Field(min_length=64, max_length=64)


class Answer(Body):
    """A yes, a no, or a question; why is asked of a holder alone."""

    answer: Literal["yes", "no", "question"]
    capacity: str = Field(default="", max_length=40)
    why: str = Field(default="", max_length=40)
    words: str = Field(default="", max_length=_WORDS)


class Shown(Body):
    """How a child was asked, and what they showed."""

    need_id: UUID
    answer: Literal["yes", "no"]
    how: str = Field(min_length=1, max_length=_WORDS)
    shown: str = Field(min_length=1, max_length=_WORDS)
    cannot_say: bool = False


class NextBest(Body):
    """Whom of today's shortlist; the first who was not asked where left out."""

    asset_id: UUID | None = None


@route(router, "GET", "/schemes/{id}/proposals", list_proposals)
def every(
    call: Caller,
    id: UUID,
    *,
    round_id: UUID | None = None,
    state: Annotated[str, Query(max_length=20)] = "",
    cursor: After = None,
    limit: Limit = 50,
) -> Any:
    """List a scheme's proposals."""
    return call.see(
        list_proposals, id, round_id=round_id, state=state, after=cursor, limit=limit
    )


@route(router, "GET", "/schemes/{id}/approvals", list_approvals)
def approvals(call: Caller, id: UUID, cursor: After = None, limit: Limit = 50) -> Any:
    """List what waits for a second pair of eyes, oldest first."""
    return call.see(list_approvals, id, after=cursor, limit=limit)


@route(router, "GET", "/proposals", list_mine)
def mine(call: Caller, cursor: After = None, limit: Limit = 50) -> Any:
    """List the proposals that have come to the caller."""
    return call.see(list_mine, after=cursor, limit=limit)


@route(router, "GET", "/proposals/{id}", read_proposal)
def read(call: Caller, id: UUID) -> Any:
    """Show a proposal, as far as the caller may see it at its step."""
    return call.see(read_proposal, id)


@route(router, "GET", "/proposals/{id}/report", read_report)
def report(call: Caller, id: UUID) -> Any:
    """Show the matching report of a pair."""
    return call.see(read_report, id)


@route(router, "GET", "/proposals/{id}/choices", read_choices)
def choices(call: Caller, id: UUID) -> Any:
    """Show what could be ruled about a pair, and what stands ruled."""
    return call.see(read_choices, id)


@route(router, "GET", "/proposals/{id}/others", read_others)
def others(call: Caller, id: UUID, top: Annotated[int, Query(ge=1, le=50)] = 8) -> Any:
    """Show whom else the need could go to by what the round froze, best first."""
    return call.see(read_others, id, top=top)


@route(router, "POST", "/proposals/{id}/approval", approve_proposal)
def approve(call: Caller, id: UUID, body: Approval) -> Any:
    """Approve the pair, having read these reasons."""
    return call.do(approve_proposal, id, reasons_digest=body.reasons_digest)


@route(router, "POST", "/proposals/{id}/send-back", send_back_proposal)
def send_back(call: Caller, id: UUID, body: SendBack) -> Any:
    """Send the pair back, with a reason."""
    return call.do(send_back_proposal, id, reason=body.reason)


@route(router, "POST", "/proposals/{id}/may-be-offered", allow_offer)
def allow(call: Caller, id: UUID) -> Any:
    """Say, for the child's side, that it may be offered."""
    return call.do(allow_offer, id)


@route(router, "GET", "/proposals/{id}/preview", preview_offer)
def preview(call: Caller, id: UUID) -> Any:
    """Show the message and the card as a release now would send them."""
    return call.see(preview_offer, id)


@route(router, "POST", "/proposals/{id}/offer", offer_proposal)
def offer(call: Caller, id: UUID, body: Offer) -> Any:
    """Release it, as it was previewed."""
    return call.do(offer_proposal, id, preview=body.preview)


@route(router, "POST", "/proposals/{id}/decisions", answer_proposal)
def decide(call: Caller, id: UUID, body: Answer) -> Any:
    """Say yes or no, or ask something back."""
    return call.do(answer_proposal, id, **body.model_dump())


@route(router, "POST", "/proposals/{id}/shown", record_shown)
def show(call: Caller, id: UUID, body: Shown) -> Any:
    """Record how a child was asked and what they showed."""
    return call.do(record_shown, id, **body.model_dump())


@route(router, "GET", "/proposals/{id}/details", preview_details)
def details(call: Caller, id: UUID) -> Any:
    """Show exactly what a release now would show, and to whom."""
    return call.see(preview_details, id)


@route(router, "POST", "/proposals/{id}/details", disclose_proposal)
def disclose(call: Caller, id: UUID) -> Any:
    """Release the fixed list of details."""
    return call.do(disclose_proposal, id)


@route(router, "POST", "/proposals/{id}/meeting", record_meeting)
def meet(call: Caller, id: UUID) -> Any:
    """Record a first meeting, for one's own side."""
    return call.do(record_meeting, id)


@route(router, "POST", "/proposals/{id}/withdrawal", withdraw_proposal)
def withdraw(call: Caller, id: UUID) -> Any:
    """Withdraw it; everything goes back at once."""
    return call.do(withdraw_proposal, id)


@route(router, "POST", "/proposals/{id}/retry", retry_proposal)
def retry(call: Caller, id: UUID) -> Any:
    """Look again whether a held one passes its gates today."""
    return call.do(retry_proposal, id)


@route(router, "POST", "/proposals/{id}/next-best", draft_next_best)
def next_best(call: Caller, id: UUID, body: NextBest) -> Any:
    """Draft the next best for what came to nothing."""
    return call.do(draft_next_best, id, asset_id=body.asset_id)
