"""While somebody is away: who stands in for them, in what, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.accounts import read_account
from api.actions.deputies import (
    ROLES,
    end_deputy,
    list_deputies_of,
    list_my_deputies,
    name_deputy,
    name_deputy_of,
)
from api.pages.calling import Asker, page
from api.pages.forms import Form

router = APIRouter()
HERE = "/account/deputy"
ENDED = "They no longer stand in."


class Named(Form):
    """Who stands in, as what, and for how long."""

    address: str = Field(title="the address they sign in with", max_length=254)
    role: str = Field(title="a role", pattern="^[a-z_]{3,30}$")
    starts: date = Field(title="the first day")
    ends: date = Field(title="the last day")


@page(router, "GET", HERE, list_my_deputies)
def mine(at: Asker) -> Response:
    """Show who stands in for oneself, and for whom one stands in."""
    held = [role for role in ROLES if at.holds(role)]
    found = at.see(list_my_deputies)["items"]
    return at.page("account/deputy.html", found=found, roles=held)


@page(router, "POST", HERE, name_deputy, again=mine)
def name(at: Asker) -> Response:
    """Name who stands in for oneself."""
    said = at.form(Named).model_dump()
    done = "They are told with a task, and stand in on these days."
    return at.do(name_deputy, then=HERE, done=done, **said)


@page(router, "POST", HERE + "/{id}/end", end_deputy, again=mine)
def end(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """End that somebody stands in for oneself."""
    return at.do(end_deputy, id, then=HERE, done=ENDED)


@page(router, "GET", "/accounts/{id}/deputy", list_deputies_of)
def theirs(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Show an administrator who stands in for somebody."""
    account = at.see(read_account, id)
    held = {each["role"] for each in account["roles"]}
    return at.page(
        "accounts/deputy.html",
        account=account,
        found=at.see(list_deputies_of, id)["items"],
        roles=[role for role in ROLES if role in held],
    )


@page(router, "POST", "/accounts/{id}/deputy", name_deputy_of, again=theirs)
def name_theirs(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Name who stands in for somebody, and has their role for the time."""
    said = at.form(Named).model_dump()
    then, done = f"/accounts/{id}/deputy", "They have the role on these days."
    return at.do(name_deputy_of, id, then=then, done=done, **said)


@page(router, "POST", "/accounts/deputy/{id}/end", end_deputy)
def end_theirs(at: Asker, id: UUID) -> Response:  # noqa: A002
    """End that somebody stands in for somebody else."""
    return at.do(end_deputy, id, then="/accounts", done=ENDED)
