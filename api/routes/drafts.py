"""``/schemes/{id}/draft``: what a volunteer has answered so far, kept until sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.actions.drafts import drop_draft, keep_draft, read_draft, send_draft
from api.routes.calling import Caller, route
from api.routes.cells import CellsBody

router = APIRouter(tags=["drafts"])
Sheet = Annotated[Literal["assets", "staff"], Query()]


@route(router, "GET", "/schemes/{id}/draft", read_draft)
def mine(call: Caller, id: UUID, sheet: Sheet = "assets") -> Any:
    """Show one's own answers so far."""
    return call.see(read_draft, id, sheet=sheet)


@route(router, "POST", "/schemes/{id}/draft", keep_draft)
def keep(call: Caller, id: UUID, body: CellsBody, sheet: Sheet = "assets") -> Any:
    """Keep answers, beside those that are there."""
    return call.do(keep_draft, id, sheet=sheet, cells=body.values)


@route(router, "DELETE", "/schemes/{id}/draft", drop_draft)
def drop(call: Caller, id: UUID, sheet: Sheet = "assets") -> Any:
    """Forget every answer."""
    return call.do(drop_draft, id, sheet=sheet)


@route(router, "POST", "/schemes/{id}/draft/send", send_draft, status_code=201)
def send(call: Caller, id: UUID, sheet: Sheet = "assets") -> Any:
    """Offer what was answered."""
    return call.do(send_draft, id, sheet=sheet)
