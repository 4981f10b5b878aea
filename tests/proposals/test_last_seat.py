"""Eight processes race for the last seat: never above capacity, whoever asks first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session
from support.proposing import Pair, another_need, make_pair
from support.racing import Start, racers
from support.world import World, make_world

from api.actions import perform
from api.actions.proposals import withdraw_proposal
from api.database import Database
from api.keys import Keys
from api.records import Asset, Proposal, Seats
from api.store import set_seats

RACERS = 8


@pytest.fixture(name="keys")
def known_keys(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the keys of the world that is made next: keys travel as text alone."""
    text = Keys.make()
    monkeypatch.setattr(Keys, "make", lambda: text)
    return text


@pytest.fixture(name="world")
def world_of_known_keys(database: Database, keys: str, tmp_path: Path) -> World:
    """Return an invented world whose keys other processes can be given."""
    return make_world(database, tmp_path)


@pytest.mark.parametrize("checks", [True, False], ids=["checked", "unchecked"])
def test_the_last_seat_goes_to_one(world: World, keys: str, checks: bool) -> None:
    """However they interleave, one of eight has the seat, in every round."""
    _race(world, keys, rounds=3, checks=checks)


@pytest.mark.deep
@pytest.mark.parametrize("checks", [True, False], ids=["checked", "unchecked"])
def test_the_last_seat_goes_to_one_200_times(
    world: World, keys: str, checks: bool
) -> None:
    """As above, 200 rounds; with one to three seats in turn."""
    counted = _race(world, keys, rounds=200, checks=checks)
    print(f"\n{world.app.database.kind} checks={checks} {dict(counted)}")  # noqa: T201


def _race(world: World, keys: str, *, rounds: int, checks: bool) -> Counter[str]:
    first = make_pair(world, "oxfordshire-mentors")
    pairs = [first, *(another_need(first, f"n{n}") for n in range(2, RACERS + 1))]
    start = Start(
        world.app.database.address,
        world.app.settings,
        keys,
        world.app.now(),
        world.who("coordinator"),
        checks,
    )
    counted: Counter[str] = Counter()
    with racers(start, RACERS) as race:
        for number in range(rounds):
            most = 1 + number % 3
            _seats(first, most)
            found = Counter(race([_ready(pair) for pair in pairs]))
            counted += found
            assert (found["offered"], found["fault"]) == (most, 0), found
            held = next(row for row in first.rows(Seats) if row.name == "seats")
            assert held.held == most
            _give_back(first)
    if not checks:
        assert counted["constraint"] > 0, "the application still asks first"
    return counted


def _seats(pair: Pair, most: int) -> None:
    def change(session: Session) -> None:
        store = pair.world.store(session)
        asset = store.get(Asset, pair.asset_ids[0])
        assert asset is not None
        assert set_seats(store, asset, most=most)

    pair.world.app.database.transaction(change)


def _ready(pair: Pair) -> UUID:
    """Draft one that waits for nothing but its release."""
    id_ = pair.draft()

    def allow(session: Session) -> None:
        store = pair.world.store(session)
        row = store.get(Proposal, id_)
        assert row is not None
        store.change(row, worker_agreed_at=store.now)

    pair.world.app.database.transaction(allow)
    return id_


def _give_back(pair: Pair) -> None:
    world = pair.world
    for row in pair.rows(Proposal):
        if row.state not in {"withdrawn", "agreed"}:
            perform(world.app, world.who("coordinator"), withdraw_proposal, on=row.id)
    assert {row.held for row in pair.rows(Seats)} == {0}
