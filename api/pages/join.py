"""Joining: somebody nobody knows yet asks for a link to begin with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.registering import register, schemes_open
from api.pages.calling import OPEN, Asker, page
from api.pages.forms import Form

router = APIRouter(prefix="/join")
_WHAT = {"holder": "I want to help", "parent": "I want to ask for something"}


class Join(Form):
    """What somebody comes for, and where a link is to be sent."""

    what: str = Field(
        title="what you come for", pattern=r"^(holder|parent)\.[0-9a-f-]{36}$"
    )
    address: str = Field(
        title="your e-mail address", max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"
    )


@page(router, "GET", "", OPEN)
def join(at: Asker) -> Response:
    """Ask what they come for, and for their address."""
    return at.page("sign_in/join.html", options=_options(schemes_open(at.app)))


@page(router, "POST", "", OPEN, again=join)
def say(at: Asker) -> Response:
    """Send a link; the answer is the same for everybody."""
    said = at.form(Join)
    role, _, scheme_id = said.what.partition(".")
    register(
        at.app,
        address=said.address,
        scheme_id=UUID(scheme_id),
        role=role,
        source=at.source,
    )
    return at.go("/sign-in/sent")


def _options(schemes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (f"{role}.{scheme['id']}", f"{_WHAT[role]}: {scheme['title']}")
        for scheme in schemes
        for role in scheme["roles"]
    ]
