"""The pictures of `docs/tour.md`: the small demo, served, and looked at in a browser.

``make tour`` runs it. It makes a demo in a folder of its own and removes it again.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from support.browser import HEIGHT, NARROW, WIDE, Windows
from support.chromium import chromium
from support.served import Served
from support.tools import ROOT

PICTURES = ROOT / "docs/tour"
LARGEST = 120_000
"""Bytes of a picture."""


@dataclass(frozen=True)
class Stop:
    """Somewhere the tour stops.

    Parameters
    ----------
    name : str
        Of the picture.
    who : str
        Whose button is pressed on the first page.
    steps : tuple of str
        Links that are followed, by their words, or an address where it begins with "/".
    home : str
        Where several of that name work: how their organisation is called.
    """

    name: str
    who: str
    steps: tuple[str, ...] = ()
    width: int = WIDE
    home: str = ""


ROUND = ("Schemes", "Norfolk carers", "2026-11-23")
PAIR = ("Schemes", "Hartlepool baby bank", *ROUND[2:], "Review the proposals", "r10")
STOPS = (
    Stop("first-page", ""),
    Stop("near", "", ("/near",), width=NARROW),
    Stop("coordinator", "Cora"),
    Stop("round", "Cora", ROUND),
    Stop("waiting", "Cora", (*ROUND, "Review the proposals", "waiting")),
    Stop("proposal", "Cora", PAIR, home="Hartlepool hub"),
    Stop("shortlist", "Cora", (*PAIR, "r10: today"), home="Hartlepool hub"),
    Stop("worker", "Wanda", ("My children", "Yara Invented")),
    Stop("holder", "Hal", ("What you give",), width=NARROW),
    Stop("young-person", "Yara", ("What happens next",), width=NARROW),
    Stop("hub", "Hugo", ("Sessions",)),
    Stop("shelf", "Hope", ("Baby bank",)),
    Stop("worry", "Pia", ("Tell us about a worry",), width=NARROW),
)


def go(page: Page, stop: Stop) -> None:
    """Go to a stop from the first page."""
    page.goto("/")
    if stop.who:
        name = re.compile(rf"^Sign in as {stop.who}\b.*{stop.home}")
        page.get_by_role("button", name=name).first.click()
    for step in stop.steps:
        if step.startswith("/"):
            page.goto(step)
        else:
            page.get_by_role("link", name=step).filter(visible=True).first.click()


def taken(windows: Windows) -> Iterator[Path]:
    """Take every picture; yield where each is."""
    for stop in STOPS:
        page = windows.open(width=WIDE)
        go(page, stop)
        page.set_viewport_size({"width": stop.width, "height": HEIGHT})
        path = PICTURES / f"{stop.name}.png"
        path.write_bytes(page.screenshot())
        yield path


def main() -> None:
    """Make the demo, take the pictures, and say how large each is."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        words = ("demo", "--small", "--yes", "--data", f"{folder}/demo")
        served = Served(*words, cwd=Path(folder), env={}, last="What each may look at")
        try:
            origin = served.said.split("Acorns listens on ")[1].split("/api")[0]
            browser = playwright.chromium.launch(executable_path=chromium(playwright))
            for path in taken(Windows(browser, origin)):
                size = path.stat().st_size
                sys.stdout.write(f"{size:8} {path.name}\n")
                assert size <= LARGEST, f"{path.name} has {size} bytes"
            browser.close()
        finally:
            served.kill()


if __name__ == "__main__":
    main()
