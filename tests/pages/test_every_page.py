"""What every page has: a way to help, a way out, and sound HTML."""

from __future__ import annotations

import pytest
from support.addresses import Address, addresses
from support.html import Element, read_page
from support.populated import Populated

FOOT = {"/help", "/feedback", "/privacy", "/accessibility"}


@pytest.fixture(scope="module")
def found(populated: Populated) -> list[Address]:
    """Return every page, once for each way in which it looks."""
    return list(addresses(populated))


def links(root: Element) -> set[str]:
    """Return where the links of a page lead."""
    return {each.get("href") for each in root.all("a")}


def test_help_stands_at_the_foot_of_every_page(found: list[Address]) -> None:
    """Help, feedback, privacy and accessibility are one press away from everywhere."""
    lacking = {a.path: FOOT - links(read_page(a.text)[0]) for a in found}
    assert {path: what for path, what in lacking.items() if what} == {}


def test_a_worry_can_be_told_from_every_page(found: list[Address]) -> None:
    """Whoever is signed in can tell a worry from wherever they are."""
    silent = [
        each.path
        for each in found
        if each.role
        and not any(h.startswith("/concern") for h in links(read_page(each.text)[0]))
    ]
    assert silent == []


def test_a_family_can_leave_every_page_at_once(found: list[Address]) -> None:
    """Each page for a family has the way out, which is a link where no script runs."""
    kept = []
    for each in found:
        root = read_page(each.text)[0]
        if "app-family" in next(root.all("html")).get("class").split():
            out = [a for a in root.all("a") if "exit-this-page" in a.get("class")]
            if not out or not out[0].get("href").startswith("https://"):
                kept.append(each.path)
    assert kept == []


def test_every_page_is_well_made(found: list[Address]) -> None:
    """Each page has one heading above all, a title of its own, and no loose end."""
    wrong = {}
    for each in found:
        root, faults = read_page(each.text)
        if len(list(root.all("h1"))) != 1:
            faults = [*faults, "not one h1"]
        ids = [e.get("id") for e in root.all() if e.get("id")]
        faults = [*faults, *(f"{i} twice" for i in set(ids) if ids.count(i) > 1)]
        if faults:
            wrong[each.path] = faults
    assert wrong == {}
