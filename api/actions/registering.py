"""Registering oneself: an account is made when the link is used, not before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from api.actions.account_rows import known
from api.actions.app import App
from api.actions.desk import Desk
from api.actions.sign_in_links import send_link
from api.actions.sign_in_starting import Source, count_try, is_staff, store_of
from api.permissions import NotThere
from api.records import Account, Person, Scheme, SchemeVersion, SignInLink
from api.store import Session, Store, col, find_among, keep, new_nobody, scheme_of
from api.store.rights import destroy_keys
from matcher.schemes import Scheme as Rules

_KEPT = timedelta(days=1)
"""How long an address is kept of somebody who has not used their link."""


def open_to(rules: Rules) -> tuple[str, ...]:
    """Return in which roles anybody may register themselves for a scheme.

    Nobody registers as a home, and nobody as a parent where a child has a say.
    """
    holder = () if rules.steps.home else ("holder",)
    parent = () if "child" in rules.steps.yes_from else ("parent",)
    return (*holder, *parent)


def schemes_open(app: App) -> list[dict[str, Any]]:
    """Return the schemes for which somebody may register, and in which roles."""
    with app.database.reading() as session:
        store = new_nobody(session, keys=app.keys, now=app.now())
        found = [
            (scheme, open_to(rules))
            for scheme in store.across("sign in", Scheme)
            if (rules := _rules(app, session, scheme))
        ]
    return [
        {"id": str(scheme.id), "title": scheme.title, "roles": roles}
        for scheme, roles in found
        if roles
    ]


def register(
    app: App, *, address: str, scheme_id: UUID, role: str, source: Source
) -> None:
    """Send somebody a link by which they join a scheme; say nothing of who is known.

    Raises
    ------
    TooOften
        Whether or not the address is anybody's.
    NotThere
        No such scheme, or nobody registers for it in this role.
    """
    count_try(app, "register", address=address, source=source)

    def ask(session: Session) -> None:
        store = _store(app, session, scheme_id, role)
        account = known(store, address)
        if account is None:
            person = store.new(Person, kind="adult")
            keep(store, person, person.id, email=address)
            send_link(store, person.id, by="email", role=role, scheme_id=scheme_id)
        elif account.state == "active" and not is_staff(store, account):
            theirs = store_of(app, session, account.organisation_id)
            here = account.organisation_id == store.organisation_id
            more = {"role": role, "scheme_id": scheme_id} if here else {}
            send_link(theirs, account.person_id, by="email", **more)  # type: ignore[arg-type]

    app.database.transaction(ask)


def forget_unfinished(desk: Desk) -> int:
    """Erase who asked to join and never used a link; return how many they were."""
    links = desk.store.find(
        SignInLink,
        SignInLink.purpose == "register",
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) < desk.now - _KEPT,
    )
    asked = {link.person_id for link in links}
    joined = find_among(desk.store, Account, Account.person_id, asked)
    left = asked - {account.person_id for account in joined}
    people = find_among(desk.store, Person, Person.id, left)
    unfinished = [person for person in people if person.erased_at is None]
    destroy_keys(desk.store, {person.id for person in unfinished})
    for person in unfinished:
        desk.store.change(person, erased_at=desk.now)
    return len(unfinished)


def _store(app: App, session: Session, scheme_id: UUID, role: str) -> Store:
    nobody = new_nobody(session, keys=app.keys, now=app.now())
    found = nobody.across("locate", Scheme, Scheme.id == scheme_id)
    rules = _rules(app, session, found[0]) if found else None
    if rules is None or role not in open_to(rules):
        raise NotThere
    return store_of(app, session, found[0].organisation_id)


def _rules(app: App, session: Session, scheme: Scheme) -> Rules | None:
    version = store_of(app, session, scheme.organisation_id).one(
        SchemeVersion,
        SchemeVersion.scheme_id == scheme.id,
        SchemeVersion.state == "in_use",
    )
    return scheme_of(version) if version else None
