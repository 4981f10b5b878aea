"""A scheme's rules: added by one person, accepted by another, shared with members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from api.actions import Action
from api.actions.schemes import (
    accept_version,
    add_scheme,
    read_scheme,
    refuse_version,
    set_member,
)
from api.pages.at import At
from api.pages.calling import SIGNED_IN, Asker, page
from api.pages.forms import Form, Unfilled, Wrong

router = APIRouter()
LARGEST = 400_000
"""Bytes of a scheme file."""


class Rules(Form):
    """A scheme file."""

    source: UploadFile = Field(title="a scheme file")


class Member(Form):
    """An organisation that takes part, on which basis; or takes part no more."""

    organisation: str = Field(title="the organisation's name", max_length=200)
    basis: str = Field(default="", title="the basis", max_length=300)
    ends: bool = False


@page(router, "GET", "/rules/new", SIGNED_IN)
def new(at: Asker) -> Response:
    """Ask for a scheme file."""
    return at.page("schemes/new_rules.html")


@page(router, "POST", "/rules/new", add_scheme, again=new)
def add(at: Asker) -> Response:
    """Add a scheme, or another version of one; nobody goes by it yet."""
    made = at.done_with(add_scheme, at.who.organisation_id, source=_text(at))
    then = f"/schemes/{made['id']}/rules"
    return at.go(then, done="Added. Somebody else has to accept it.")


@page(router, "GET", "/schemes/{id}/rules", read_scheme)
def rules(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show every version of the rules, with what changed, and who takes part."""
    return at.page("schemes/rules.html", scheme=at.see(read_scheme, id))


@page(
    router, "POST", "/schemes/{id}/rules/{version}/accept", accept_version, again=rules
)
def accept(at: Asker, id: UUID, version: UUID) -> Response:  # noqa: A002
    """Accept a version that somebody else added."""
    return _decide(at, accept_version, id, version, "Accepted: in use from now on.")


@page(
    router, "POST", "/schemes/{id}/rules/{version}/refuse", refuse_version, again=rules
)
def refuse(at: Asker, id: UUID, version: UUID) -> Response:  # noqa: A002
    """Refuse a version that waits."""
    return _decide(at, refuse_version, id, version, "Refused.")


@page(router, "POST", "/schemes/{id}/rules/members", set_member, again=rules)
def members(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Let another organisation take part, or end that."""
    form = at.form(Member)
    return at.do(
        set_member,
        id,
        then=f"/schemes/{id}/rules",
        done="Takes part no more." if form.ends else "Takes part from now on.",
        organisation=form.organisation,
        basis=form.basis,
        takes_part=not form.ends,
    )


def _decide(at: At, action: Action, scheme: UUID, version: UUID, done: str) -> Response:
    return at.do(action, version, then=f"/schemes/{scheme}/rules", done=done)


def _text(at: At) -> str:
    """Return what a scheme file says.

    Raises
    ------
    Unfilled
        It is too large, or no text.
    """
    content: Any = at.form(Rules).source.file.read(LARGEST + 1)
    if len(content) <= LARGEST:
        try:
            return str(content, "utf-8")
        except UnicodeDecodeError:
            pass
    raise Unfilled([Wrong("source", "The file is no scheme file: it is not text.")])
