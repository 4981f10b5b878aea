"""``/accounts`` and invitations: who may sign in, and in which role."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.actions.account_helping import agree_code, reset_account
from api.actions.accounts import (
    add_role,
    close_account,
    end_role,
    invite,
    list_accounts,
    read_account,
)
from api.actions.deputies import (
    end_deputy,
    list_deputies_of,
    list_my_deputies,
    name_deputy,
    name_deputy_of,
)
from api.actions.sign_in_proving import code_digest
from api.actions.sign_ins import end_other_sign_ins, end_sign_in, my_sign_ins
from api.auth import digest_of
from api.routes.bodies import Body
from api.routes.calling import After, Caller, Limit, route

router = APIRouter(tags=["accounts"])
RoleName = Annotated[str, Field(pattern=r"^[a-z_]{3,30}$")]


class Invite(Body):
    """Somebody to invite."""

    address: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    role: RoleName


class RoleBody(Body):
    """A role to give or to take away."""

    role: RoleName
    scheme: UUID | None = None
    held: Literal["yes", "no"]


class DeputyBody(Body):
    """Who stands in, in which role, from which day to which."""

    address: str = Field(min_length=3, max_length=254)
    role: RoleName
    starts: date
    ends: date


class AgreedCode(Body):
    """A code, as two people chose it."""

    code: str = Field(min_length=6, max_length=60)


@route(router, "GET", "/organisations/{id}/accounts", list_accounts)
def list_(call: Caller, id: UUID, after: After = None, limit: Limit = 50) -> Any:
    """Show who may sign in."""
    return call.see(list_accounts, id, after=after, limit=limit)


@route(router, "POST", "/organisations/{id}/accounts", invite, status_code=201)
def invite_(call: Caller, id: UUID, body: Invite) -> Any:
    """Invite somebody; the code in the answer is kept nowhere."""
    code = call.secret("invitation")
    digest = digest_of(code).hex()
    done = call.do(invite, id, address=body.address, role=body.role, code_sha256=digest)
    return done | {"code": code}


@route(router, "POST", "/deputies", name_deputy, status_code=201)
def deputy(call: Caller, body: DeputyBody) -> Any:
    """Name who stands in for you; they hold the same role."""
    return call.do(name_deputy, **body.model_dump())


@route(router, "GET", "/deputies", list_my_deputies)
def deputies(call: Caller) -> Any:
    """Show who stands in for you, and for whom you stand in."""
    return call.see(list_my_deputies)


@route(router, "DELETE", "/deputies/{id}", end_deputy)
def no_deputy(call: Caller, id: UUID) -> Any:
    """End that somebody stands in."""
    return call.do(end_deputy, id)


@route(router, "POST", "/accounts/{id}/deputies", name_deputy_of, status_code=201)
def deputy_of(call: Caller, id: UUID, body: DeputyBody) -> Any:
    """Name who stands in for somebody, and has their role for the time."""
    return call.do(name_deputy_of, id, **body.model_dump())


@route(router, "GET", "/accounts/{id}/deputies", list_deputies_of)
def deputies_of(call: Caller, id: UUID) -> Any:
    """Show who stands in for somebody."""
    return call.see(list_deputies_of, id)


@route(router, "GET", "/accounts/{id}", read_account)
def read(call: Caller, id: UUID) -> Any:
    """Show an account."""
    return call.see(read_account, id)


@route(router, "PATCH", "/accounts/{id}/roles", add_role)
def roles(call: Caller, id: UUID, body: RoleBody) -> Any:
    """Give a role, or take it away."""
    action = add_role if body.held == "yes" else end_role
    return call.do(action, id, role=body.role, scheme_id=body.scheme)


@route(router, "POST", "/accounts/{id}/reset", reset_account)
def reset(call: Caller, id: UUID) -> Any:
    """Reset somebody's sign-in; the code in the answer is kept nowhere."""
    code = call.secret("invitation")
    return call.do(reset_account, id, code_sha256=digest_of(code).hex()) | {
        "code": code
    }


@route(router, "POST", "/accounts/{id}/agreed-code", agree_code, status_code=201)
def agree(call: Caller, id: UUID, body: AgreedCode) -> Any:
    """Keep the code that was agreed with somebody in person."""
    digest = code_digest(call.app, id, body.code).hex()
    return call.do(agree_code, id, code_digest=digest)


@route(router, "GET", "/sign-ins", my_sign_ins)
def sign_ins(call: Caller) -> Any:
    """Show where one is signed in."""
    return call.see(my_sign_ins)


@route(router, "DELETE", "/sign-ins/{id}", end_sign_in)
def end(call: Caller, id: UUID) -> Any:
    """End one of one's own sign-ins."""
    return call.do(end_sign_in, id)


@route(router, "DELETE", "/other-sign-ins", end_other_sign_ins)
def end_others(call: Caller) -> Any:
    """End every sign-in of one's own; a token that asks goes on."""
    return call.do(end_other_sign_ins)


@route(router, "DELETE", "/accounts/{id}", close_account)
def close(call: Caller, id: UUID) -> Any:
    """Close an account; its tokens answer no more."""
    return call.do(close_account, id)
