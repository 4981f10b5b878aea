"""An invented world: two organisations, one account a role, and the API before them.

Everybody in it is invented. A test that asks for `world` runs on both databases; the
world's clock stands still until a test moves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from api.actions import Action, App, Done, look, perform
from api.auth import issue_token, start_sign_in, who_of_token
from api.database import Database
from api.keys import Keys
from api.main import create_app
from api.permissions import Who
from api.records import (
    ROLES,
    Account,
    Membership,
    Organisation,
    Person,
    Scheme,
    SchemeMember,
    SchemeVersion,
    SignIn,
    new_id,
)
from api.settings import read_settings
from api.store import Store, keep
from matcher.schemes import find_scheme as find_shipped

find_scheme = cache(find_shipped)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning, after every demo community's day."""


@dataclass
class Somebody:
    """An invented person with an account, as the tests know them."""

    name: str
    account_id: UUID
    person_id: UUID
    identity_id: UUID
    organisation_id: UUID
    token: str
    browser: str = ""


@dataclass
class World:
    """One database with two organisations and somebody for every role."""

    app: App
    council: UUID
    charity: UUID
    people: dict[str, Somebody] = field(default_factory=dict)
    schemes: dict[str, UUID] = field(default_factory=dict)
    versions: dict[str, UUID] = field(default_factory=dict)
    moment: list[datetime] = field(default_factory=lambda: [START])
    keys: Iterator[int] = field(default_factory=count)

    def later(self, **length: float) -> datetime:
        """Move the clock on, and return the new instant."""
        self.moment[0] += timedelta(**length)
        return self.moment[0]

    def who(self, name: str) -> Who:
        """Return somebody as permissions see them now."""
        with self.app.database.reading() as session:
            who = who_of_token(
                session,
                keys=self.app.keys,
                now=self.app.now(),
                secret=self.people[name].token,
                loopback=True,
            )
        assert who is not None, f"{name} cannot sign in"
        return who

    def do(
        self, name: str, action: Action, on: UUID | None = None, **more: Any
    ) -> Done:
        """Do an action as somebody; its version is not asked for here."""
        return perform(self.app, self.who(name), action, on=on, **more)

    def see(
        self, name: str, reader: Action, on: UUID | None = None, **more: Any
    ) -> Any:
        """Read something as somebody."""
        return look(self.app, self.who(name), reader, on=on, **more)

    def store(self, session: Session, organisation_id: UUID | None = None) -> Store:
        """Return a store of an organisation, to set something up or to look."""
        return Store(
            session,
            keys=self.app.keys,
            organisation_id=organisation_id or self.council,
            now=self.app.now(),
        )

    def client(self, name: str = "", *, host: str = "127.0.0.1") -> TestClient:
        """Return a client of the API that carries somebody's token."""
        client = TestClient(
            web(self.app), client=(host, 50_000), raise_server_exceptions=False
        )
        if name:
            client.headers["Authorization"] = f"Bearer {self.people[name].token}"
        return client

    def write(self, version: int | None = None) -> dict[str, str]:
        """Return the headers of a write: a fresh key, and the version that was seen."""
        headers = {"Idempotency-Key": f"test-{next(self.keys)}"}
        return headers if version is None else headers | {"If-Match": f'"{version}"'}

    def invent(
        self,
        name: str,
        role: str,
        *,
        organisation_id: UUID | None = None,
        person_id: UUID | None = None,
    ) -> Somebody:
        """Invent somebody with an account and a role, and return them.

        Parameters
        ----------
        person_id : UUID or None
            Whose account it is, where they are known already.
        """

        def make(session: Session) -> Somebody:
            store = self.store(session, organisation_id)
            known = person_id and store.get(Person, person_id)
            return _somebody(store, name, role, known or None)

        self.people[name] = self.app.database.transaction(make)
        return self.people[name]


def web(app: App) -> FastAPI:
    """Return the API of an application; its routes are made once a process.

    A test has one world, so the doors are its own for as long as it runs.
    """
    made = _web()
    made.state.acorns = app
    return made


@cache
def _web() -> FastAPI:
    nobody: Any = None
    return create_app(nobody)


def _somebody(
    store: Store, name: str, role: str, known: Person | None = None
) -> Somebody:
    kind = "child" if role == "young_person" else "adult"
    person = known or store.new(Person, kind=kind)
    keep(store, person, person.id, name=f"{name.title()} Invented")
    keep(store, person, person.id, email=f"{name}@invented.example")
    account = store.new(
        Account,
        person_id=person.id,
        address_blind=store.keys.blind("address", f"{name}@invented.example"),
        state="active",
    )
    keep(store, account, person.id, address=f"{name}@invented.example")
    store.new(Membership, account_id=account.id, role=role)
    token = issue_token(store, account, expires_at=store.now + timedelta(days=400))
    return Somebody(
        name,
        account.id,
        person.id,
        person.identity_id,
        store.organisation_id,
        token,
        _browser(store, account),
    )


def _browser(store: Store, account: Account) -> str:
    """Return what signs a browser in, with everything proven, for a whole test."""
    secret = start_sign_in(store, account, way="password", second=True)
    row = store.one(SignIn, SignIn.account_id == account.id)
    assert row is not None
    row.expires_at = row.seen_at = store.now + timedelta(days=400)
    row.code_at = store.now
    return secret


def _organisation(session: Session, world: World, name: str, id: UUID) -> Store:  # noqa: A002 - as everywhere
    store = world.store(session, id)
    store.new(Organisation, id=id, organisation_id=id, name=name)
    return store


def _scheme(store: Store, world: World, name: str) -> None:
    scheme = find_scheme(name)
    row = store.new(Scheme, name=scheme.name, title=scheme.title)
    version = store.new(
        SchemeVersion,
        scheme_id=row.id,
        digest=scheme.digest,
        source=Path(scheme.source).read_text("utf-8"),
        state="in_use",
    )
    store.new(SchemeMember, scheme_id=row.id, member_id=world.charity, basis="agreed")
    world.schemes[name] = row.id
    world.versions[name] = version.id


SCHEMES = (
    "norfolk-carers",
    "oxfordshire-mentors",
    "hartlepool-tutors",
    "hartlepool-babybank",
)


def make_world(database: Database, folder: Path, *, keys: str = "") -> World:
    """Make a world in an empty, migrated database, under keys of its own or these."""
    moment = [START]
    settings = read_settings(
        {"ACORNS_DATABASE": database.address, "ACORNS_MAILBOX": str(folder / "mail")}
    )
    app = App(settings, database, Keys.read(keys or Keys.make()), lambda: moment[0])
    world = World(app, new_id(), new_id(), moment=moment)

    def seed(session: Session) -> None:
        council = _organisation(session, world, "Invented council", world.council)
        charity = _organisation(session, world, "Invented charity", world.charity)
        for name in SCHEMES:
            _scheme(council, world, name)
        for role in ROLES:
            world.people[role] = _somebody(council, role, role)
        for name, role in (
            ("coordinator-2", "coordinator"),
            ("lead-2", "safeguarding_lead"),
            ("holder-2", "holder"),
        ):
            world.people[name] = _somebody(council, name, role)
        for role in ("administrator", "coordinator", "hub", "holder"):
            world.people[f"charity-{role}"] = _somebody(charity, f"c-{role}", role)

    database.transaction(seed)
    return world


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """Return an invented world on each database in turn."""
    return make_world(database, tmp_path)
