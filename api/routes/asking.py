"""What staff ask of today's records: a shortlist, why not a pair, insight."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from api.actions.asking import explain_pair, list_for_need, read_insight
from api.actions.checks import list_checks
from api.actions.counting import count_today
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["asking"])


@route(router, "GET", "/needs/{id}/shortlist", list_for_need)
def shortlist(
    call: Caller,
    id: UUID,
    top: Annotated[int, Query(ge=1, le=50)] = 5,
) -> Any:
    """Show who could be asked for a need today, best for it first."""
    return call.see(list_for_need, id, top=top)


@route(router, "GET", "/needs/{id}/why-not/{asset}", explain_pair)
def why_not(call: Caller, id: UUID, asset: UUID) -> Any:
    """Show every rule's word on one pair."""
    return call.see(explain_pair, id, asset_id=asset)


@route(router, "GET", "/schemes/{id}/checks", list_checks)
def checks(
    call: Caller,
    id: UUID,
    *,
    every: bool = False,
    cursor: After = None,
    limit: Limit = 25,
) -> Any:
    """Show how checks stand today: those that were warned of, or every one."""
    return call.see(list_checks, id, every=every, after=cursor, limit=limit)


@route(router, "GET", "/schemes/{id}/today", count_today)
def today(call: Caller, id: UUID) -> Any:
    """Show how a scheme stands today, in counts."""
    return call.see(count_today, id)


@route(router, "GET", "/schemes/{id}/insight", read_insight)
def insight(call: Caller, id: UUID) -> Any:
    """Show what the community can reach, and what stands in the way."""
    return call.see(read_insight, id)
