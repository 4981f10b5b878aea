"""Pages where there is nothing yet, and pages that say what is wrong, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page
from support.browser import OpenWindows
from support.databases import NewDatabase
from support.live import serving
from support.populated import Populated
from support.town import Town, faults, visit
from support.world import World, make_world

pytestmark = pytest.mark.xdist_group("browser")
FORMS = """() => {
    const quiet = ["hidden", "submit", "fieldset"];
    const asks = form => [...form.elements].some(each => !quiet.includes(each.type));
    return [...document.querySelectorAll("main form")].map(asks);
}"""
EMPTY = """at => {
    const form = document.querySelectorAll("main form")[at];
    for (const each of form.elements) {
        if (each.type === "hidden") continue;
        if ("checked" in each) each.checked = false;
        if (each.tagName !== "BUTTON" && each.type !== "file") each.value = "";
    }
    HTMLFormElement.prototype.submit.call(form);
}"""
ANSWERS = {200, 409, 422}
"""It needs nothing; it is refused; it is asked for again."""


@pytest.fixture
def bare(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world of people and nothing else."""
    return make_world(new_database("sqlite"), tmp_path_factory.mktemp("bare"))


def test_pages_with_nothing_on_them(
    bare: World, chrome: Browser, windows: OpenWindows
) -> None:
    """Where there is nothing yet, each page says so, and can be used by everybody."""
    with serving(bare.app) as origin:
        town = Town(Populated(bare), origin)
        opened = town.windows(windows(origin))
        found = []
        for each in town.found:
            page = visit(opened[each.role], each.path)
            found += [f"{each.path} {why}" for why in faults(page)]
    assert found == []


def test_forms_sent_empty(
    populated: Populated, chrome: Browser, windows: OpenWindows
) -> None:
    """A form that is sent empty is answered with a page that everybody can use."""
    with serving(populated.world.app) as origin:
        town = Town(populated, origin)
        opened = town.windows(windows(origin))
        found = []
        for each in town.found:
            page = opened[each.role]
            found += [
                f"{each.role} {each.path} {why}" for why in _sent(page, each.path)
            ]
    assert found == []


def _sent(page: Page, path: str) -> list[str]:
    page.goto(path)
    wrong = []
    for at, asks in enumerate(page.evaluate(FORMS)):
        if not asks:
            continue
        page.goto(path)
        with page.expect_navigation() as led:
            page.evaluate(EMPTY, at)
        if led.value.status not in ANSWERS:
            wrong.append(f"form {at}: {led.value.status}")
        wrong += [f"form {at}: {why}" for why in faults(page)]
    return wrong
