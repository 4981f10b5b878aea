"""On which line of a JSON file a value stands; only walked when something is refused.

The file is read by the standard library, which is fast and forgets where things stood.
A refusal names a path; this module walks the tokens once more to find its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
MAX_DEPTH = 20
"""No value of either format lies deeper; deeper nesting is refused."""

Step = tuple[list[str | int], int, bool]
"""The path (one list, changed in place), the offset, and whether it is a key."""


def walk(text: str) -> Iterator[Step]:
    """Yield every key and every value of JSON text with its path, top down."""
    path: list[str | int] = []
    kinds: list[str] = []
    key_next = False
    for token in TOKEN.finditer(text):
        word = token.group()
        if word in "}]":
            kinds.pop()
            path.pop()
        elif word == ",":
            key_next = kinds[-1] == "{"
            if not key_next:
                path[-1] = int(path[-1]) + 1
        elif word != ":":
            if key_next:
                path[-1] = _unquoted(word)
            yield path, token.start(), key_next
            key_next = False
            if word in "{[":
                kinds.append(word)
                path.append("" if word == "{" else 0)
                key_next = word == "{"


def _unquoted(word: str) -> str:
    return str(json.loads(word))


def line_at(text: str, offset: int) -> int:
    """Return the line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Return the line on which the value at `path` begins; 1 if there is none."""
    target = list(path)
    for here, offset, is_key in walk(text):
        if not is_key and here == target:
            return line_at(text, offset)
    return 1


def repeated_key(text: str) -> tuple[int, str]:
    """Return the line and the name of the first key that its object already has."""
    seen: list[set[str | int]] = []
    for path, offset, is_key in walk(text):
        del seen[len(path) :]
        seen.extend(set() for _ in range(len(path) - len(seen)))
        if is_key:
            if path[-1] in seen[-1]:
                return line_at(text, offset), str(path[-1])
            seen[-1].add(path[-1])
    return 1, ""


def deep_line(text: str) -> int | None:
    """Return the line where nesting passes `MAX_DEPTH`, None where it never does."""
    depth = 0
    for token in TOKEN.finditer(text):
        depth += (token.group() in "{[") - (token.group() in "}]")
        if depth > MAX_DEPTH:
            return line_at(text, token.start())
    return None
