"""Reading a page as a browser would, strictly, and saying what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input"}
ADDRESS = re.compile(r"(?i)(?:https?:)?//[a-z0-9]|data:|@import|url\(|javascript:")
Attributes = dict[str, str]


@dataclass(eq=False)
class Element:
    """One element: its name, attributes, children and text."""

    name: str
    attributes: Attributes = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, spaces squeezed."""
        return " ".join(" ".join(self.pieces).split())

    def all(self, *names: str) -> Iterator[Element]:
        """Yield it and all in it with one of these names, in the page's order."""
        if not names or self.name in names:
            yield self
        for child in self.children:
            yield from child.all(*names)

    def get(self, name: str) -> str:
        """Return an attribute, "" where it has none."""
        return self.attributes.get(name, "")

    def by_id(self, name: str) -> Element | None:
        """Return the element with this id."""
        return next((each for each in self.all() if each.get("id") == name), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if len(dict(attrs)) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        child = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(child)
        if tag not in VOID:
            self.open.append(child)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which has to be the one that is open."""
        if self.open[-1].name == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].name}>")

    def handle_data(self, data: str) -> None:
        """Add text to everything that is open."""
        for element in self.open:
            element.pieces.append(data)


def read_page(text: str) -> tuple[Element, list[str]]:
    """Return a page's elements, and what is not well formed."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    left = [f"<{element.name}> stays open" for element in reader.open[1:]]
    return reader.root, reader.faults + left


def page_faults(text: str) -> list[str]:
    """Return everything that is wrong with a page, a sentence each."""
    page, faults = read_page(text)
    return [
        *faults,
        *_outside(page),
        *_ids(page),
        *_outline(page),
        *_pictures(page),
        *_tables(page),
    ]


def _outside(page: Element) -> Iterator[str]:
    for element in page.all():
        if element.name in {"script", "link", "iframe", "object", "embed", "img"}:
            yield f"<{element.name}> is not for this page"
        if element.name == "style" and ADDRESS.search(element.text):
            yield "the style asks for something outside"
        for name, value in element.attributes.items():
            if name.startswith("on"):
                yield f"<{element.name}> has a script in {name}"
            local = name != "href" or value.startswith("#")
            if not local or (name != "d" and ADDRESS.search(value)):
                yield f"{name}={value!r} leads outside"


def _ids(page: Element) -> Iterator[str]:
    ids = [element.get("id") for element in page.all() if element.get("id")]
    for name in ids:
        if ids.count(name) > 1:
            yield f"the id {name} is there twice"
    for element in page.all():
        asked = element.get("aria-labelledby").split()
        asked += [element.get("href")[1:]] if element.get("href") else []
        asked += [element.get("data-table")] if element.get("data-table") else []
        yield from (f"nothing has the id {name}" for name in asked if name not in ids)


def _outline(page: Element) -> Iterator[str]:
    html = next(page.all("html"), Element(""))
    if html.get("lang") != "en-GB":
        yield "the language is not said"
    for name in ("header", "nav", "main", "footer", "title", "h1"):
        count = sum(1 for _ in page.all(name) if name != "title" or _in_head(page, _))
        if count != 1:
            yield f"there are {count} <{name}>"
    level = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        now = int(heading.name[1])
        if now > level + 1:
            yield f"<{heading.name}> {heading.text!r} follows <h{level}>"
        if not heading.text:
            yield "a heading is empty"
        level = now
    links = list(page.all("a"))
    if not links or links[0].get("href") != "#main":
        yield "the first link does not skip to the main part"


def _in_head(page: Element, element: Element) -> bool:
    return any(element in head.children for head in page.all("head"))


def _pictures(page: Element) -> Iterator[str]:
    for svg in page.all("svg"):
        named = {child.name: child for child in svg.children}
        labels = svg.get("aria-labelledby").split()
        if svg.get("role") != "img":
            yield "a picture has no role"
        for name in ("title", "desc"):
            child = named.get(name)
            if child is None or not child.text or child.get("id") not in labels:
                yield f"a picture has no {name}"
        table = page.by_id(svg.get("data-table"))
        if table is None or table.name != "table":
            yield "a picture has no table"


def _tables(page: Element) -> Iterator[str]:
    for table in page.all("table"):
        if not table.children or table.children[0].name != "caption":
            yield "a table has no caption"
        for head in table.all("th"):
            if head.get("scope") not in {"row", "col"}:
                yield f"<th> {head.text!r} has no scope"
        widths = {
            sum(cell.name in {"th", "td"} for cell in row.children)
            for row in table.all("tr")
        }
        if len(widths) != 1:
            yield f"the rows of {table.children[0].text!r} differ in length"


def rows_of(table: Element) -> list[list[str]]:
    """Return the cells of a table's body."""
    body = next(table.all("tbody"))
    return [[cell.text for cell in row.children] for row in body.all("tr")]
