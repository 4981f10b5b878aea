"""Somebody at a browser without scripts: pages are read, forms filled in and sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.testclient import TestClient
from support.html import Element, read_page
from support.world import World

Fields = dict[str, list[str]]
DRAWN = re.compile(r'(nonce|name="(?:csrf|key)" value)="[^"]*"')
"""What is drawn anew for every page: by chance it may hold any short word."""


@dataclass(frozen=True)
class Seen:
    """A page as it was answered."""

    path: str
    status: int
    raw: str
    headers: Any

    @property
    def text(self) -> str:
        """Return the page without what is drawn anew each time."""
        return DRAWN.sub(r'\1=""', self.raw)

    @property
    def root(self) -> Element:
        """Return the page's elements."""
        return read_page(self.raw)[0]

    @property
    def main(self) -> str:
        """Return what stands in the page itself, without menu and foot."""
        return next(self.root.all("main")).text

    @property
    def title(self) -> str:
        """Return the page's title."""
        return next(self.root.all("title")).text

    def form(self, action: str) -> Element:
        """Return the form that is sent to an address."""
        found = [f for f in self.root.all("form") if f.get("action") == action]
        assert found, f"{self.path} has no form for {action}"
        return found[0]

    def links(self) -> list[str]:
        """Return where the page's links lead."""
        return [each.get("href") for each in self.root.all("a")]


class Visit:
    """Somebody's browser, signed in as one of the world's people or as nobody."""

    def __init__(self, world: World, name: str = "") -> None:
        self.client: TestClient = world.client()
        self.client.headers["Sec-Fetch-Site"] = "same-origin"
        if name:
            self.client.cookies.set("acorns", world.people[name].browser)

    def get(self, path: str) -> Seen:
        """Open a page, and follow where it leads."""
        return _seen(self.client.get(path, follow_redirects=True))

    def send(
        self, page: Seen | str, action: str, *, files: Any = None, **typed: Any
    ) -> Seen:
        """Fill in the form of a page that goes to an address, send it, and follow."""
        page = self.get(page) if isinstance(page, str) else page
        fields: Fields = dict(_kept(page.form(action)))
        for name, value in typed.items():
            values = value if isinstance(value, list | tuple) else [value]
            fields[name.replace("__", "-")] = [str(each) for each in values]
        return _seen(
            self.client.post(action, data=fields, files=files, follow_redirects=True)
        )


def _kept(form: Element) -> Iterator[tuple[str, list[str]]]:
    """Yield what a form sends where nobody touches it."""
    for field in form.all("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"submit", "file"}:
            continue
        if kind in {"radio", "checkbox"}:
            together = [
                each.get("value")
                for each in form.all("input")
                if each.get("name") == name and "checked" in each.attributes
            ]
            yield name, together
        elif field.name == "select":
            chosen = [o for o in field.all("option") if "selected" in o.attributes]
            first = chosen or list(field.all("option"))[:1]
            yield name, [each.get("value") for each in first]
        else:
            yield name, [field.get("value") or field.text]


def _seen(answer: Any) -> Seen:
    path = answer.request.url.raw_path.decode()
    return Seen(path, answer.status_code, answer.text, answer.headers)
