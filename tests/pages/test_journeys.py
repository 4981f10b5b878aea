"""Journeys in a real browser: by mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from support.browser import OpenWindows
from support.databases import NewDatabase
from support.hands import WAYS, Hands
from support.live import serving
from support.populated import Populated, populate
from support.world import make_world

pytestmark = pytest.mark.xdist_group("browser")
At = Callable[[str], Hands]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Give each way of working a page in turn."""
    return str(request.param)


@pytest.fixture
def there(
    new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Populated:
    """Give a world to change."""
    return populate(make_world(new_database("sqlite"), tmp_path_factory.mktemp("b")))


@pytest.fixture
def at(
    way: str, there: Populated, chrome: Browser, windows: OpenWindows
) -> Iterator[At]:
    """Give somebody's hands at a browser in which they are signed in."""
    with serving(there.world.app) as origin:
        opened = windows(origin)

        def sit(name: str) -> Hands:
            token = there.world.people[name].browser if name else ""
            return Hands(opened.open(token, script=way != "no script"), way)

        yield sit


def test_a_task_is_done(at: At) -> None:
    """A coordinator finds what is due, marks it as done, and finds it among those."""
    hands = at("coordinator")
    hands.go("/")
    hands.press("Tasks")
    hands.press("Mark as done")
    hands.sees("Success")
    hands.press("Tasks done")
    hands.sees("Done on 23 November 2026")
