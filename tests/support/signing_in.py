"""Signing in as a browser does, below the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session
from support.world import World

from api.actions.sign_ins import signed_in
from api.auth import start_sign_in
from api.permissions import Who
from api.records import Account, SignIn


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
