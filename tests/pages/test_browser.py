"""Every page in a real browser, at a desk and on a phone: nothing stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.addresses import ELSEWHERE, FILES, pages
from support.browser import OpenWindows, Windows
from support.html import read_page
from support.live import serving
from support.populated import Populated
from support.reviewing import Reviewed
from support.town import Town, after_a_run, faults, visit, with_a_shelf

pytestmark = pytest.mark.xdist_group("browser")
FIRST_VISIT = 150_000
ROUND = ("/rounds", "/proposals")
"""How the paths begin of what a run leaves to look at."""


@pytest.fixture(scope="module")
def town(populated: Populated, chrome: Browser) -> Iterator[Town]:
    """Serve one world to this file; its tests change nothing."""
    with serving(populated.world.app) as origin:
        yield Town(with_a_shelf(populated), origin)


@pytest.fixture(scope="module")
def ran(reviewed: Reviewed, chrome: Browser) -> Iterator[Town]:
    """Serve a world of which a round has been run."""
    with serving(reviewed.world.app) as origin:
        yield Town(after_a_run(reviewed), origin, only=ROUND)


@pytest.fixture
def opened(windows: OpenWindows, town: Town) -> Windows:
    """Give windows on that world."""
    return windows(town.origin)


def test_every_page_is_opened_by_somebody(town: Town, ran: Town) -> None:
    """No page is left out: where nobody can open one, the list has to say how."""
    opened = {each.declared for each in town.found + ran.found}
    known = opened | FILES | ELSEWHERE
    assert [path for path in pages(town.there) if path not in known] == []


def test_every_page_can_be_used_by_everybody(town: Town, opened: Windows) -> None:
    """No page of any role breaks WCAG 2.2 AA or is too wide, on desk or phone."""
    assert list(seen(town, opened)) == []


def test_every_page_of_a_round_that_ran(ran: Town, windows: OpenWindows) -> None:
    """Nor does any page of a round, once it has been run."""
    assert list(seen(ran, windows(ran.origin))) == []


def seen(town: Town, opened: Windows) -> Iterator[str]:
    """Yield what stands in somebody's way in any page of a town."""
    windows = town.windows(opened)
    for each in town.found:
        page = visit(windows[each.role], each.path)
        yield from (f"{each.role} {each.path} {why}" for why in faults(page))


def inline(text: str) -> list[str]:
    """Return each handler or style that stands in an element of a page."""
    return [
        f"<{element.name} {name}>"
        for element in read_page(text)[0].all()
        for name in element.attributes
        if name.startswith("on") or name == "style"
    ]


def test_no_page_has_script_or_style_in_its_elements(town: Town) -> None:
    """No handler and no style stands in an element of any page."""
    found = {each.path: inline(each.text) for each in town.found}
    assert {path: why for path, why in found.items() if why} == {}
    assert inline('<p style="color:red" onclick="go()">planted</p>') != []


@pytest.mark.parametrize("role", ["", "parent", "coordinator"])
def test_a_first_visit_is_light(town: Town, opened: Windows, role: str) -> None:
    """Everything that a first visit fetches is under 150 kB as it is sent."""
    page = opened.open(town.secret(role))
    page.goto("/", wait_until="networkidle")
    sizes = [each.sizes() for each in opened.watches[-1].asked]
    sent = sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes)
    assert 10_000 < sent < FIRST_VISIT


PRESSED = "nav, button, .govuk-button, .app-footer a, .govuk-skip-link"


def test_paper_holds_nothing_to_press(town: Town, opened: Windows) -> None:
    """What is printed is what the page says: no menu, no form, no button."""
    page = opened.open(town.secret("coordinator"))
    page.emulate_media(media="print")
    page.goto("/tasks")
    assert page.locator("main h1").is_visible()
    left = page.locator(PRESSED).filter(visible=True)
    assert [each.inner_text() for each in left.all()] == []


FOLDED = """main => {
  const folded = inside => `<details><summary>More</summary>${inside}</details>`;
  main.insertAdjacentHTML("beforeend", folded('<p id="figures">12</p>'));
  main.insertAdjacentHTML("beforeend", folded('<form><p id="asked">Name</p></form>'));
}"""


def test_what_is_folded_away_is_printed(town: Town, opened: Windows) -> None:
    """A table behind "as a table" stands on paper; a form that was folded does not."""
    page = opened.open(town.secret("coordinator"))
    page.goto("/tasks")
    page.locator("main").evaluate(FOLDED)
    seen = []
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        seen.append(
            [page.locator(each).is_visible() for each in ("#figures", "#asked")]
        )
    assert seen == [[False, False], [True, False]]
