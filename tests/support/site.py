"""An invented world with a community in it, and workers that run its rounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select
from support.communities import TERM, community, load
from support.labour import Yard, drop_work
from support.world import START, World, make_world

from api.actions import perform
from api.actions.accounts import invite
from api.actions.rounds import open_round
from api.actions.runs import ask_comparison, ask_run
from api.database import Database
from api.keys import Keys
from api.records import AuditRow, Document, Message, Person, Round, Run
from api.store import content, keep, value

NAME = "norfolk-carers"
SIZE = {"needs": 12, "assets": 12}


@dataclass
class Site:
    """A world whose council has needs and assets of one scheme."""

    world: World
    yard: Yard

    def open(self, name: str = "Invented round") -> UUID:
        """Open a round, and return its id."""
        done = perform(
            self.world.app,
            self.world.who("coordinator"),
            open_round,
            on=self.world.schemes[NAME],
            name=name,
            as_of=community(NAME, **SIZE).as_of,
            term=TERM,
        )
        return done.id

    def ask(self, round_id: UUID, **more: Any) -> UUID:
        """Ask for a run, and return its id."""
        self.world.do("coordinator", ask_run, round_id, **more)
        return self.runs()[-1].id

    def compare(self, round_id: UUID, **more: Any) -> None:
        """Ask for a comparison."""
        self.world.do("coordinator", ask_comparison, round_id, **more)

    def change_run(self, **values: Any) -> None:
        """Write values to the latest run, as something else would have."""

        def change(session: Session) -> None:
            run = session.get(Run, self.runs()[-1].id)
            for name, new in values.items():
                setattr(run, name, new)

        self.world.app.database.transaction(change)

    def invite(self, name: str) -> None:
        """Have an invitation sent to an invented address."""
        self.world.do(
            "administrator",
            invite,
            self.world.council,
            address=f"{name}@invented.example",
            role="helper",
            code_sha256=hashlib.sha256(name.encode()).hexdigest(),
        )

    def salt(self) -> str:
        """Return the salt of the only round, which is secret until its release."""

        def read(session: Session) -> str:
            store = self.world.store(session)
            row = store.one(Round)
            assert row
            return str(value(store, row, "salt"))

        return self.world.app.database.transaction(read)

    def somebody(self, email: str = "") -> UUID:
        """Invent a person of whom nothing is known, or an address; return their id."""

        def make(session: Session) -> UUID:
            store = self.world.store(session)
            person = store.new(Person, kind="adult")
            keep(store, person, person.id, email=email or None)
            return person.id

        return self.world.app.database.transaction(make)

    def document(self, kind: str) -> bytes:
        """Return the bytes of the latest document of a kind."""

        def read(session: Session) -> bytes:
            store = self.world.store(session)
            row = store.one(Document, Document.kind == kind)
            assert row
            return content(store, row)

        return self.world.app.database.transaction(read)

    def messages(self) -> list[Message]:
        """Return what became of each message."""
        with self.world.app.database.reading() as session:
            return list(session.exec(select(Message).order_by(col(Message.id))).all())

    def runs(self) -> list[Run]:
        """Return every run, the first first."""
        with self.world.app.database.reading() as session:
            return list(session.exec(select(Run).order_by(col(Run.number))).all())

    def acts(self) -> list[str]:
        """Return what the audit log says was done to runs, in order."""
        with self.world.app.database.reading() as session:
            query = select(AuditRow).where(col(AuditRow.table_name) == "run")
            rows = session.exec(query.order_by(col(AuditRow.number))).all()
        return [row.act for row in rows]


@pytest.fixture
def site(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """Return a community's records and an empty outbox, on each database in turn."""
    keys = Keys.make()
    monkeypatch.setattr(Keys, "make", staticmethod(lambda: keys))
    world = make_world(database, tmp_path)
    there = community(NAME, **SIZE)
    load(world, there.scheme, there.intake)
    with ExitStack() as stack:
        yard = Yard(database, tmp_path, stack, world.council, keys, START)
        yield Site(world, yard)
    drop_work(database)
