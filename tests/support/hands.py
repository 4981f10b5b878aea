"""Somebody at a browser: with a mouse, with the keyboard alone, or without scripts.

What is pressed or filled in is named as a screen reader names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from support.axe import violations
from support.browser import HEIGHT, NARROW, WIDE, overflow, path_of

WAYS = ("mouse", "keyboard", "no script")
TABS = 150
"""How often Tab may be pressed before something counts as out of reach."""
OFTEN = 20
"""After so many Tabs what is wanted is looked for anew."""
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
READ: set[tuple[str, str]] = set()
"""Which pages axe has read in this process, by the shape of their address and title."""
FOCUSED = "element => element === document.activeElement"


@dataclass
class Hands:
    """Works a page in one of three ways.

    Parameters
    ----------
    way : str
        One of `WAYS`; the page was opened without scripts for the last.
    """

    page: Page
    way: str

    def go(self, path: str) -> None:
        """Open an address, as from a letter or a bookmark."""
        self.page.goto(path)

    def press(self, name: str, *, within: str = "body") -> None:
        """Press a button, or follow a link."""
        place = self.page.locator(within)
        found = place.get_by_role("button", name=name).or_(
            place.get_by_role("link", name=name)
        )
        if self.way == "keyboard":
            self._tab_to(found.first)
            self.page.keyboard.press("Enter")
            self.page.wait_for_load_state()
        else:
            found.first.click()

    def write(self, label: str, text: str) -> None:
        """Write into a field, over what it holds."""
        self._fill(self.page.get_by_label(label, exact=True).first, text)

    def day(self, label: str, day: date) -> None:
        """Write a day into its three boxes."""
        group = self.page.get_by_role("group", name=label)
        for box in ("day", "month", "year"):
            field = group.get_by_label(box.title(), exact=True)
            self._fill(field, str(getattr(day, box)))

    def attach(self, label: str, *files: Path) -> None:
        """Choose files."""
        field = self.page.get_by_label(label, exact=True)
        if self.way == "keyboard":
            # Asked for before Tab: the browser has heard of it by the time of Enter.
            with self.page.expect_file_chooser() as asked:
                self._tab_to(field)
                self.page.keyboard.press("Enter")
            asked.value.set_files(files)
        else:
            field.set_input_files(files)

    def unfold(self, name: str) -> None:
        """Open what stands folded under a line."""
        line = self.page.locator("summary").filter(has_text=name).first
        if self.way == "keyboard":
            self._tab_to(line)
            self.page.keyboard.press("Enter")
        else:
            line.click()
        expect(self.page.locator("details[open]").filter(has=line)).to_have_count(1)

    def prints(self) -> str:
        """Return what would stand on paper."""
        self.page.emulate_media(media="print")
        said = self.page.locator("body").inner_text()
        self.page.emulate_media(media="screen")
        return said

    def tick(self, name: str) -> None:
        """Tick a box."""
        box = self.page.get_by_role("checkbox", name=name).first
        if self.way == "keyboard":
            self._tab_to(box)
            if not box.is_checked():
                self.page.keyboard.press("Space")
        else:
            box.check()
        expect(box).to_be_checked()

    def choose(self, name: str) -> None:
        """Choose one of several."""
        radio = self.page.get_by_role("radio", name=name).first
        if self.way == "keyboard":
            self._arrow_to(radio)
        else:
            radio.check()
        expect(radio).to_be_checked()

    def pick(self, label: str, option: str) -> None:
        """Pick a line of a list that opens."""
        field = self.page.get_by_label(label, exact=True).first
        if self.way == "keyboard":
            self._tab_to(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)
        expect(field.locator("option:checked")).to_have_text(re.compile(option))

    def sees(self, *texts: str) -> None:
        """Wait until the page says something.

        One seen by mouse is read by axe too, once in a process, and has to fit a phone:
        the walk reads every page at both widths, so what is new here is what a page
        looks like on the way.
        """
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)
        if self.way == "mouse" and (kind := _kind(self.page)) not in READ:
            READ.add(kind)
            wrong = violations(self.page)
            self.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
            over = overflow(self.page)
            self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
            assert (wrong, over) == ([], 0)

    def _fill(self, field: Locator, text: str) -> None:
        if self.way == "keyboard":
            self._tab_to(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def _arrow_to(self, radio: Locator) -> None:
        """Reach a group by Tab, and one of its lines by the arrows."""
        name = radio.get_attribute("name")
        group = self.page.locator(f'input[type="radio"][name="{name}"]')
        checked = group.and_(self.page.locator(":checked"))
        first = checked.first if checked.count() else group.first
        self._tab_to(first)
        for _ in range(group.count()):
            if radio.evaluate(FOCUSED):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        assert radio.evaluate(FOCUSED), f"{name} cannot be chosen by arrows"

    def keeps(self, name: str) -> None:
        """Have a link keep the focus while a script renews what stands round it."""
        link = self.page.get_by_role("link", name=name)
        self._tab_to(link)
        link.evaluate("element => element.dataset.old = 'yes'")
        expect(link).not_to_have_attribute("data-old", "yes")
        expect(link).to_be_focused()

    def _tab_to(self, wanted: Locator) -> None:
        # Once all is there: a summary of what is wrong takes the focus as it comes.
        self.page.wait_for_load_state()
        expect(wanted).to_be_visible()
        for pressed in range(TABS):
            if pressed % OFTEN == 0:
                # To find it by its role and name is slow; a script may have renewed it.
                there = wanted.element_handle()
            if there.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted} at {path_of(self.page)}")


def _kind(page: Page) -> tuple[str, str]:
    """Return what kind of page this is: a title says too when something is wrong."""
    return ID.sub("{id}", path_of(page)), page.title()
