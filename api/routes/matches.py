"""``/matches`` with ``/reviews``, and emergencies outside the terms."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.emergencies import (
    list_emergencies,
    read_emergency,
    record_emergency,
    settle_emergency,
)
from api.actions.matches import (
    end_match,
    extend_match,
    hand_over,
    list_matches,
    pause_match,
    read_match,
    resume_match,
    stop_match,
)
from api.actions.matches_mine import list_my_matches
from api.actions.reviews import hold_review, plan_review, read_review
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["matches"])
Code = Annotated[str, Field(max_length=40)]
_WORDS = 4_000


class Extension(Body):
    """A later planned end."""

    planned_end: date


class End(Body):
    """Why it ends."""

    why: Code = "planned_end"


class Stop(Body):
    """Why it stops, and whether its needs wait for somebody again."""

    why: Code
    words: str = Field(default="", max_length=_WORDS)
    waits: bool = True


class Plan(Body):
    """When to look back."""

    kind: Literal["review", "supervision", "meeting"] = "review"
    due: date


class Held(Body):
    """What became of each wanted outcome, and what was said."""

    outcomes: dict[Code, Code] = Field(max_length=30)
    words: str = Field(default="", max_length=_WORDS)
    held_on: date | None = None


class Emergency(Body):
    """Who is where outside the terms, and since when."""

    need_id: UUID
    asset_id: UUID
    starts: date


@route(router, "GET", "/schemes/{id}/matches", list_matches)
def every(
    call: Caller,
    id: UUID,
    state: Annotated[str, Query(max_length=20)] = "",
    cursor: After = None,
    limit: Limit = 50,
    *,
    late: bool = False,
) -> Any:
    """List a scheme's matches; the late ones have a date behind them."""
    return call.see(list_matches, id, state=state, late=late, after=cursor, limit=limit)


@route(router, "GET", "/matches", list_my_matches)
def mine(call: Caller, cursor: After = None, limit: Limit = 50) -> Any:
    """List the caller's own matches."""
    return call.see(list_my_matches, after=cursor, limit=limit)


@route(router, "GET", "/matches/{id}", read_match)
def read(call: Caller, id: UUID) -> Any:
    """Show a match."""
    return call.see(read_match, id)


@route(router, "POST", "/matches/{id}/pause", pause_match)
def pause(call: Caller, id: UUID) -> Any:
    """Pause a match."""
    return call.do(pause_match, id)


@route(router, "POST", "/matches/{id}/resume", resume_match)
def resume(call: Caller, id: UUID) -> Any:
    """Go on with a paused match."""
    return call.do(resume_match, id)


@route(router, "POST", "/matches/{id}/extension", extend_match)
def extend(call: Caller, id: UUID, body: Extension) -> Any:
    """Extend a match to a later planned end."""
    return call.do(extend_match, id, planned_end=body.planned_end)


@route(router, "POST", "/matches/{id}/end", end_match)
def end(call: Caller, id: UUID, body: End) -> Any:
    """End a match well."""
    return call.do(end_match, id, why=body.why)


@route(router, "POST", "/matches/{id}/stop", stop_match)
def stop(call: Caller, id: UUID, body: Stop) -> Any:
    """Stop a match before its end."""
    return call.do(stop_match, id, **body.model_dump())


@route(router, "POST", "/matches/{id}/handover", hand_over)
def handover(call: Caller, id: UUID) -> Any:
    """End a match so that somebody else can take over."""
    return call.do(hand_over, id)


@route(router, "POST", "/matches/{id}/reviews", plan_review, status_code=201)
def plan(call: Caller, id: UUID, body: Plan) -> Any:
    """Write down a date on which to look back."""
    return call.do(plan_review, id, **body.model_dump())


@route(router, "GET", "/reviews/{id}", read_review)
def look_back(call: Caller, id: UUID) -> Any:
    """Show a review."""
    return call.see(read_review, id)


@route(router, "POST", "/reviews/{id}/held", hold_review)
def hold(call: Caller, id: UUID, body: Held) -> Any:
    """Write down what a review found."""
    return call.do(hold_review, id, **body.model_dump())


@route(router, "POST", "/schemes/{id}/emergencies", record_emergency, status_code=201)
def emergency(call: Caller, id: UUID, body: Emergency) -> Any:
    """Record an emergency placement outside the terms."""
    return call.do(record_emergency, id, **body.model_dump())


@route(router, "GET", "/schemes/{id}/emergencies", list_emergencies)
def emergencies(
    call: Caller,
    id: UUID,
    cursor: After = None,
    limit: Limit = 50,
) -> Any:
    """List emergency placements that are not settled."""
    return call.see(list_emergencies, id, after=cursor, limit=limit)


@route(router, "GET", "/emergencies/{id}", read_emergency)
def read_one(call: Caller, id: UUID) -> Any:
    """Show an emergency placement."""
    return call.see(read_emergency, id)


@route(router, "POST", "/emergencies/{id}/settlement", settle_emergency)
def settle(call: Caller, id: UUID) -> Any:
    """Record that it was settled."""
    return call.do(settle_emergency, id)
