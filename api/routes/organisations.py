"""``/organisations``: who is responsible for records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.organisations import (
    keep_real_data,
    read_organisation,
    rename_organisation,
)
from api.routes.bodies import Body
from api.routes.calling import Caller, route

router = APIRouter(prefix="/organisations", tags=["organisations"])


class Rename(Body):
    """Another name."""

    name: str = Field(min_length=1, max_length=200)


@route(router, "GET", "/{id}", read_organisation)
def read(call: Caller, id: UUID) -> Any:
    """Show an organisation."""
    return call.see(read_organisation, id)


@route(router, "PATCH", "/{id}", rename_organisation)
def rename(call: Caller, id: UUID, body: Rename) -> Any:
    """Give an organisation another name."""
    return call.do(rename_organisation, id, name=body.name)


@route(router, "POST", "/{id}/real-data", keep_real_data)
def real(call: Caller, id: UUID) -> Any:
    """Keep real people's data from now on."""
    return call.do(keep_real_data, id)
