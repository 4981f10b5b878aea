"""Staff signing in: a password, then a second factor."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.credentials import what_stands
from api.actions.sign_in_proving import (
    give_recovery_code,
    give_second,
    sign_in_by_password,
)
from api.pages.calling import OPEN, SIGNED_IN, WAITS, Asker, page
from api.pages.forms import Form
from api.pages.sign_in import let_in
from matcher.errors import Refused

router = APIRouter(prefix="/sign-in")


class Password(Form):
    """What a member of staff types."""

    address: str = Field(title="your e-mail address", max_length=254)
    password: str = Field(title="your password", max_length=500)


class Second(Form):
    """A code of the authenticator, or one of those for when it is lost."""

    code: str = Field(title="the code", max_length=60)


@page(router, "GET", "/password", OPEN)
def password(at: Asker) -> Response:
    """Ask for an address and a password."""
    return at.page("sign_in/password.html")


@page(router, "POST", "/password", OPEN, again=password)
def say_password(at: Asker) -> Response:
    """Take a password; what is wrong with it is not said."""
    said = at.form(Password)
    secret = sign_in_by_password(
        at.app, address=said.address, password=said.password, source=at.source
    )
    if secret is None:
        raise Refused("The e-mail address or the password is not right.")
    return let_in(at, secret, WAITS["second"])


@page(router, "GET", "/second-factor", SIGNED_IN)
def second(at: Asker) -> Response:
    """Ask for the authenticator's code, or have one set up."""
    if at.who.waits != "second":
        return at.go("/home")
    stands = what_stands(at.app, at.who)
    if not stands.authenticator:
        first = stands.password or stands.by_provider
        return at.go("/set-up/authenticator" if first else "/set-up/password")
    return at.page("sign_in/second_factor.html")


@page(router, "POST", "/second-factor", SIGNED_IN, again=second)
def say_second(at: Asker) -> Response:
    """Take the authenticator's code, once."""
    said = at.form(Second)
    return let_in(at, give_second(at.app, at.who, code=said.code, source=at.source))


@page(router, "GET", "/recovery", SIGNED_IN)
def recovery(at: Asker) -> Response:
    """Ask for a recovery code."""
    if at.who.waits != "second":
        return at.go("/home")
    return at.page("sign_in/recovery.html")


@page(router, "POST", "/recovery", SIGNED_IN, again=recovery)
def say_recovery(at: Asker) -> Response:
    """Take a recovery code, once."""
    said = at.form(Second)
    secret = give_recovery_code(at.app, at.who, code=said.code, source=at.source)
    return let_in(at, secret, "/account")
