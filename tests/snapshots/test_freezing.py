"""A snapshot of records holds what a snapshot of the sheets holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session
from support.communities import ROUND, TERM, community, frozen, load
from support.counting import counted
from support.world import SCHEMES, World

from api.records import Asset, Need, Person, Seats
from api.snapshots import Frozen, freeze_records
from api.store import Kept, KeptStore, Store, keep


@pytest.mark.parametrize("name", SCHEMES)
def test_records_freeze_to_the_digest_of_their_sheets(world: World, name: str) -> None:
    """Imported and frozen, a community's workbook is the file line's snapshot."""
    there = community(name, needs=60, assets=40)
    load(world, there.scheme, there.intake)
    snapshot = frozen(world, there.scheme, there.as_of).snapshot
    assert snapshot.to_json() == there.snapshot().to_json()
    assert snapshot.digest() == there.snapshot().digest()


def freeze_from(world: World, name: str, before: Kept) -> tuple[Frozen, Kept]:
    """Freeze from what was kept of an earlier reading."""
    there = community(name, needs=60, assets=40)

    def freeze(session: Session) -> tuple[Frozen, Kept]:
        store = KeptStore(world.store(session), before)
        found = freeze_records(
            store,
            there.scheme,
            scheme_id=world.schemes[name],
            round=ROUND,
            as_of=there.as_of,
            term=TERM,
        )
        return found, store.after

    return world.app.database.transaction(freeze)


def change_cells(store: Store) -> None:
    """Give an asset other cells."""
    row = store.find(Asset)[0]
    keep(store, row, row.person_id, values={"seats": 3})


def let_go(store: Store) -> None:
    """Take away what is sealed of a need."""
    row = store.find(Need)[0]
    keep(store, row, row.person_id, values=None)


def alter(world: World, change: Callable[[Store], Any]) -> None:
    """Change something in a transaction of its own."""
    world.app.database.transaction(lambda session: change(world.store(session)))


CHANGES: dict[str, Callable[[Store], Any]] = {
    "cells": change_cells,
    "nothing sealed": let_go,
    "state": lambda store: store.change(store.find(Need)[1], state="paused"),
    "seats": lambda store: store.change(store.find(Seats)[0], most=7, held=1, units=1),
    "a person kept apart": lambda store: keep(
        store,
        store.find(Person, Person.id == store.find(Need)[2].person_id)[0],
        store.find(Need)[2].person_id,
        apart=[{"identity": str(store.find(Person)[-1].identity_id)}],
    ),
}


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])
def test_what_was_read_before_freezes_as_what_is_there(world: World) -> None:
    """After every kind of change what is kept of a reading comes to the same records.

    Of what has not changed no row is read again.
    """
    name = "oxfordshire-mentors"
    there = community(name, needs=60, assets=40)
    load(world, there.scheme, there.intake)
    last, kept = freeze_from(world, name, Kept())
    assert last == frozen(world, there.scheme, there.as_of)
    for what, change in CHANGES.items():
        alter(world, change)
        quick, kept = freeze_from(world, name, kept)
        assert quick == frozen(world, there.scheme, there.as_of), what
        assert quick != last, what
        last = quick
    with counted(world) as said:
        assert freeze_from(world, name, kept)[0] == last
    assert not [each for each in said if "private.sealed" in each]
