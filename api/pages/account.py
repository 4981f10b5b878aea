"""One's own account: where one is signed in, and what one signs in with."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.credentials import (
    confirm_authenticator,
    prove_password,
    renew_recovery_codes,
    set_password,
    set_phone,
    show_authenticator,
    what_stands,
)
from api.actions.sign_ins import end_other_sign_ins, end_sign_in, my_sign_ins
from api.pages import cookies
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.forms import Form
from api.pages.set_up import NewPassword
from api.permissions import NotThere

router = APIRouter(prefix="/account")


class Change(NewPassword):
    """Another password, with the one that is there."""

    old: str = Field(title="your password now", max_length=500)


class Own(Form):
    """One's own password, before something that matters."""

    old: str = Field(title="your password", max_length=500)


class Phone(Form):
    """A mobile number for links by text."""

    phone: str = Field(title="your mobile number", max_length=30)


class Replace(Own):
    """A code of the new authenticator beside it."""

    code: str = Field(title="the six digits", max_length=20)


@page(router, "GET", "", my_sign_ins)
def account(at: Asker) -> Response:
    """Show where one is signed in and what one has set up."""
    stands = what_stands(at.app, at.who) if at.audience == "staff" else None
    mine = at.see(my_sign_ins)["items"]
    return at.page("account/account.html", sign_ins=mine, stands=stands)


@page(router, "POST", "/phone", SIGNED_IN, again=account)
def phone(at: Asker) -> Response:
    """Keep a mobile number for one's own links."""
    set_phone(at.app, at.who, phone=at.form(Phone).phone)
    said = "From now on you can also ask for a link by text."
    return at.go("/account", done=said)


@page(router, "POST", "/sign-ins/{id}/end", end_sign_in, again=account)
def end(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """End one sign-in."""
    return at.do(end_sign_in, id, then="/account", done="That sign-in has ended.")


@page(router, "POST", "/end-others", end_other_sign_ins, again=account)
def end_others(at: Asker) -> Response:
    """End every other sign-in."""
    said = "You are signed in only here now."
    return at.do(end_other_sign_ins, then="/account", done=said)


@page(router, "GET", "/password", SIGNED_IN)
def password(at: Asker) -> Response:
    """Ask for another password."""
    _has_password(at)
    return at.page("account/password.html")


@page(router, "POST", "/password", SIGNED_IN, again=password)
def change_password(at: Asker) -> Response:
    """Take another password; every other sign-in ends."""
    said = at.form(Change)
    set_password(at.app, at.who, password=said.password, old=said.old, source=at.source)
    return at.go("/account", done="Your password was changed.")


@page(router, "GET", "/recovery-codes", SIGNED_IN)
def recovery_codes(at: Asker) -> Response:
    """Ask for the password before new recovery codes are shown."""
    _has_password(at)
    return at.page("account/recovery_codes.html")


@page(router, "POST", "/recovery-codes", SIGNED_IN, again=recovery_codes)
def renew(at: Asker) -> Response:
    """Show new recovery codes, this once."""
    codes = renew_recovery_codes(
        at.app, at.who, password=at.form(Own).old, source=at.source
    )
    return at.page("sign_in/recovery_codes.html", codes=codes)


@page(router, "GET", "/authenticator", SIGNED_IN)
def authenticator(at: Asker) -> Response:
    """Show the picture that a new authenticator reads."""
    shown = show_authenticator(at.app, at.who)
    return at.page("account/authenticator.html", shown=shown)


@page(router, "POST", "/authenticator", SIGNED_IN, again=authenticator)
def replace_authenticator(at: Asker) -> Response:
    """Take the new authenticator into use, and show new recovery codes this once."""
    said = at.form(Replace)
    prove_password(at.app, at.who, said.old, at.source)
    done = confirm_authenticator(at.app, at.who, code=said.code, source=at.source)
    at.signed_in_anew(done.secret)
    response = at.page("sign_in/recovery_codes.html", codes=done.codes)
    cookies.keep_secret(response, at.app.settings, done.secret)
    return response


def _has_password(at: At) -> None:
    """Hide what is about passwords from who signs in without one."""
    if not what_stands(at.app, at.who).password:
        raise NotThere
