"""A world that is served to a browser, with every page that somebody can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page
from support.addresses import Address, addresses
from support.axe import violations
from support.browser import HEIGHT, NARROW, WIDE, Windows, overflow, path_of
from support.populated import Populated
from support.proposing import make_pair
from support.reviewing import Reviewed

from api.records import Asset, Need


@dataclass
class Town:
    """A populated world, where it is served, and its pages, each as it looks.

    Parameters
    ----------
    only : tuple of str
        How the paths begin that are looked at here.
    """

    there: Populated
    origin: str
    only: tuple[str, ...] = ("/",)
    found: list[Address] = field(init=False)

    def __post_init__(self) -> None:
        self.found = list(addresses(self.there, self.only))

    def secret(self, who: str) -> str:
        """Return what somebody's browser keeps who is signed in."""
        return self.there.world.people[who].browser if who else ""

    def windows(self, opened: Windows) -> dict[str, Page]:
        """Return a window for everybody who opens a page."""
        roles = sorted({each.role for each in self.found})
        return {role: opened.open(self.secret(role)) for role in roles}


def with_a_shelf(there: Populated) -> Populated:
    """Return the world with something asked for at the baby bank."""
    pair = make_pair(there.world, "hartlepool-babybank")
    there.ids |= {"need": pair.need_id, "asset": pair.asset_ids[0]}
    return there


def after_a_run(reviewed: Reviewed) -> Populated:
    """Return a world of which a round has been run, with what that left to look at."""
    pair = next(iter(reviewed.proposals().values()))
    return Populated(
        reviewed.world,
        {
            "rounds": reviewed.id,
            "schemes": reviewed.world.schemes["norfolk-carers"],
            "proposals": pair.id,
            "need": reviewed.row(Need, "c9").id,
            "asset": reviewed.row(Asset, "f7").id,
        },
    )


def visit(page: Page, path: str) -> Page:
    """Open a page, which has to be there."""
    answer = page.goto(path)
    assert answer
    assert (answer.status, path_of(page)) == (200, path)
    return page


def faults(page: Page) -> Iterator[str]:
    """Yield what stands in somebody's way in a page, at both widths."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"at {width}: {why}" for why in violations(page))
        if over := overflow(page):
            yield f"at {width}: {over} pixels too wide"
