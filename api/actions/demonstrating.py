"""The demo's way in: anybody invented, in one click. Nowhere else does it exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from api.actions.app import App
from api.actions.sign_in_starting import started, store_of
from api.permissions import NotThere
from api.records import Account, Membership, Organisation, Person, Scheme
from api.store import Session, Store, col, new_nobody, read

_MOST = 200


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody of the demo: an invented name, a role, and for whom they do it."""

    account_id: UUID
    name: str
    role: str
    organisation: str
    schemes: tuple[str, ...]


def invented_people(app: App) -> list[Invented]:
    """Return everybody who can sign in to the demo.

    Raises
    ------
    NotThere
        This is no demo.
    """
    if not app.settings.demo:
        raise NotThere
    with app.database.reading() as session:
        nobody = new_nobody(session, keys=app.keys, now=app.now())
        homes = nobody.across("marker", Organisation, col(Organisation.demo).is_(True))
        return [each for home in homes for each in _people_of(app, session, home)]


def sign_in_invented(app: App, *, account_id: UUID, loopback: bool) -> str:
    """Return the secret of a sign-in as somebody invented, on this computer alone.

    Raises
    ------
    NotThere
        This is no demo, the request is from elsewhere, or there is nobody.
    """
    if not (app.settings.demo and loopback):
        raise NotThere

    def start(session: Session) -> str:
        nobody = new_nobody(session, keys=app.keys, now=app.now())
        found = nobody.across("sign in", Account, Account.id == account_id)
        if not found:
            raise NotThere
        store = store_of(app, session, found[0].organisation_id)
        home = store.get(Organisation, found[0].organisation_id)
        if home is None or not home.demo or found[0].state != "active":
            raise NotThere
        return started(store, found[0], way="demo", loopback_only=True)

    return app.database.transaction(start)


def _people_of(app: App, session: Session, home: Organisation) -> list[Invented]:
    store = store_of(app, session, home.id)
    schemes = tuple(row.title for row in store.find(Scheme))
    held = store.find(Membership, col(Membership.ended_at).is_(None), limit=_MOST)
    accounts = _by_id(store, held)
    people = store.find(
        Person, col(Person.id).in_([row.person_id for row in accounts.values()])
    )
    names = read(store, people, ["name"])
    return [
        Invented(
            row.account_id,
            str(names.get((accounts[row.account_id].person_id, "name"), "Somebody")),
            row.role,
            home.name,
            schemes,
        )
        for row in held
        if row.account_id in accounts
    ]


def _by_id(store: Store, held: Sequence[Membership]) -> dict[UUID, Account]:
    ids = [row.account_id for row in held]
    found = store.find(Account, col(Account.id).in_(ids), Account.state == "active")
    return {row.id: row for row in found}
