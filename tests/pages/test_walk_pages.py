"""A walk over every page: each has a guard, and nobody strange gets past it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts
from support.addresses import filled
from support.populated import NOBODY, Populated
from support.visiting import Visit
from support.world import web

from api.pages.doors import PageDoor
from api.pages.rendering import STATIC
from api.permissions import RULES

GUARDS = {"open", "signed in"}
SIGNING_IN = {
    "/sign-in",
    "/sign-in/link",
    "/sign-in/sent",
    "/sign-in/link/{code}",
    "/sign-in/password",
    "/invitation",
    "/invitation/{code}",
    "/go/{opaque}",
    "/demo/sign-in",
    "/join",
    "/sign-in/work",
    "/sign-in/work/back",
}
FOOT = {"/help", "/feedback", "/privacy", "/accessibility"}
OPEN = SIGNING_IN | FOOT | {"/", "/near", "/near/{id}"}
"""What anybody may open, who has no account."""


def routes(app: FastAPI) -> list[Any]:
    """Return every route that is a page."""
    return [
        route
        for route in iter_route_contexts(app.routes)
        if not str(route.path).startswith(("/api/", "/feeds/", STATIC))
    ]


def bare(app: FastAPI) -> Iterator[str]:
    """Yield what is wrong with a page's guard."""
    for route in routes(app):
        act = (getattr(route, "openapi_extra", None) or {}).get("x-act")
        if act not in RULES and act not in GUARDS:
            yield f"{route.path} has no guard"
        if not isinstance(getattr(route, "original_route", None), PageDoor):
            yield f"{route.path} is no page's door"
        if act == "open" and route.path not in OPEN:
            yield f"{route.path} is open, and not on the list of what is"


def test_every_page_has_a_guard(populated: Populated) -> None:
    """Each page names an act with a rule, or is open and on the list of what is."""
    assert list(bare(web(populated.world.app))) == []


def test_a_bare_page_is_caught() -> None:
    """A page planted without a guard is named."""
    app, router = FastAPI(openapi_url=None, docs_url=None, redoc_url=None), APIRouter()
    router.add_api_route("/planted", lambda: "planted")
    app.include_router(router)
    assert len(list(bare(app))) == 2


def _opened(populated: Populated) -> list[str]:
    found = [r for r in routes(web(populated.world.app)) if "GET" in (r.methods or ())]
    paths = [str(route.path) for route in found if route.path not in OPEN]
    return [filled(populated, p) for p in paths if p.count("{") == p.count("{id}")]


def test_nobody_gets_past_the_front(populated: Populated) -> None:
    """Whoever is not signed in is led to sign in, from every page that is not open."""
    visit = Visit(populated.world)
    guarded = [path for path in _opened(populated) if "{" not in path]
    strayed = {path: visit.client.get(path, follow_redirects=False) for path in guarded}
    assert {
        path: answer.status_code
        for path, answer in strayed.items()
        if answer.headers.get("location") != "/sign-in"
    } == {}


@pytest.mark.parametrize("way", ["absent", "strange"])
def test_a_form_from_elsewhere_is_refused(populated: Populated, way: str) -> None:
    """A form without this sign-in's own word in it changes nothing."""
    visit = Visit(populated.world, "coordinator")
    sent = {"absent": {}, "strange": {"csrf": "AAAA"}}[way]
    answer = visit.client.post(f"/tasks/{NOBODY}/finish", data={"key": "1", **sent})
    assert answer.status_code == 403


def test_a_form_from_another_site_is_refused(populated: Populated) -> None:
    """A form that a browser says came from another site is not even read."""
    visit = Visit(populated.world, "coordinator")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
    ):
        answer = visit.client.post("/tasks/1/finish", data={"a": "b"}, headers=headers)
        assert answer.status_code == 403


def test_a_page_keeps_nothing_and_runs_nothing_strange(populated: Populated) -> None:
    """A page is kept nowhere, embedded nowhere, and runs no script but its own."""
    seen = Visit(populated.world, "coordinator").get("/home")
    assert seen.headers["cache-control"] == "no-store"
    policy = seen.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for script in seen.root.all("script"):
        assert f"'nonce-{script.get('nonce')}'" in policy
