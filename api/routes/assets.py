"""``/assets``: added, listed, shown, changed, paused, returned, closed."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.actions.assets import (
    add_asset,
    change_asset,
    close_asset,
    hold_asset,
    list_assets,
    my_assets,
    pause_asset,
    read_asset,
    return_asset,
)
from api.actions.missing import missing_of_asset
from api.routes.calling import After, Caller, Limit, route
from api.routes.cells import CellsBody

router = APIRouter(tags=["assets"])
State = Annotated[Literal["", "open", "closed"], Query()]


@route(router, "GET", "/schemes/{id}/assets", list_assets)
def list_all(
    call: Caller,
    id: UUID,
    state: State = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """List a scheme's assets: refs and states."""
    return call.see(list_assets, id, state=state, after=after, limit=limit)


@route(router, "GET", "/assets", my_assets)
def mine(call: Caller) -> Any:
    """List one's own assets."""
    return call.see(my_assets)


@route(router, "POST", "/schemes/{id}/assets", add_asset, status_code=201)
def add(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Add one: staff for somebody, anybody else for themselves."""
    return call.do(add_asset, id, cells=body.values)


@route(router, "GET", "/assets/{id}", read_asset)
def read(call: Caller, id: UUID) -> Any:
    """Show one, as far as the caller may see it."""
    return call.see(read_asset, id)


@route(router, "GET", "/assets/{id}/missing", missing_of_asset)
def missing(call: Caller, id: UUID) -> Any:
    """Show what it has, and what it still needs before it is proposed."""
    return call.see(missing_of_asset, id)


@route(router, "PATCH", "/assets/{id}", change_asset)
def change(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Change cells by column; a lone dash clears one."""
    return call.do(change_asset, id, cells=body.values)


@route(router, "POST", "/assets/{id}/pause", pause_asset)
def pause(call: Caller, id: UUID) -> Any:
    """Pause it."""
    return call.do(pause_asset, id)


@route(router, "POST", "/assets/{id}/hold", hold_asset)
def hold(call: Caller, id: UUID) -> Any:
    """Put it on hold."""
    return call.do(hold_asset, id)


@route(router, "POST", "/assets/{id}/return", return_asset)
def take_back(call: Caller, id: UUID) -> Any:
    """Return it from a pause."""
    return call.do(return_asset, id)


@route(router, "POST", "/assets/{id}/close", close_asset)
def close(call: Caller, id: UUID) -> Any:
    """Close it for good."""
    return call.do(close_asset, id)
