"""What staff do on one proposal: approve, send back, offer, withdraw, the next best."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.approvals import list_approvals
from api.actions.asking import list_for_need
from api.actions.proposals import (
    allow_offer,
    approve_proposal,
    draft_next_best,
    offer_proposal,
    preview_offer,
    read_proposal,
    retry_proposal,
    send_back_proposal,
    withdraw_proposal,
)
from api.actions.reporting import read_report
from api.pages.at import At
from api.pages.calling import Asker, page
from api.pages.forms import Form
from api.pages.proposals import proposal
from api.reports.matching import drawings, matching_report

router = APIRouter(prefix="/proposals/{id}")
SHOWN = 5
"""How many who could be next are shown."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Approval(Form):
    """The digest of the reasons that were read."""

    digest: str = Field(min_length=64, max_length=64)


class SendBack(Form):
    """Why it goes back."""

    reason: str = Field(min_length=1, max_length=4_000, title="why it goes back")


class Offer(Form):
    """The digest of the message and card that were previewed."""

    digest: str = Field(min_length=64, max_length=64)


class Next(Form):
    """Who is next; the best who was not asked yet where nobody is chosen."""

    asset: UUID | None = Field(default=None, title="who is next")


@page(router, "POST", "/approval", approve_proposal, again=proposal)
def approve(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Approve a pair, having read its reasons; then on to the next that waits."""
    form = at.form(Approval)
    seen = at.done_with(approve_proposal, id, reasons_digest=form.digest)
    return _next(at, id, seen["scheme_id"], "Approved.")


@page(router, "POST", "/send-back", send_back_proposal, again=proposal)
def send_back(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Send a pair back with a reason; then on to the next that waits."""
    form = at.form(SendBack)
    seen = at.done_with(send_back_proposal, id, reason=form.reason)
    return _next(at, id, seen["scheme_id"], "Sent back, with your reason.")


@page(router, "POST", "/may-be-offered", allow_offer, again=proposal)
def allow(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Say that it may be offered."""
    done = "Noted: it may be offered."
    return at.do(allow_offer, id, then=f"/proposals/{id}", done=done)


@page(router, "GET", "/offer", preview_offer)
def preview(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show every message and the card, as a release now would send them."""
    return at.page(
        "proposals/offer.html",
        proposal=at.see(read_proposal, id),
        preview=at.see(preview_offer, id),
    )


@page(router, "POST", "/offer", offer_proposal, again=preview)
def offer(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Release it, as it was previewed."""
    form = at.form(Offer)
    seen = at.done_with(offer_proposal, id, preview=form.digest)
    held = not seen.get("available", True)
    done = "Not available today: nothing was sent." if held else "Offered."
    return at.go(f"/proposals/{id}", done=done)


@page(router, "POST", "/withdrawal", withdraw_proposal, again=proposal)
def withdraw(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Withdraw it; everything goes back at once."""
    done = "Withdrawn. Everything it held has gone back."
    return at.do(withdraw_proposal, id, then=f"/proposals/{id}", done=done)


@page(router, "POST", "/retry", retry_proposal, again=proposal)
def retry(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Look again whether a held one passes its gates today."""
    done = "Both sides are available again."
    return at.do(retry_proposal, id, then=f"/proposals/{id}", done=done)


@page(router, "GET", "/next-best", list_for_need)
def nearly(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show who could be next today, best first, with reasons."""
    seen = at.see(read_report, id)
    need = UUID(at.see(read_proposal, id)["needs"][0]["id"])
    found = at.see(list_for_need, need, top=SHOWN)
    return at.page("proposals/next.html", report=seen, found=found)


@page(router, "POST", "/next-best", draft_next_best, again=nearly)
def next_best(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Draft the next best for what came to nothing; nothing is sent."""
    form = at.form(Next)
    done = at.done_with(draft_next_best, id, asset_id=form.asset)
    said = "Drafted. Nothing is sent until you release it."
    return at.go(f"/proposals/{done['id']}", done=said)


@page(router, "GET", "/report", read_report)
def report(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show the matching report of a pair, to print."""
    seen = at.see(read_report, id)
    return at.page("proposals/report.html", report=seen, drawings=list(drawings(seen)))


@page(router, "GET", "/report.docx", read_report)
def document(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give the matching report of a pair as a document."""
    content = matching_report(at.see(read_report, id))
    name = f"matching-report-{id.hex[-8:]}.docx"
    return Response(
        content,
        media_type=DOCX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _next(at: At, id_: UUID, scheme: str, done: str) -> Response:
    """Lead to the next proposal that waits for an approval, else to their list."""
    found = at.see(list_approvals, UUID(scheme), after=id_, limit=1)
    if not found["items"]:
        return at.go("/approvals", done=done)
    said = f"{done} This is the next one that waits."
    return at.go(f"/proposals/{found['items'][0]['id']}", done=said)
