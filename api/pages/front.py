"""The first pages: the front, home, and what stands at the foot of every page."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.actions.tasks import list_tasks
from api.pages import demo
from api.pages.calling import OPEN, SIGNED_IN, Asker, page

router = APIRouter()


@page(router, "GET", "/", OPEN)
def front(at: Asker) -> Response:
    """Say what this is, and where to begin."""
    if at.demo:
        return demo.front(at)
    return at.go("/home") if at.signed_in else at.page("front/front.html")


@page(router, "GET", "/home", SIGNED_IN)
def home(at: Asker) -> Response:
    """Show what waits for whoever is signed in, and where they may go."""
    tasks = at.may_see(list_tasks, limit=5)
    return at.page("front/home.html", tasks=tasks["items"] if tasks else [])


@page(router, "GET", "/help", OPEN)
def help_(at: Asker) -> Response:
    """Say whom to ask."""
    return at.page("front/help.html")


@page(router, "GET", "/privacy", OPEN)
def privacy(at: Asker) -> Response:
    """Say what is kept, why, and for how long."""
    return at.page("front/privacy.html")


@page(router, "GET", "/accessibility", OPEN)
def accessibility(at: Asker) -> Response:
    """Say what works for whom, and what does not yet."""
    return at.page("front/accessibility.html")
