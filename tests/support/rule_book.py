"""Read the rule books: Markdown tables of cells, options and what must come of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from support.toy import LYNN, NORWICH, YARMOUTH, week

from matcher.model import Place

PLACES = {"norwich": NORWICH, "yarmouth": YARMOUTH, "lynn": LYNN}
DATES = ("born", "issued", "rechecked", "since", "until")
LISTS = ("must", "capabilities", "training", "trusts", "accepted")


@dataclass(frozen=True, slots=True)
class Law:
    """One row of a rule book, and the kind it belongs to.

    Parameters
    ----------
    kind : str
        The section.
    options : mapping
        The section's options, with the row's on top; "-" takes one away.
    need, asset : mapping
        Cells as records hold them.
    row : mapping of str to str
        Every column of the table as it is written.
    """

    kind: str
    options: dict[str, Any]
    need: dict[str, Any]
    asset: dict[str, Any]
    row: dict[str, str]

    @property
    def name(self) -> str:
        """The kind and the law, for the test's name."""
        return f"{self.kind}: {self.row['law']}"


def read_book(path: Path) -> Iterator[Law]:
    """Yield the laws of a rule book."""
    kind, options, titles = "", "", None
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind, titles = line[3:], None
        elif line.startswith("Options: "):
            options = line[9:].removesuffix("none")
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if titles is None:
                titles = cells
            elif not set(cells[0]) <= {"-"}:
                yield _law(kind, options, dict(zip(titles, cells, strict=True)))


def _law(kind: str, options: str, row: dict[str, str]) -> Law:
    told = {**_options(options), **_options(row["options"])}
    told = {key: value for key, value in told.items() if value != "-"}
    need, asset = _cells(row["need"]), _cells(row["asset"])
    return Law(kind, told, need, asset, row)


def named(text: str) -> dict[str, str]:
    """Read "one: a; two: b c"."""
    pairs = (piece.split(":", 1) for piece in text.split(";") if piece.strip())
    return {key.strip(): value.strip() for key, value in pairs}


def _options(text: str) -> dict[str, Any]:
    return {
        key: tuple(value.split()) if key in LISTS else _plain(value)
        for key, value in named(text).items()
    }


def _cells(text: str) -> dict[str, Any]:
    return {key: _cell(key, value) for key, value in named(text).items()}


def _cell(column: str, text: str) -> Any:
    if column == "place":
        return (
            PLACES[text] if text in PLACES else Place("XX1", *map(float, text.split()))
        )
    if column == "free":
        return week(text.replace(" ", ";"))
    if column == "levels":
        pairs = (pair.split("=") for pair in text.split())
        return tuple((word, int(level)) for word, level in pairs)
    if any(column.endswith(name) for name in DATES):
        return date.fromisoformat(text)
    if column.endswith(("level", "outcome")):
        return text
    if column in LISTS:
        return tuple(text.split())
    return _several(text)


def _several(text: str) -> Any:
    """Read one word, several, or a run such as "w000 .. w099"."""
    words = text.split()
    if ".." in words:
        first, last = (int(word[1:]) for word in (words[0], words[-1]))
        return tuple(f"{text[0]}{number:03}" for number in range(first, last + 1))
    return tuple(words) if len(words) > 1 else _plain(text)


def _plain(text: str) -> Any:
    if text.lstrip("-").isdecimal():
        return int(text)
    return {"yes": True, "no": False}.get(text, text)
