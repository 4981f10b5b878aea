"""A real browser, watched: windows in which nothing may go wrong unseen.

Files of tests that ask for `chrome` belong to one group, so that one process drives
it. It lasts as long as a file: Playwright's loop runs in this thread until it ends, and
other tests have loops of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from support.chromium import chromium

WIDE, NARROW = 1280, 320
"""Pixels: a desk, and the narrowest phone, which WCAG 1.4.10 asks for."""
HEIGHT = 900
WIDER = """() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
}"""
COOKIE = "acorns"
ANSWERED = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Give a browser to a file of tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(playwright), args=["--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong in a window, and what it asked for."""

    origin: str
    faults: list[str] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a window."""
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"{error.error}"))

    def _on_request(self, request: Request) -> None:
        self.asked.append(request)
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # A page that says what was wrong, or that nothing is there, is an answer.
        if message.text.startswith(ANSWERED) and self._is_page(message.location["url"]):
            return
        self.faults.append(f"console: {message.text}")

    def _is_page(self, url: str) -> bool:
        return any(r.url == url and r.is_navigation_request() for r in self.asked)


@dataclass
class Windows:
    """Opens windows on one server, and says at the end what went wrong in any."""

    browser: Browser
    origin: str
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, secret: str = "", *, width: int = WIDE, script: bool = True) -> Page:
        """Return a page in a window of its own, with a secret that of somebody."""
        context = self.browser.new_context(
            base_url=self.origin,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        self.watches.append(Watch(self.origin))
        self.watches[-1].over(context)
        if secret:
            context.add_cookies(
                [{"name": COOKIE, "value": secret, "url": self.origin + "/"}]
            )
        return context.new_page()

    def faults(self) -> list[str]:
        """Return what went wrong in any window until now."""
        return [fault for watch in self.watches for fault in watch.faults]

    def close(self) -> None:
        """Close every window; nothing may have gone wrong in one."""
        for context in self.contexts:
            context.close()
        assert self.faults() == []


OpenWindows = Callable[[str], Windows]


@pytest.fixture
def windows(chrome: Browser) -> Iterator[OpenWindows]:
    """Give a way to open windows on a server; the test fails on what goes wrong."""
    made: list[Windows] = []

    def on(origin: str) -> Windows:
        made.append(Windows(chrome, origin))
        return made[-1]

    yield on
    for each in made:
        each.close()


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wider: int = page.evaluate(WIDER)
    return wider


def path_of(page: Page) -> str:
    """Return the address of a page, without its host."""
    return "/" + page.url.split("/", 3)[-1]
