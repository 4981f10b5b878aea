"""Coverage: who can be reached, which rule shuts whom out, what would help most."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from api.actions.coverage import ask_coverage
from api.actions.figures import read_coverage
from api.actions.rounds import list_rounds, read_round
from api.actions.schemes import read_scheme
from api.pages.at import At
from api.pages.calling import Asker, page

router = APIRouter()
_LATEST = 10


@page(router, "GET", "/schemes/{id}/coverage", read_coverage)
def coverage(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show what a scheme's assets reached when that was last counted."""
    scheme = at.see(read_scheme, id)
    return at.page(
        "schemes/coverage.html",
        scheme=scheme,
        words=scheme["words"].get("staff", {}),
        found=at.see(read_coverage, id),
        round=_open(at, id),
    )


@page(router, "GET", "/rounds/{id}/coverage", read_round)
def of_round(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Lead to the coverage of a round's scheme."""
    return at.go(f"/schemes/{at.see(read_round, id)['scheme']}/coverage")


@page(router, "POST", "/rounds/{id}/coverage", ask_coverage, again=of_round)
def count(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Count again, on the records as they are now; nobody is matched."""
    scheme = at.see(read_round, id)["scheme"]
    return at.do(
        ask_coverage,
        id,
        then=f"/schemes/{scheme}/coverage",
        done="It is being counted again. Look here in a moment.",
    )


def _open(at: At, id: UUID) -> dict[str, Any] | None:  # noqa: A002
    """Return the newest round for which it can be counted, or None."""
    rounds = at.see(list_rounds, id, limit=_LATEST)["items"]
    states = {"open", "proposed", "running"}
    newest = next((each for each in rounds if each["state"] in states), None)
    return newest and at.see(read_round, UUID(newest["id"]))
