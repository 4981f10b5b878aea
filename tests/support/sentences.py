"""What stands on a page for people to read, each heading, line and label by itself."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = {
    *("title", "h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "label", "legend", "div"),
    *("button", "caption", "th", "td", "option", "summary", "section", "span", "a"),
}
_INLINE = {"span", "a"}
_SILENT = {"script", "style", "svg", "head"}
_VOID = {"meta", "br", "hr", "img", "link", "input"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block: what stands before it is said."""
        self._cut(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block."""
        while self.open and self.open.pop() != tag:
            pass
        self._cut(tag)

    def handle_data(self, data: str) -> None:
        """Keep what people read."""
        if "main" in self.open and not _SILENT & {*self.open}:
            self.pieces.append(data)

    def _cut(self, tag: str) -> None:
        if tag in _BLOCKS - _INLINE:
            self.pieces.append("\n\n")


def lines_of(text: str) -> list[str]:
    """Return the lines of a page's main part, each block by itself."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    blocks = "".join(reader.pieces).split("\n\n")
    return [line for block in blocks if (line := " ".join(block.split()))]
