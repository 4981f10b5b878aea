"""``/schemes``: rules with versions, accepted by a second person, and members."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.actions.columns import read_columns
from api.actions.schemes import (
    accept_version,
    add_scheme,
    list_schemes,
    read_scheme,
    refuse_version,
    set_member,
)
from api.routes.bodies import Body
from api.routes.calling import Caller, route

router = APIRouter(tags=["schemes"])
_LONGEST = 400_000
Sheet = Annotated[Literal["needs", "assets", "staff", "hubs"], Query()]


class SchemeText(Body):
    """A scheme file's text."""

    source: str = Field(min_length=1, max_length=_LONGEST)


class MemberBody(Body):
    """An organisation that takes part, on which basis; or takes part no more."""

    organisation: str = Field(min_length=1, max_length=200)
    basis: str = Field(default="", max_length=300)
    takes_part: bool = True


@route(router, "GET", "/organisations/{id}/schemes", list_schemes)
def list_(call: Caller, id: UUID) -> Any:
    """Show the schemes an organisation runs or takes part in."""
    return call.see(list_schemes, id)


@route(router, "POST", "/organisations/{id}/schemes", add_scheme, status_code=201)
def add(call: Caller, id: UUID, body: SchemeText) -> Any:
    """Add a scheme, or a version of one; a second person accepts it."""
    return call.do(add_scheme, id, source=body.source)


@route(router, "GET", "/schemes/{id}", read_scheme)
def read(call: Caller, id: UUID) -> Any:
    """Show a scheme."""
    return call.see(read_scheme, id)


@route(router, "GET", "/schemes/{id}/columns", read_columns)
def columns(call: Caller, id: UUID, sheet: Sheet = "needs") -> Any:
    """Show what a row of a sheet is asked for."""
    return call.see(read_columns, id, sheet=sheet)


@route(router, "POST", "/scheme-versions/{id}/accept", accept_version)
def accept(call: Caller, id: UUID) -> Any:
    """Accept a version that somebody else added."""
    return call.do(accept_version, id)


@route(router, "POST", "/scheme-versions/{id}/refuse", refuse_version)
def refuse(call: Caller, id: UUID) -> Any:
    """Refuse a version."""
    return call.do(refuse_version, id)


@route(router, "PATCH", "/schemes/{id}/members", set_member)
def members(call: Caller, id: UUID, body: MemberBody) -> Any:
    """Let an organisation take part in a scheme, or end that."""
    return call.do(
        set_member,
        id,
        organisation=body.organisation,
        basis=body.basis,
        takes_part=body.takes_part,
    )
