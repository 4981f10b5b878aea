"""A scheme's column as a question on a page, and its answer as a cell.

The labels are the scheme's own words; a scheme added tomorrow is asked for the same
way. What an action then finds wrong comes back beside the question it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.answers import CADENCES, LEVEL, answer_of, same, weeks_in
from api.pages.at import At
from api.pages.forms import Unfilled, Wrong
from api.pages.saying import words

_ONE_LINE = ("name", "child_name", "contact", "giver")
_FEW = 8
"""More than this many words to choose one from are a list that opens."""
_FILLED = {"name": "name", "place": "postal-code"}
_LIKE_A_SHEET = (
    re.compile(r"[^.]*\bcounted and dropped\b[^.]*\.?", re.IGNORECASE),
    re.compile(r"\bsuch as: [^.]*\.", re.IGNORECASE),
    re.compile(r", such as [^.]*\."),
    re.compile(r",? with ; between"),
    re.compile(r"[^.]*\bfull date is cut\b[^.]*\."),
)
"""What a scheme's help says of typing into a sheet, which nobody does here."""
Sheet = Mapping[str, Any]
"""What `api.actions.columns.read_columns` returns."""


@dataclass(frozen=True, slots=True)
class Question:
    """One column, as it is asked.

    Parameters
    ----------
    kind : str
        The column's kind; ``list`` for a choice of many, ``words`` for free text.
    now : object
        What the row holds: text, a list, a mapping of levels, or the weeks.
    groups : tuple
        For capabilities: a heading and its options, each with how deep it stands.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = ()
    low: int | None = None
    high: int | None = None
    now: Any = ""
    autocomplete: str = ""
    said: str = ""


def questions(
    sheet: Sheet, names: Iterable[str], values: Mapping[str, str] | None = None
) -> list[Question]:
    """Return columns of a sheet as questions, in the order of their names.

    Parameters
    ----------
    sheet : mapping
        What the reader of columns returned.
    names : iterable of str
        Which columns; those that are not the asker's are left out.
    values : mapping, optional
        The row's cells as a reader shows them, the personal ones among them.
    """
    known = {column["name"]: column for column in sheet["columns"]}
    now = values or {}
    return [
        _question(known[name], now.get(name, "")) for name in names if name in known
    ]


def read_values(
    at: At,
    sheet: Sheet,
    names: Iterable[str],
    now: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the cells that a form holds, as the actions take them.

    Parameters
    ----------
    now : mapping, optional
        The row's cells as they were shown: then only what is different is returned,
        and a lone dash for what was emptied. A place that nobody touched stays where
        it is, although only its first half was shown.

    Raises
    ------
    Unfilled
        With every fault at once, by column.
    """
    cells: dict[str, str] = {}
    faults: list[Wrong] = []
    known = {column["name"]: column for column in sheet["columns"]}
    for name in names:
        if name not in known:
            continue
        text, wrong = answer_of(at.sent, known[name])
        if wrong:
            faults.append(Wrong(name, _sentence(known[name]["title"], wrong)))
        was = "" if now is None else now.get(name, "")
        if text and not same(known[name], text, was):
            cells[name] = text
        elif was and not text:
            cells[name] = "-"
    if faults:
        raise Unfilled(faults)
    return cells


def _sentence(title: str, wrong: str) -> str:
    asks = title.endswith("?")
    return f"{title} {wrong[:1].upper()}{wrong[1:]}" if asks else f"{title}: {wrong}"


def help_of(column: Mapping[str, Any]) -> str:
    """Return a column's help, without what it says of typing into a sheet."""
    text = " ".join(str(column["help"]).split())
    for pattern in _LIKE_A_SHEET:
        text = pattern.sub("." if text.endswith(".") else "", text, count=1)
    text = re.sub(r"\s*\.\s*\.|^\.", ".", text).strip(" .")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _question(column: Mapping[str, Any], now: str) -> Question:
    name, values = column["name"], column["values"]
    return Question(
        name,
        _kind(column),
        column["title"],
        help_of(column),
        required=column["required"],
        options=tuple((value, words(value)) for value in values),
        groups=_groups(values, column["under"]),
        low=column["low"],
        high=column["high"],
        now=_held(column["kind"], now),
        autocomplete=_FILLED.get(name, ""),
        said=now,
    )


def _kind(column: Mapping[str, Any]) -> str:
    match column["kind"]:
        case "choice" if len(column["values"]) > _FEW:
            return "list"
        case "personal":
            return "text" if column["name"] in _ONE_LINE else "words"
        case "ref" | "refs":
            return "text"
        case "points":
            return "whole"
        case kind:
            return str(kind)


def _held(kind: str, now: str) -> Any:
    match kind:
        case "choices" | "capabilities":
            return [item.strip() for item in now.split(";") if item.strip()]
        case "levels":
            found = (LEVEL.fullmatch(item.strip()) for item in now.split(";"))
            return {each[1]: each[2] for each in found if each}
        case "slots":
            return weeks_in(now)
        case _:
            return now


def _groups(
    values: Iterable[str], under: Mapping[str, str]
) -> tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]:
    """Return a tree as headings with what stands below each, and how deep."""
    children: dict[str, list[str]] = {}
    for name in values:
        children.setdefault(under.get(name, ""), []).append(name)
    if not under:
        return ()

    def below(name: str, depth: int) -> Iterable[tuple[str, str, int]]:
        yield name, words(name), depth
        for child in children.get(name, ()):
            yield from below(child, depth + 1)

    return tuple((words(root), tuple(below(root, 0))) for root in children.get("", ()))


__all__ = ["CADENCES", "Question", "help_of", "questions", "read_values"]
