"""Who may sign in: an administrator invites, gives roles, resets and closes."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from api.actions.account_helping import reset_account
from api.actions.accounts import (
    add_role,
    close_account,
    end_role,
    invite,
    list_accounts,
    read_account,
)
from api.auth import digest_of
from api.pages.calling import After, Asker, page
from api.pages.forms import Form
from api.permissions import Role

router = APIRouter(prefix="/accounts")
_MANY = 50


class Invite(Form):
    """Somebody to invite."""

    address: str = Field(
        title="an e-mail address", max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"
    )
    role: Role = Field(title="a role")


class RoleForm(Form):
    """A role to give or to take away."""

    role: Role = Field(title="a role")
    scheme: UUID | None = None


@page(router, "GET", "", list_accounts)
def accounts(at: Asker, after: After = None) -> Response:
    """List who may sign in."""
    home = at.who.organisation_id
    found = at.see(list_accounts, home, after=after, limit=_MANY)
    return at.page("accounts/list.html", accounts=found)


@page(router, "GET", "/invite", list_accounts)
def invite_form(at: Asker) -> Response:
    """Ask whom to invite, as what."""
    at.see(list_accounts, at.who.organisation_id, after=None, limit=1)
    return at.page("accounts/invite.html")


@page(router, "POST", "/invite", invite, again=invite_form)
def invite_(at: Asker) -> Response:
    """Invite somebody, and show the code for them, which is kept nowhere."""
    said, code = at.form(Invite), at.secret("invitation")
    at.done_with(
        invite,
        at.who.organisation_id,
        address=said.address,
        role=said.role,
        code_sha256=digest_of(code).hex(),
    )
    return at.page("accounts/code.html", code=code, reset=False)


@page(router, "GET", "/{id}", read_account)
def account(at: Asker, id: UUID) -> Response:  # noqa: A002 - a path calls its id "id"
    """Show one account and the roles it holds."""
    return at.page("accounts/account.html", account=at.see(read_account, id))


@page(router, "POST", "/{id}/roles", add_role, again=account)
def give(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Give a role."""
    said = at.form(RoleForm)
    there = f"/accounts/{id}"
    return at.do(add_role, id, then=there, done="They have the role.", role=said.role)


@page(router, "POST", "/{id}/roles/end", end_role, again=account)
def take(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Take a role away; their sign-ins end."""
    said = at.form(RoleForm)
    return at.do(
        end_role,
        id,
        then=f"/accounts/{id}",
        done="The role has ended, and so has every sign-in of theirs.",
        role=said.role,
        scheme_id=said.scheme,
    )


@page(router, "POST", "/{id}/reset", reset_account, again=account)
def reset(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Reset somebody's sign-in, and show the code by which they begin again."""
    code = at.secret("invitation")
    at.done_with(reset_account, id, code_sha256=digest_of(code).hex())
    return at.page("accounts/code.html", code=code, reset=True)


@page(router, "POST", "/{id}/close", close_account, again=account)
def close(at: Asker, id: UUID) -> Response:  # noqa: A002
    """Close an account."""
    said = "The account is closed."
    return at.do(close_account, id, then=f"/accounts/{id}", done=said)
