"""What waits for an approver, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.approvals import list_approvals
from api.actions.schemes import list_schemes
from api.pages.at import At
from api.pages.calling import After, Asker, page
from api.permissions import NotThere

router = APIRouter()


@page(router, "GET", "/approvals", list_approvals)
def approvals(at: Asker) -> Response:
    """List what waits in each scheme of whoever asks, the oldest few of each."""
    schemes = list(_schemes(at))
    if not schemes:
        raise NotThere
    return at.page("approvals/schemes.html", schemes=schemes)


@page(router, "GET", "/schemes/{id}/approvals", list_approvals)
def of_scheme(at: Asker, id: UUID, after: After = None) -> Response:  # noqa: A002
    """List what waits in one scheme, a page at a time."""
    found = at.see(list_approvals, id, after=after)
    return at.page("approvals/scheme.html", found=found, scheme_id=id)


def _schemes(at: At) -> Iterator[dict[str, Any]]:
    for scheme in at.see(list_schemes, at.who.organisation_id)["items"]:
        found = at.may_see(list_approvals, UUID(scheme["id"]), limit=5)
        if found is not None:
            yield scheme | found
