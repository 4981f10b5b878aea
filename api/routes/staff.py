"""``/staff``: added, listed, shown, changed, paused, returned, closed."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.actions.missing import missing_of_staff
from api.actions.staff import (
    add_staff,
    change_staff,
    close_staff,
    hold_staff,
    list_staff_rows,
    my_staff_rows,
    pause_staff,
    read_staff,
    return_staff,
)
from api.routes.calling import After, Caller, Limit, route
from api.routes.cells import CellsBody

router = APIRouter(tags=["staff"])
State = Annotated[Literal["", "open", "closed"], Query()]


@route(router, "GET", "/schemes/{id}/staff", list_staff_rows)
def list_all(
    call: Caller,
    id: UUID,
    state: State = "",
    after: After = None,
    limit: Limit = 50,
) -> Any:
    """List a scheme's staff: refs and states."""
    return call.see(list_staff_rows, id, state=state, after=after, limit=limit)


@route(router, "GET", "/staff", my_staff_rows)
def mine(call: Caller) -> Any:
    """List one's own staff."""
    return call.see(my_staff_rows)


@route(router, "POST", "/schemes/{id}/staff", add_staff, status_code=201)
def add(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Add one: staff for somebody, anybody else for themselves."""
    return call.do(add_staff, id, cells=body.values)


@route(router, "GET", "/staff/{id}", read_staff)
def read(call: Caller, id: UUID) -> Any:
    """Show one, as far as the caller may see it."""
    return call.see(read_staff, id)


@route(router, "GET", "/staff/{id}/missing", missing_of_staff)
def missing(call: Caller, id: UUID) -> Any:
    """Show what it has, and what it still needs before it is proposed."""
    return call.see(missing_of_staff, id)


@route(router, "PATCH", "/staff/{id}", change_staff)
def change(call: Caller, id: UUID, body: CellsBody) -> Any:
    """Change cells by column; a lone dash clears one."""
    return call.do(change_staff, id, cells=body.values)


@route(router, "POST", "/staff/{id}/pause", pause_staff)
def pause(call: Caller, id: UUID) -> Any:
    """Pause it."""
    return call.do(pause_staff, id)


@route(router, "POST", "/staff/{id}/hold", hold_staff)
def hold(call: Caller, id: UUID) -> Any:
    """Put it on hold."""
    return call.do(hold_staff, id)


@route(router, "POST", "/staff/{id}/return", return_staff)
def take_back(call: Caller, id: UUID) -> Any:
    """Return it from a pause."""
    return call.do(return_staff, id)


@route(router, "POST", "/staff/{id}/close", close_staff)
def close(call: Caller, id: UUID) -> Any:
    """Close it for good."""
    return call.do(close_staff, id)
