"""One proposal, as the holder sees it: a card that names nobody, then the details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Response

from api.actions.schemes import read_scheme
from api.pages.at import At
from api.pages.cards import lines_of

WHY = (
    ("not_now", "This is not a good time for me"),
    ("no_room", "I have no room just now"),
    ("times_do_not_suit", "The times are not right"),
    ("too_far", "It is too far"),
    ("not_the_right_fit", "I do not think we would suit each other"),
    ("needs_support_first", "I would like some help first"),
    ("something_else", "Something else"),
)
"""Why a holder says no, as the action takes it, in plain words."""


def view(at: At, seen: Mapping[str, Any]) -> Response:
    """Return the page."""
    scheme_id = seen.get("scheme_id")
    scheme = at.may_see(read_scheme, UUID(scheme_id)) if scheme_id else None
    said = (scheme or {}).get("words", {}).get("holder", {})
    return at.page(
        "proposals/holder.html",
        proposal=seen,
        words=said,
        scheme=scheme or {},
        cards=[lines_of(card) for card in seen.get("card", ())],
        details=[lines_of(card) for card in seen.get("details", ())],
        why=WHY,
        open=_open(seen),
    )


def _open(seen: Mapping[str, Any]) -> str:
    """Return which answer is open to the holder, or nothing."""
    state, answered = seen.get("state"), seen.get("answered", ())
    if not seen.get("available") or not seen.get("asked_for"):
        return ""
    if state == "offered":
        return "" if "yes" in answered else "first"
    if state == "interested":
        return "more"
    if state == "disclosed":
        return "met" if "met" not in answered else "wait"
    if state in {"introduced", "approved"}:
        return "go_on" if "yes" not in answered else "wait"
    return ""
