"""Signing in as a browser does, below the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pyotp
from sqlmodel import Session, col, select
from support.world import Somebody, World

from api.actions import look
from api.actions.accounts import begin_from_invitation, invite
from api.actions.credentials import (
    confirm_authenticator,
    set_password,
    show_authenticator,
)
from api.actions.messages import read_message
from api.actions.sign_in_starting import Source
from api.actions.sign_ins import signed_in
from api.auth import digest_of, new_authenticator, start_sign_in
from api.auth.passwords import NOBODYS
from api.permissions import Who
from api.records import Account, Credential, Outbox, SignIn
from api.store import keep

HERE = Source("192.0.2.7")
PASSWORD = "seven quiet herons"


@dataclass(frozen=True)
class SetUp:
    """Somebody of the staff who has set everything up.

    Parameters
    ----------
    address, authenticator : str
        What they sign in with, and what their telephone keeps.
    secret : str
        Of the sign-in in which they did.
    codes : tuple of str
        Their recovery codes.
    """

    address: str
    authenticator: str
    secret: str
    codes: tuple[str, ...]


def begin(world: World, name: str, *, way: str = "link", second: bool = False) -> str:
    """Start somebody's sign-in and return its secret."""

    def start(session: Session) -> str:
        person = world.people[name]
        store = world.store(session, person.organisation_id)
        account = store.get(Account, person.account_id)
        assert account is not None
        return start_sign_in(store, account, way=way, second=second)

    return world.app.database.transaction(start)


def who(world: World, secret: str, *, loopback: bool = True) -> Who | None:
    """Return who a cookie stands for now."""
    return signed_in(world.app, secret=secret, loopback=loopback)


def waits(world: World, secret: str) -> str | None:
    """Return what a sign-in waits for; None where it is nobody's."""
    found = who(world, secret)
    return None if found is None else found.waits


def change(world: World, id_: UUID | None, **values: Any) -> None:
    """Write values to a sign-in, as an action would have."""

    def write(session: Session) -> None:
        row = session.get(SignIn, id_)
        for field, value in values.items():
            setattr(row, field, value)

    world.app.database.transaction(write)


def seen_at(world: World, id_: UUID | None) -> datetime:
    """Return when a sign-in was last in use."""
    with world.app.database.reading() as session:
        row = session.get(SignIn, id_)
        assert row is not None
        return row.seen_at


def posted(world: World, kind: str) -> list[Outbox]:
    """Return the messages of a kind that were posted, in order."""

    def read(session: Session) -> list[Outbox]:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id))).all()
        return [row for row in rows if row.ids.get("message") == kind]

    return world.app.database.transaction(read)


def link_of(world: World, row: Outbox) -> str:
    """Return the code in the letter that a posted message becomes, as it leaves."""
    ready = look(world.app, Who(by="work"), read_message, on=row.id)
    assert ready.parcel is not None, ready.end
    found = re.search(r"/go/([\w-]+)", ready.parcel.letter.text)
    assert found is not None
    return found[1]


def invited(world: World, name: str, role: str) -> str:
    """Invite somebody and return the code that the inviter has for them."""
    code = f"code for {name}"
    world.do(
        "administrator",
        invite,
        world.council,
        address=f"{name}@invented.example",
        role=role,
        code_sha256=digest_of(code).hex(),
    )
    return code


def set_up(world: World, name: str, role: str = "coordinator") -> SetUp:
    """Take somebody from an invitation to a password and an authenticator."""
    secret = begin_from_invitation(
        world.app, code=invited(world, name, role), source=HERE
    )
    assert secret is not None
    me = who(world, secret)
    assert me is not None
    set_password(world.app, me, password=PASSWORD, source=HERE)
    shown = show_authenticator(world.app, me)
    done = confirm_authenticator(
        world.app, me, code=code_at(world, shown.secret), source=HERE
    )
    return SetUp(f"{name}@invented.example", shown.secret, done.secret, done.codes)


def code_at(world: World, authenticator: str) -> str:
    """Return what an authenticator shows at the world's moment."""
    return pyotp.TOTP(authenticator).at(world.app.now())


def half_way_people(world: World) -> None:
    """Invent somebody at each point of signing in, for pages that they alone see."""
    for name, role, password, authenticator, second in (
        ("new here", "helper", False, False, False),
        ("with a password", "helper", True, False, False),
        ("half way in", "helper", True, True, False),
        ("all set up", "helper", True, True, True),
        ("no code yet", "parent", False, False, False),
    ):
        person = world.invent(name, role)
        world.app.database.transaction(
            partial(
                _stand,
                world,
                person,
                password=password,
                authenticator=authenticator,
                second=second,
            )
        )


def _stand(
    world: World,
    person: Somebody,
    session: Session,
    *,
    password: bool,
    authenticator: bool,
    second: bool,
) -> None:
    store = world.store(session)
    row = store.one(SignIn, SignIn.account_id == person.account_id)
    assert row is not None
    row.way = "invitation" if not authenticator else "password"
    row.code_at, row.second_at = None, store.now if second else None
    kept = store.new(
        Credential,
        account_id=person.account_id,
        password_at=store.now if password else None,
        confirmed_at=store.now if authenticator else None,
    )
    if password:
        keep(store, kept, person.person_id, password=NOBODYS)
    if authenticator:
        keep(store, kept, person.person_id, authenticator=new_authenticator())


WAITING = (
    "new here",
    "with a password",
    "half way in",
    "all set up",
    "no code yet",
)
