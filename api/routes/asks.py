"""``/asks``: several holders asked about one need today."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.asks import (
    MOST,
    close_ask,
    confirm_safe,
    list_asks,
    make_ask,
    read_ask,
    release_ask,
)
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["asks"])
Digest = Annotated[str, Field(min_length=64, max_length=64)]


class Ask(Body):
    """Which need, which holders in which order, and how they are asked."""

    need_id: UUID
    asset_ids: list[UUID] = Field(min_length=1, max_length=MOST)
    how: Literal["in_order", "at_once"]


class Release(Body):
    """The digest of each proposal's preview."""

    previews: dict[UUID, Digest] = Field(max_length=MOST)


class Safe(Body):
    """Whose yes is safe."""

    proposal_id: UUID


@route(router, "POST", "/schemes/{id}/asks", make_ask, status_code=201)
def make(call: Caller, id: UUID, body: Ask) -> Any:
    """Draft an ask; nobody hears of it yet."""
    return call.do(make_ask, id, **body.model_dump())


@route(router, "GET", "/schemes/{id}/asks", list_asks)
def every(
    call: Caller,
    id: UUID,
    cursor: After = None,
    limit: Limit = 50,
) -> Any:
    """List a scheme's asks, newest first."""
    return call.see(list_asks, id, after=cursor, limit=limit)


@route(router, "GET", "/asks/{id}", read_ask)
def read(call: Caller, id: UUID) -> Any:
    """Show an ask, and how each of its holders stands."""
    return call.see(read_ask, id)


@route(router, "POST", "/asks/{id}/release", release_ask)
def release(call: Caller, id: UUID, body: Release) -> Any:
    """Release an ask, as it was previewed."""
    previews = {str(key): digest for key, digest in body.previews.items()}
    return call.do(release_ask, id, previews=previews)


@route(router, "POST", "/asks/{id}/confirmation", confirm_safe)
def confirm(call: Caller, id: UUID, body: Safe) -> Any:
    """Confirm a yes as safe: the seat is held, the others are let go."""
    return call.do(confirm_safe, id, proposal_id=body.proposal_id)


@route(router, "POST", "/asks/{id}/closing", close_ask)
def close(call: Caller, id: UUID) -> Any:
    """Close an ask and free its need."""
    return call.do(close_ask, id)
