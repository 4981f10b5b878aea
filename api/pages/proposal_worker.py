"""One proposal, as the child's worker sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from api.pages.calling import At
from api.pages.wording import lines_of, parts_of, words_of


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    scheme = seen["scheme_id"]
    return at.page(
        "proposals/worker.html",
        proposal=seen,
        words=words_of(at, scheme, "staff"),
        parts=parts_of(seen.get("why", ()), {}),
        cards=[lines_of(at, scheme, "needs", card) for card in seen.get("card", ())],
        holder=lines_of(at, scheme, "assets", seen.get("holder_card", {})),
    )
