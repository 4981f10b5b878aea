"""Coverage: who can be reached, which rule shuts whom out, on whom all depends."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.asking import read_insight
from api.actions.schemes import read_scheme
from api.pages.calling import Asker, page

router = APIRouter(prefix="/schemes/{id}")


@page(router, "GET", "/coverage", read_insight)
def coverage(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what a scheme's assets reach today."""
    scheme = at.see(read_scheme, id)
    return at.page(
        "schemes/coverage.html",
        scheme=scheme,
        words=scheme["words"].get("staff", {}),
        found=at.see(read_insight, id),
    )
