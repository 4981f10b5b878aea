"""A world that is served to a browser, with every page that somebody can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Page
from support.addresses import Address, addresses
from support.axe import violations
from support.browser import HEIGHT, NARROW, WIDE, Windows, overflow
from support.populated import Populated


@dataclass
class Town:
    """A populated world, where it is served, and its pages, each as it looks."""

    there: Populated
    origin: str
    found: list[Address] = field(init=False)

    def __post_init__(self) -> None:
        self.found = list(addresses(self.there))

    def token(self, role: str) -> str:
        """Return what signs somebody in."""
        return self.there.world.people[role].browser if role else ""

    def windows(self, opened: Windows) -> dict[str, Page]:
        """Return a window for each role that opens a page."""
        return {a.role: opened.open(self.token(a.role)) for a in self.found}


def faults(page: Page) -> Iterator[str]:
    """Yield what stands in somebody's way in a page, at both widths."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"at {width}: {why}" for why in violations(page))
        if over := overflow(page):
            yield f"at {width}: {over} pixels too wide"
