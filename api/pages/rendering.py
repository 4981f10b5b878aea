"""Rendering: templates, the addresses of what stands beside them, and the headers."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader

from api.pages.answers import CADENCES, PARTS_SAID
from api.pages.saying import FILTERS
from matcher.candidates.wording import DAY_NAMES

STATIC = "/static"
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Cache-Control": "no-store",
    # Not none at all: a form would then come without the origin that it is from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@cache
def digest_of(name: str) -> str:
    """Return what tells one version of a static file from another."""
    content = files("api.pages").joinpath("static", name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def address_of(name: str) -> str:
    """Return where a static file is: a new version has a new address."""
    return f"{STATIC}/{digest_of(name)}/{name}"


class _Templates(Environment):
    """Templates where a dict's own keys come before the names of its methods."""

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what a dict has under a key, and nothing else of it."""
        if isinstance(obj, dict):
            return obj.get(argument, self.undefined(obj=obj, name=argument))
        return super().getitem(obj, argument)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a dict has under a key, else an attribute."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def templates() -> Environment:
    """Return the templates, ours and those of GOV.UK Frontend."""
    govuk = PrefixLoader(
        {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    )
    made = _Templates(
        loader=ChoiceLoader([PackageLoader("api.pages"), govuk]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # GOV.UK's macros look into parameters that were not given.
        undefined=ChainableUndefined,
    )
    made.filters.update(FILTERS)
    made.globals["static"] = address_of
    made.globals.update(CADENCES=CADENCES, DAY_NAMES=DAY_NAMES, PARTS_SAID=PARTS_SAID)
    return made


def render(
    request: Request, template: str, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page; `at`, where somebody was found to be asking, is in its words."""
    nonce = secrets.token_urlsafe(16)
    at = getattr(request.state, "at", None)
    text = (
        templates()
        .get_template(template)
        .render(at=at, cspNonce=nonce, status=status, **values)
    )
    headers = HEADERS | {"Content-Security-Policy": POLICY.format(nonce=nonce)}
    return HTMLResponse(text, status, headers)
