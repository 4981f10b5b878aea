"""From an invitation to a password, an authenticator and codes to keep."""

from __future__ import annotations

from typing import Self

from fastapi import APIRouter, Response
from pydantic import Field, model_validator

from api.actions.accounts import begin_from_invitation, invitation_stands
from api.actions.credentials import (
    confirm_authenticator,
    set_password,
    show_authenticator,
    what_stands,
)
from api.pages import cookies
from api.pages.at import At
from api.pages.calling import OPEN, SIGNED_IN, Asker, page
from api.pages.forms import Form
from api.pages.sign_in import let_in
from api.permissions import NotThere
from matcher.errors import Refused

router = APIRouter()
ENDED = "This code was used, is too old, or is not known. Ask whoever invited you."


class Invited(Form):
    """The code of an invitation."""

    code: str = Field(title="your code", max_length=200)


class NewPassword(Form):
    """A password, typed twice."""

    password: str = Field(title="a password", max_length=500)
    again: str = Field(title="the password again", max_length=500)

    @model_validator(mode="after")
    def _same(self) -> Self:
        if self.password != self.again:
            raise ValueError("The two passwords are not the same. Type them again.")
        return self


class Six(Form):
    """What the authenticator shows."""

    code: str = Field(title="the six digits", max_length=20)


@page(router, "GET", "/invitation", OPEN)
def invitation(at: Asker) -> Response:
    """Ask for the code of an invitation."""
    return at.page("sign_in/invitation.html", code="")


@page(router, "POST", "/invitation", OPEN, again=invitation)
def say_invitation(at: Asker) -> Response:
    """Take the code of an invitation."""
    return _begin(at, at.form(Invited).code)


@page(router, "GET", "/invitation/{code}", OPEN)
def invitation_link(at: Asker, code: str) -> Response:
    """Show a button: opening an invitation changes nothing."""
    stands = invitation_stands(at.app, code=code)
    return at.page(
        "sign_in/invitation.html", code=code if stands else "", old=not stands
    )


@page(router, "POST", "/invitation/{code}", OPEN, again=invitation_link)
def use_invitation_link(at: Asker, code: str) -> Response:
    """Use an invitation, once."""
    return _begin(at, code)


def _begin(at: At, code: str) -> Response:
    secret = begin_from_invitation(at.app, code=code, source=at.source)
    if secret is None:
        raise Refused(ENDED)
    return let_in(at, secret)


@page(router, "GET", "/set-up/password", SIGNED_IN)
def password(at: Asker) -> Response:
    """Ask for a password to sign in with from now on."""
    if at.audience != "staff":
        raise NotThere
    if what_stands(at.app, at.who).password:
        return at.go("/sign-in/second-factor")
    return at.page("sign_in/set_up_password.html")


@page(router, "POST", "/set-up/password", SIGNED_IN, again=password)
def say_password(at: Asker) -> Response:
    """Take the first password."""
    said = at.form(NewPassword)
    set_password(at.app, at.who, password=said.password, source=at.source)
    return at.go("/set-up/authenticator")


@page(router, "GET", "/set-up/authenticator", SIGNED_IN)
def authenticator(at: Asker) -> Response:
    """Show the picture that an authenticator app reads."""
    shown = show_authenticator(at.app, at.who)
    return at.page("sign_in/set_up_authenticator.html", shown=shown)


@page(router, "POST", "/set-up/authenticator", SIGNED_IN, again=authenticator)
def say_authenticator(at: Asker) -> Response:
    """Take an authenticator into use, and show the recovery codes this once."""
    done = confirm_authenticator(
        at.app, at.who, code=at.form(Six).code, source=at.source
    )
    at.signed_in_anew(done.secret)
    response = at.page("sign_in/recovery_codes.html", codes=done.codes)
    cookies.keep_secret(response, at.app.settings, done.secret)
    return response
