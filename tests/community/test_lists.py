"""Lists cost the same however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlmodel import Session
from support.communities import community, load
from support.world import World

from api.actions.assets import list_assets
from api.actions.hubs import list_hubs
from api.actions.needs import list_needs, read_need
from api.actions.performing import Action
from api.actions.sessions import list_sessions
from api.records import Hub, Need

NAME = "hartlepool-tutors"


@contextmanager
def queries(world: World) -> Iterator[list[str]]:
    """Collect the statements that the database is sent."""
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    engines = {world.app.database.engine, world.app.database._reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("lister", [list_needs, list_assets])
def test_a_lists_queries_do_not_grow(world: World, lister: Action) -> None:
    """A page of a scheme's rows takes as many statements for forty rows as for two."""
    there = community(NAME, needs=40, assets=40)
    load(world, there.scheme, there.intake)
    counts = []
    for limit in (2, 40):
        with queries(world) as sent:
            page = world.see("coordinator", lister, world.schemes[NAME], limit=limit)
        assert len(page["items"]) == limit
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_lists_of_hubs_and_sessions_do_not_grow(world: World) -> None:
    """Hubs and sessions take as many statements for twenty as for one."""

    def add(session: Session) -> None:
        store = world.store(session)
        for number in range(20):
            store.new(Hub, ref=f"h{number}", name="Invented hub")

    def count() -> tuple[int, int]:
        found = []
        for lister in (list_hubs, list_sessions):
            with queries(world) as sent:
                world.see("coordinator", lister)
            found.append(len(sent))
        return found[0], found[1]

    before = count()
    world.app.database.transaction(add)
    assert count() == before


def test_a_read_takes_a_few_queries(world: World) -> None:
    """Showing one need takes a fixed, small number of statements."""
    there = community(NAME, needs=40, assets=40)
    load(world, there.scheme, there.intake)
    with world.app.database.reading() as session:
        first = world.store(session).find(Need, limit=1)[0]
    with queries(world) as sent:
        shown = world.see("coordinator", read_need, first.id)
    assert shown["ref"] == first.ref
    assert len(sent) <= 40
