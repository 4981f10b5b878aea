"""Home: every place that somebody may go to says what lies behind it."""

from __future__ import annotations

from support.populated import Populated
from support.visiting import Visit

from api.pages.home import ABOUT
from api.pages.menu import MENU


def test_every_place_says_what_lies_behind_it() -> None:
    """A menu's word alone tells a newcomer nothing."""
    assert {entry.path for entry in MENU} - {"/home"} == set(ABOUT)


def test_counts_lead_to_what_they_count(populated: Populated) -> None:
    """Who waits, who is on their way, and the scheme itself are one press away."""
    links = Visit(populated.world, "coordinator").get("/home").links()
    for scheme in {link for link in links if link.startswith("/schemes/")}:
        there = Visit(populated.world, "coordinator").get(scheme)
        assert there.status == 200, scheme
    assert any(link.endswith("/needs") for link in links)
    assert any(link.endswith("/rounds") for link in links)
