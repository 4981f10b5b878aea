"""Signing in by a link: asked for, sent to the address itself, used once.

A link's code is made of the master key and the link's id when it is sent; only its hash
is kept. Whether anybody has an address is told to nobody: what is answered is the same,
and the milliseconds by which the two differ can be measured a few times an hour.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from api.actions.account_rows import account_for, join, known
from api.actions.app import App
from api.actions.sign_in_starting import (
    Source,
    account_of,
    count_try,
    is_staff,
    started,
    store_of,
    write_down,
)
from api.auth import code_of, digest_of, plain_phone
from api.outbox import post
from api.records import Account, Blind, Person, SignInLink, new_id
from api.store import Session, Store, col, new_nobody, value

LASTS = timedelta(minutes=15)
By = Literal["email", "text"]


def ask_link(app: App, *, to: str, by: By, source: Source) -> None:
    """Send a link to an address or number, if it is somebody's; say nothing of it.

    Raises
    ------
    TooOften
        Whether or not it is anybody's.
    """
    count_try(app, "link", address=to, source=source)

    def ask(session: Session) -> None:
        account = (
            account_of(app, session, to)
            if by == "email"
            else _account_of_phone(app, session, to)
        )
        if account is None:
            return
        store = store_of(app, session, account.organisation_id)
        if not is_staff(store, account):
            send_link(store, account.person_id, by=by)
            write_down(store, account, "sign_in.ask_link", by=by)

    app.database.transaction(ask)


def send_link(
    store: Store,
    person_id: UUID,
    *,
    by: By,
    role: str = "",
    scheme_id: UUID | None = None,
) -> None:
    """Make a link for a person and post its message."""
    id_ = new_id()
    store.new(
        SignInLink,
        id=id_,
        person_id=person_id,
        purpose="register" if role else "sign_in",
        role=role,
        scheme_id=scheme_id,
        digest=digest_of(code_of(store.keys, id_)),
        expires_at=store.now + LASTS,
    )
    post(
        store,
        "message",
        once=f"sign_in:{id_}",
        message="sign_in",
        person=person_id,
        audience="family",
        about_table="sign_in_link",
        about=id_,
        by=by,
        minutes=int(LASTS.total_seconds()) // 60,
    )


def link_stands(app: App, *, code: str) -> bool:
    """Tell whether a link may still be used; looking at it changes nothing."""
    with app.database.reading() as session:
        return (
            _link(new_nobody(session, keys=app.keys, now=app.now()), code) is not None
        )


def use_link(app: App, *, code: str, source: Source) -> str | None:
    """Exchange a link's code for a sign-in's secret, once; None if it is for nobody.

    Raises
    ------
    TooOften
        Too many codes from one source.
    """
    count_try(app, "link.use", address="", source=source)

    def use(session: Session) -> str | None:
        row = _link(new_nobody(session, keys=app.keys, now=app.now()), code)
        if row is None:
            return None
        store = store_of(app, session, row.organisation_id)
        used = store.change_where(
            SignInLink,
            SignInLink.id == row.id,
            col(SignInLink.used_at).is_(None),
            used_at=store.now,
        )
        account = _account(store, row) if used else None
        if account is None:
            return None
        return started(store, account, way="link")

    return app.database.transaction(use)


def _link(store: Store, code: str) -> SignInLink | None:
    found = store.across(
        "sign in",
        SignInLink,
        SignInLink.digest == digest_of(code),
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > store.now,
    )
    return found[0] if found else None


def _account(store: Store, link: SignInLink) -> Account | None:
    """Return the active account of a link's person, made where they register."""
    account = store.one(Account, Account.person_id == link.person_id)
    if account is None and link.role:
        account = _registered(store, link.person_id)
    if account is None or account.state != "active" or is_staff(store, account):
        return None
    if link.role:
        join(store, account, link.role, link.scheme_id)
        write_down(store, account, "sign_in.register", role=link.role)
    return account


def _registered(store: Store, person_id: UUID) -> Account | None:
    """Return a new account of who registered, or theirs of another link before."""
    person = store.get(Person, person_id)
    address = value(store, person, "email") if person else None
    if person is None or not address:
        return None
    there = known(store, address)
    if there is not None:
        return there if there.organisation_id == store.organisation_id else None
    return account_for(store, person, address, state="active")


def _account_of_phone(app: App, session: Session, phone: str) -> Account | None:
    """Return the one account of a number; a number of two people is of neither."""
    store = new_nobody(session, keys=app.keys, now=app.now())
    digest = app.keys.blind("phone", plain_phone(phone))
    same = store.across("sign in", Blind, Blind.kind == "phone", Blind.digest == digest)
    people = [row.person_id for row in same]
    accounts = store.across(
        "sign in",
        Account,
        col(Account.person_id).in_(people),
        Account.state == "active",
    )
    return accounts[0] if len(accounts) == 1 else None
