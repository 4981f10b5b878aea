"""Ours: what was asked for, what happens next, and what waits for one's own word."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.actions.matches_mine import list_my_matches
from api.actions.needs import my_needs
from api.actions.proposals import list_mine
from api.pages.at import At
from api.pages.calling import SIGNED_IN, After, Asker, page
from api.pages.wording import reader_of, words_of

router = APIRouter(prefix="/ours")
ENDED = ("ended", "stopped")
OVER = "ended"


@page(router, "GET", "", SIGNED_IN)
def ours(at: Asker, after: After = None) -> Response:
    """Show what was asked for, what comes next, and who decides."""
    proposals = at.see(list_mine, after=after, limit=20)
    needs = at.see(my_needs, limit=20)["items"] if after is None else []
    matches = at.see(list_my_matches, limit=20)["items"] if after is None else []
    lines = [each for each in proposals["items"] if each["state"] != OVER]
    said = _words(at, [*needs, *matches, *lines])
    return at.page(
        "ours/home.html",
        reader=reader_of(at.roles),
        words=said,
        needs=needs,
        matches=[each for each in matches if each["state"] not in ENDED],
        put={each["scheme_id"] for each in lines},
        waiting=[each for each in lines if _waits(each)],
        going=[each for each in lines if not _waits(each) and _before_match(each)],
        over=[each for each in proposals["items"] if each["state"] == OVER],
        next=proposals["next"],
        first=after is None,
    )


def _waits(line: dict[str, Any]) -> bool:
    """Tell whether a proposal waits for one's own yes or no."""
    return _before_match(line) and not {"yes", "no"} & {*line.get("answered", ())}


def _before_match(line: dict[str, Any]) -> bool:
    return bool(line["state"] != "agreed")


def _words(at: At, lines: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    wanted = dict.fromkeys(line["scheme_id"] for line in lines)
    return {scheme: words_of(at, scheme) for scheme in wanted}
