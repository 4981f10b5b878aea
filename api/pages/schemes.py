"""Schemes: which there are, and where everything of one begins."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.columns import read_columns
from api.actions.rounds import list_rounds
from api.actions.schemes import list_schemes, read_scheme
from api.pages.calling import Asker, page

router = APIRouter(prefix="/schemes")
_LATEST = 5


@page(router, "GET", "", list_schemes)
def schemes(at: Asker) -> Response:
    """List the schemes that somebody's organisation runs or takes part in."""
    found = at.see(list_schemes, at.who.organisation_id)
    return at.page("schemes/list.html", schemes=found["items"])


@page(router, "GET", "/{id}", read_scheme)
def scheme(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show one scheme: its rounds, sheets and reach, and who agreed its rules."""
    return at.page(
        "schemes/front.html",
        scheme=at.see(read_scheme, id),
        rounds=at.may_see(list_rounds, id, limit=_LATEST),
        becoming=at.holds("coordinator")
        and at.see(read_columns, id, sheet="needs")["hears"],
    )
