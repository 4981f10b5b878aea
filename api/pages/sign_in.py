"""Signing in by a link, giving the code agreed in person, and signing out."""

from __future__ import annotations

import re
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.sign_in_links import ask_link, link_stands, use_link
from api.actions.sign_in_proving import give_code
from api.actions.sign_ins import end_sign_in
from api.pages import cookies
from api.pages.at import At
from api.pages.calling import OPEN, SIGNED_IN, WAITS, Asker, page
from api.pages.forms import Form
from api.pages.leading import place_of
from matcher.errors import Refused

router = APIRouter()
_ID = re.compile(r"[0-9a-f-]{32,36}")
ENDED = "This link was used, or is too old. Ask for a new one."


class Ask(Form):
    """Where a link is to be sent."""

    to: str = Field(title="your e-mail address or mobile number", max_length=254)


class Code(Form):
    """The code agreed in person."""

    code: str = Field(title="your code", max_length=100)


def let_in(at: At, secret: str, then: str = "/home") -> Response:
    """Lead on, with the cookie of a new sign-in."""
    response = at.go(then)
    cookies.keep_secret(response, at.app.settings, secret)
    return response


@page(router, "GET", "/sign-in", OPEN)
def sign_in(at: Asker) -> Response:
    """Offer the ways in."""
    provider = at.app.settings.oidc_issuer is not None
    return at.page("sign_in/choose.html", provider=provider)


@page(router, "POST", "/sign-in/link", OPEN, again=sign_in)
def ask(at: Asker) -> Response:
    """Send a link, if the address is somebody's; the answer is the same."""
    to = at.form(Ask).to
    ask_link(at.app, to=to, by="email" if "@" in to else "text", source=at.source)
    return at.go("/sign-in/sent")


@page(router, "GET", "/sign-in/sent", OPEN)
def sent(at: Asker) -> Response:
    """Say that a link is on its way, if there is anybody to send it to."""
    return at.page("sign_in/sent.html")


@page(router, "GET", "/sign-in/link/{code}", OPEN)
def link(at: Asker, code: str) -> Response:
    """Show a button: opening a link changes nothing."""
    stands = link_stands(at.app, code=code)
    return at.page("sign_in/link.html", code=code, stands=stands)


@page(router, "POST", "/sign-in/link/{code}", OPEN, again=link)
def follow(at: Asker, code: str) -> Response:
    """Use a link, once."""
    secret = use_link(at.app, code=code, source=at.source)
    if secret is None:
        raise Refused(ENDED)
    return let_in(at, secret, WAITS["code"])


@page(router, "GET", "/go/{opaque}", OPEN)
def go(at: Asker, opaque: str) -> Response:
    """Lead from a message to its page: a code signs in, an id is looked for."""
    if not _ID.fullmatch(opaque):
        return at.go(f"/sign-in/link/{opaque}")
    if not at.signed_in:
        return at.page("sign_in/from_message.html")
    if at.who.waits:
        return at.go(WAITS[at.who.waits])
    return at.go(place_of(at, UUID(opaque)))


@page(router, "GET", "/sign-in/code", SIGNED_IN)
def code(at: Asker) -> Response:
    """Ask for the code agreed in person."""
    return at.page("sign_in/code.html") if at.who.waits == "code" else at.go("/home")


@page(router, "POST", "/sign-in/code", SIGNED_IN, again=code)
def say_code(at: Asker) -> Response:
    """Take the code agreed in person."""
    give_code(at.app, at.who, code=at.form(Code).code, source=at.source)
    return at.go("/home")


@page(router, "POST", "/sign-out", SIGNED_IN)
def sign_out(at: Asker) -> Response:
    """End this sign-in, and have the browser forget what it kept."""
    at.done_with(end_sign_in, at.who.sign_in_id)
    response = at.go("/")
    cookies.forget(response, at.app.settings)
    return response
