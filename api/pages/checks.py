"""Checks that run out, for coordinators: what is over, what runs out, what is valid."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.checks import list_checks
from api.actions.schemes import list_schemes
from api.pages.calling import After, Asker, page
from api.permissions import NotThere

router = APIRouter(prefix="/checks")


@page(router, "GET", "", list_checks)
def checks(
    at: Asker, after: After = None, scheme: UUID | None = None, *, every: bool = False
) -> Response:
    """List the checks of a scheme: those that run out, or every one."""
    if not at.holds("coordinator"):
        raise NotThere
    schemes = at.see(list_schemes, at.who.organisation_id)["items"]
    chosen = scheme or (UUID(schemes[0]["id"]) if schemes else None)
    found = at.may_see(list_checks, chosen, every=every, after=after)
    return at.page(
        "checks/list.html",
        checks=found or {"items": [], "next": None},
        schemes=[(each["id"], each["title"]) for each in schemes],
        chosen=str(chosen),
        every=every,
        shows=[("false", "Run out, or soon"), ("true", "Every check")],
    )
