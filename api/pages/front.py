"""The first pages: the front, home, and what stands at the foot of every page."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.actions.retention_table import KEEPING
from api.pages import demo
from api.pages.calling import OPEN, Asker, page

router = APIRouter()
_ROUND = "How a search was run, for checks"
_SIGN_IN = "When you signed in"
_ASKED = "What was asked for or given, once that is over"
KEPT_AS = {
    "snapshots": _ROUND,
    "results": _ROUND,
    "packs": "Proof of how a search was run, with no names",
    "reasons of ended proposals": "Why we thought two people fit, where it ended",
    "values of closed needs": _ASKED,
    "values of closed assets": _ASKED,
    "messages": "That we sent you a message, not what it said",
    "workflow rows": "Notes of the machine, with no names",
    "idempotency keys": "Notes of the machine, with no names",
    "views": "Who looked at your record",
    "counts of views": "How many records somebody looked at",
    "tasks done": "What staff had to do, once it is done",
    "tokens": _SIGN_IN,
    "sign-ins": _SIGN_IN,
    "sign-in links": _SIGN_IN,
    "invitations": _SIGN_IN,
    "notes for a creche": "What a creche has to know of your child",
    "attendances": "Which groups you came to",
}
"""Each kind of the retention table, as we say it to families."""


@page(router, "GET", "/", OPEN)
def front(at: Asker) -> Response:
    """Say what this is, and where to begin."""
    if at.demo:
        return demo.front(at)
    return at.go("/home") if at.signed_in else at.page("front/front.html")


@page(router, "GET", "/help", OPEN)
def help_(at: Asker) -> Response:
    """Say whom to ask."""
    return at.page("front/help.html")


@page(router, "GET", "/privacy", OPEN)
def privacy(at: Asker) -> Response:
    """Say what is kept, why, and for how long."""
    kept = [(KEPT_AS[kind], _length(each.days)) for kind, each in KEEPING.items()]
    return at.page("front/privacy.html", kept=list(dict.fromkeys(kept)))


@page(router, "GET", "/accessibility", OPEN)
def accessibility(at: Asker) -> Response:
    """Say what works for whom, and what does not yet."""
    return at.page("front/accessibility.html")


def _length(days: int) -> str:
    """Return a length of time as people say it: 2 years, 6 months, 30 days."""
    if days % 365 == 0:
        years = days // 365
        return f"{years} year{'s' if years > 1 else ''}"
    return f"{days // 30} months" if days >= 60 else f"{days} days"
