"""An invented round that has been run: the example that can be solved by eye."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from support.running import do_run, latest_run, load_harbourside
from support.visiting import Seen, Visit
from support.world import World, make_world

from api.actions import perform
from api.actions.rounds import open_round
from api.actions.runs import ask_run
from api.database import Database
from api.records import Asset, Need, Proposal, ProposalNeed
from matcher.model import Term

TERM = Term(date(2026, 12, 7), date(2027, 12, 7))


@dataclass
class Reviewed:
    """A world whose round was run by the second coordinator."""

    world: World
    id: UUID

    @property
    def home(self) -> str:
        """Return the address of the round."""
        return f"/rounds/{self.id}"

    def get(self, path: str, name: str = "coordinator") -> Seen:
        """Open a page of the round as somebody."""
        return Visit(self.world, name).get(f"{self.home}{path}")

    def rerun(self) -> None:
        """Do the run that was asked for, as a worker does."""
        do_run(self.world, latest_run(self.world, str(self.id)))

    def row(self, kind: Any, ref: str) -> Any:
        """Return a need or an asset by its ref."""
        with self.world.app.database.reading() as session:
            rows = self.world.store(session).find(kind, kind.ref == ref)
            return rows[0]

    def proposals(self, *states: str) -> dict[str, Proposal]:
        """Return the round's proposals in these states, by need and asset."""
        with self.world.app.database.reading() as session:
            store = self.world.store(session)
            needs = {row.id: row.ref for row in store.find(Need)}
            assets = {row.id: row.ref for row in store.find(Asset)}
            pairs = store.find(ProposalNeed)
            found = {}
            for row in store.find(Proposal, Proposal.round_id == self.id):
                mine = sorted(
                    needs[p.need_id] for p in pairs if p.proposal_id == row.id
                )
                if row.state in states or not states:
                    found[f"{' '.join(mine)} {assets[row.asset_id]}"] = row
            return found


def review(world: World, ran_by: str = "coordinator-2") -> Reviewed:
    """Open a round over the example and run it."""
    load_harbourside(world)
    with pytest.MonkeyPatch.context() as patch:
        # The same salt in every test, so that equal inputs are solved once.
        patch.setattr(secrets, "token_hex", lambda size: "5a" * size)
        done = perform(
            world.app,
            world.who(ran_by),
            open_round,
            on=world.schemes["norfolk-carers"],
            name="harbourside",
            as_of=date(2026, 11, 23),
            term=TERM,
        )
    world.do(ran_by, ask_run, done.id)
    there = Reviewed(world, done.id)
    there.rerun()
    return there


@pytest.fixture(scope="module")
def reviewed(
    template: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reviewed]:
    """Return one round that was run, on SQLite; its tests change nothing."""
    folder: Path = tmp_path_factory.mktemp("reviewed")
    shutil.copyfile(template("sqlite"), folder / "all.sqlite")
    with closing(Database(f"sqlite:///{folder / 'all.sqlite'}")) as database:
        yield review(make_world(database, folder))


@pytest.fixture
def changing(template: Callable[[str], str], tmp_path: Path) -> Iterator[Reviewed]:
    """Return a round that was run, on SQLite, for one test to change."""
    shutil.copyfile(template("sqlite"), tmp_path / "all.sqlite")
    with closing(Database(f"sqlite:///{tmp_path / 'all.sqlite'}")) as database:
        yield review(make_world(database, tmp_path))
