"""Pages where there is nothing yet, and pages that say what is wrong, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from support.addresses import Address, shape_of
from support.browser import OpenWindows
from support.databases import NewDatabase
from support.html import read_page
from support.live import serving
from support.populated import Populated
from support.town import Town, faults, visit
from support.world import World, make_world

pytestmark = pytest.mark.xdist_group("browser")
EMPTY = """at => {
    const form = document.querySelectorAll("main form")[at];
    for (const each of form.elements) {
        if (each.type === "hidden") continue;
        if ("checked" in each) each.checked = false;
        if (each.tagName !== "BUTTON" && each.type !== "file") each.value = "";
    }
    HTMLFormElement.prototype.submit.call(form);
}"""
QUIET = {"hidden", "submit"}
ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
FEWEST = 40
"""Of fewer forms than this, the walk would have lost its way."""
ANSWERS = {200, 409, 422}
"""It needs nothing; it is refused; it is asked for again."""


@pytest.fixture
def bare(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world of people and nothing else."""
    return make_world(new_database("sqlite"), tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module")
def town(populated: Populated, chrome: Browser) -> Iterator[Town]:
    """Serve a world that is full to this file."""
    with serving(populated.world.app) as origin:
        yield Town(populated, origin)


def test_pages_with_nothing_on_them(
    bare: World, town: Town, windows: OpenWindows
) -> None:
    """Where there is nothing yet, each page says so, and can be used by everybody.

    A page that looks no other way than where there is much is looked at there.
    """
    full = {(each.declared, shape_of(each.text)) for each in town.found}
    with serving(bare.app) as origin:
        empty = Town(Populated(bare), origin)
        opened = empty.windows(windows(origin))
        left = [e for e in empty.found if (e.declared, shape_of(e.text)) not in full]
        assert left
        found = []
        for each in left:
            page = visit(opened[each.role], each.path)
            found += [f"{each.path} {why}" for why in faults(page)]
    assert found == []


def test_forms_sent_empty(town: Town, windows: OpenWindows) -> None:
    """A form that is sent empty is answered with a page that everybody can use.

    One that stands on several pages, or is shown to several people, is sent once.
    """
    opened = town.windows(windows(town.origin))
    sent: set[Asked] = set()
    found = []
    for each in town.found:
        for at, asked in enumerate(forms_of(each)):
            if asked[1] and asked not in sent:
                sent.add(asked)
                wrong = sent_empty(opened[each.role], each.path, at)
                found += [f"{each.role} {each.path} form {at}: {why}" for why in wrong]
    assert found == []
    assert len(sent) > FEWEST


Asked = tuple[str, frozenset[tuple[str, str]]]
"""Where a form goes, whatever the ids, and what it asks for."""


def forms_of(address: Address) -> Iterator[Asked]:
    """Yield each form of a page itself, in its order."""
    for form in next(read_page(address.text)[0].all("main")).all("form"):
        fields = form.all("input", "select", "textarea")
        asked = {(each.get("name"), each.get("type")) for each in fields}
        action = form.get("action") or address.path
        yield (
            re.sub(ID, "{id}", action.partition("?")[0]),
            frozenset(each for each in asked if each[1] not in QUIET),
        )


def sent_empty(page: Page, path: str, at: int) -> list[str]:
    """Send one form of a page with nothing in it; return what is wrong then."""
    page.goto(path)
    with page.expect_navigation() as led:
        page.evaluate(EMPTY, at)
    known = led.value.status in ANSWERS
    return [*([] if known else [f"answered {led.value.status}"]), *faults(page)]
