"""What a journey in a real browser starts from: a world, served, and three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session
from support.browser import OpenWindows
from support.databases import NewDatabase
from support.hands import WAYS, Hands
from support.live import serving
from support.populated import Populated, populate
from support.world import make_world

from api.records import Hub

At = Callable[[str], Hands]
"""Seats somebody at a browser of their own, signed in; nobody for an empty name."""


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Give each way of working a page in turn."""
    return str(request.param)


@pytest.fixture
def there(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Populated:
    """Give a world to change; its hub has an address."""
    world = make_world(new_database("sqlite"), tmp_path_factory.mktemp("b"))
    there = populate(world)

    def settle(session: Session) -> None:
        hub = world.store(session).one(Hub)
        assert hub
        hub.outcode = "NR3"

    world.app.database.transaction(settle)
    return there


@pytest.fixture
def bare(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Populated:
    """Give a world of people and schemes and nothing else, to be `there` instead."""
    folder = tmp_path_factory.mktemp("bare")
    return Populated(make_world(new_database("sqlite"), folder))


@pytest.fixture
def at(
    way: str, there: Populated, chrome: Browser, windows: OpenWindows
) -> Iterator[At]:
    """Give somebody's hands at a browser in which they are signed in."""
    with serving(there.world.app) as origin:
        opened = windows(origin)

        def sit(name: str) -> Hands:
            secret = there.world.people[name].browser if name else ""
            return Hands(opened.open(secret, script=way != "no script"), way)

        yield sit
