"""``/people/{id}`` rights: access, correction, erasure, holds; and keeping."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse
from pydantic import Field

from api.actions.erasing import erase_person, list_erasures
from api.actions.exporting import as_text, export_person
from api.actions.holds import lift_hold, list_holds, place_hold
from api.actions.retention import preview_retention, rewrap_all, run_retention
from api.actions.rights import ask_correction, find_people, list_views
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["rights"])


class HoldBody(Body):
    """Under which rule, and until when."""

    rule: str = Field(min_length=3, max_length=200)
    until: date | None = None


class Correction(Body):
    """What is not right."""

    words: str = Field(min_length=1, max_length=4_000)


_EITHER = {
    "description": "Everything kept of somebody.",
    "content": {
        "application/json": {"schema": {"type": "object"}},
        "text/plain": {"schema": {"type": "string"}},
    },
}


@route(router, "GET", "/people/{id}/export", export_person, responses={200: _EITHER})
def export(call: Caller, id: UUID, form: Literal["json", "text"] = "json") -> Any:
    """Give everything kept of somebody, for machines or for people to read."""
    seen = call.see(export_person, id)
    if form == "json":
        return seen
    return PlainTextResponse(as_text(seen), headers={"Cache-Control": "no-store"})


@route(router, "GET", "/organisations/{id}/people", find_people)
def people(
    call: Caller, id: UUID, ref: Annotated[str, Query(max_length=100)] = ""
) -> Any:
    """Find a person by the ref of a sheet."""
    return call.see(find_people, id, ref=ref)


@route(router, "POST", "/people/{id}/corrections", ask_correction, status_code=201)
def correct(call: Caller, id: UUID, body: Correction) -> Any:
    """Ask for what is kept of you to be put right."""
    return call.do(ask_correction, id, words=body.words)


@route(router, "GET", "/people/{id}/views", list_views)
def views(call: Caller, id: UUID, after: After = None, limit: Limit = 50) -> Any:
    """Show who read somebody's record."""
    return call.see(list_views, id, after=after, limit=limit)


@route(router, "GET", "/people/{id}/erasure", list_erasures)
def erasures(call: Caller, id: UUID) -> Any:
    """Show what was erased of somebody, and what was kept."""
    return call.see(list_erasures, id)


@route(router, "POST", "/people/{id}/erasure", erase_person)
def erase(call: Caller, id: UUID) -> Any:
    """Erase somebody; the answer says what is kept, and under which rule."""
    return call.do(erase_person, id)


@route(router, "GET", "/people/{id}/holds", list_holds)
def holds(call: Caller, id: UUID) -> Any:
    """Show somebody's legal holds."""
    return call.see(list_holds, id)


@route(router, "POST", "/people/{id}/holds", place_hold, status_code=201)
def hold(call: Caller, id: UUID, body: HoldBody) -> Any:
    """Place a legal hold."""
    return call.do(place_hold, id, rule=body.rule, until=body.until)


@route(router, "POST", "/holds/{id}/lift", lift_hold)
def lift(call: Caller, id: UUID) -> Any:
    """Lift a legal hold."""
    return call.do(lift_hold, id)


@route(router, "GET", "/organisations/{id}/retention", preview_retention)
def preview(call: Caller, id: UUID) -> Any:
    """Show what would be deleted by the retention table now."""
    return call.see(preview_retention, id)


@route(router, "POST", "/organisations/{id}/retention", run_retention)
def run(call: Caller, id: UUID) -> Any:
    """Delete what the retention table says is due."""
    return call.do(run_retention, id)


@route(router, "POST", "/organisations/{id}/keys", rewrap_all)
def rewrap(call: Caller, id: UUID) -> Any:
    """Wrap people's keys with the newest master key."""
    return call.do(rewrap_all, id)
