"""Where each key of a TOML text stands, so that a fault can name its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''(?P<text>"""(?:\\[\s\S]|[^\\])*?"{3,5}|\'{3}[\s\S]*?\'{3,5}'''
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<line>\n)|(?P<mark>[\[\]{},=])"""
    r"""|(?P<bare>[^\s\[\]{},=\#"']+)"""
)


class Span(NamedTuple):
    """The first and the last line of a key and its value, from 1."""

    first: int
    last: int


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def spans_of(text: str) -> Mapping[Path, Span]:
    """Return the lines of every table, key and list item of a TOML text.

    Parameters
    ----------
    text : str
        A text that `tomllib` reads without an error.

    Returns
    -------
    mapping of path to Span
        A path is a tuple of keys; arrays, of tables too, contribute their index.
    """
    scanner = _Scanner(_tokens(text))
    scanner.document()
    return scanner.spans


def line_of(spans: Mapping[Path, Span], path: Path) -> int:
    """Return the first line of `path`, or of the nearest table that holds it."""
    for length in range(len(path), 0, -1):
        if path[:length] in spans:
            return spans[path[:length]].first
    return 1


def _tokens(text: str) -> list[_Token]:
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind != "comment":
            found.append(_Token(kind, match.group(), line))
        line += match.group().count("\n")
    return [*found, _Token("line", "\n", line)]


@dataclass(slots=True)
class _Scanner:
    """Walks the tokens once; the text is known to be well formed."""

    tokens: list[_Token]
    at: int = 0
    spans: dict[Path, Span] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        while self._skip_lines():
            if self.tokens[self.at].text == "[":
                table = self._header()
            else:
                self._pair(table)

    def _skip_lines(self) -> bool:
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "line":
            self.at += 1
        return self.at < len(self.tokens)

    def _header(self) -> Path:
        line = self.tokens[self.at].line
        double = self.tokens[self.at + 1].text == "["
        self.at += 2 if double else 1
        path = self._indexed(self._key("]"))
        self.at += 2 if double else 1
        if double:
            index = self.counts.get(path, 0)
            self.counts[path] = index + 1
            self._record(path, line)
            path = (*path, index)
        self._record(path, line)
        return path

    def _indexed(self, keys: Path) -> Path:
        """Point keys that pass through an array of tables at its newest table."""
        path: Path = ()
        for depth, key in enumerate(keys):
            path = (*path, key)
            if path in self.counts and depth < len(keys) - 1:
                path = (*path, self.counts[path] - 1)
        return path

    def _record(self, path: Path, line: int, last: int = 0) -> None:
        for length in range(1, len(path)):
            self.spans.setdefault(path[:length], Span(line, line))
        self.spans[path] = Span(line, last or line)

    def _key(self, end: str) -> Path:
        parts: list[str | int] = []
        while self.tokens[self.at].text != end:
            token = self.tokens[self.at]
            if token.kind == "text":
                parts.append(token.text[1:-1])
            else:
                parts += [part for part in token.text.split(".") if part]
            self.at += 1
        return tuple(parts)

    def _pair(self, table: Path) -> None:
        line = self.tokens[self.at].line
        path = (*table, *self._key("="))
        self.at += 1
        last = self._value(path)
        self._record(path, line, last)

    def _value(self, path: Path) -> int:
        first = self.tokens[self.at]
        if first.text == "[":
            return self._array(path)
        if first.text == "{":
            return self._inline(path)
        last = first.line
        while self.tokens[self.at].kind in {"bare", "text"}:
            token = self.tokens[self.at]
            last = token.line + token.text.count("\n")
            self.at += 1
        return last

    def _array(self, path: Path) -> int:
        self.at += 1
        index = 0
        while self.tokens[self.at].text != "]":
            if self.tokens[self.at].text in {",", "\n"}:
                self.at += 1
                continue
            line = self.tokens[self.at].line
            self._record((*path, index), line, self._value((*path, index)))
            index += 1
        self.at += 1
        return self.tokens[self.at - 1].line

    def _inline(self, path: Path) -> int:
        self.at += 1
        while self.tokens[self.at].text != "}":
            if self.tokens[self.at].text in {",", "\n"}:
                self.at += 1
            else:
                self._pair(path)
        self.at += 1
        return self.tokens[self.at - 1].line
