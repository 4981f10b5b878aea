"""An answer on a form as the cell of a sheet: the same text that people type there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from api.pages.saying import day, words
from matcher.candidates.wording import DAY_NAMES, PART_NAMES
from matcher.model import DAYS, PARTS

CADENCES = (
    ("weekly", "Every week"),
    ("fortnightly", "Every other week"),
    ("monthly", "Once a month"),
    ("term", "Every week in term time"),
    ("holidays", "In the school holidays"),
)
PARTS_SAID = {part: name.capitalize() for part, name in PART_NAMES.items()}
LEVEL = re.compile(r"(.+?)\s+(\d+)")
_MOST_WEEKS = 6
_LONGEST = 2_000
_DIGITS = re.compile(r"-?\d{1,9}", re.ASCII)
_CELLS = {f"{day}-{part}" for day in DAYS for part in PARTS}
Column = Mapping[str, Any]
Answer = tuple[str, str]
"""The text of a cell, and what is wrong with it, or nothing."""


def answer_of(sent: FormData, column: Column) -> Answer:
    """Return what a form says for a column, and what is wrong with it."""
    read = _READERS.get(column["kind"], _text)
    text, wrong = read(sent, column)
    if not wrong and not text and column["required"]:
        return "", _MISSING.get(column["kind"], "fill this in.")
    if len(text) > _LONGEST:
        return "", "keep this to 2,000 letters."
    return text, wrong


def same(column: Column, text: str, was: str) -> bool:
    """Tell whether an answer is what the row holds already, in whatever order."""
    return bool(_plain(column, text) == _plain(column, was))


def weeks_in(text: str) -> list[dict[str, Any]]:
    """Return slots as weeks to tick, one for each cadence: at least one."""
    weeks: dict[str, list[str]] = {}
    for item in filter(None, (each.strip() for each in text.split(";"))):
        cell, _, cadence = item.partition("/")
        weeks.setdefault(cadence or "weekly", []).append(cell)
    order = [name for name, _ in CADENCES]
    found = [{"cadence": name, "cells": weeks[name]} for name in order if name in weeks]
    return found or [{"cadence": "", "cells": []}]


def slots_said(text: str) -> list[str]:
    """Return slots in words: "Monday evening, every other week"."""
    said = []
    for week in weeks_in(text):
        often = dict(CADENCES).get(week["cadence"], "").lower()
        for cell in sorted(week["cells"], key=_place):
            name, _, part = cell.partition("-")
            named = f"{DAY_NAMES.get(name, name)} {PART_NAMES.get(part, part)}"
            said.append(named if often == "every week" else f"{named}, {often}")
    return said


def said_of(column: Column, text: str) -> str:
    """Return a cell in words: no code, no sign that only a sheet has."""
    items = [item.strip() for item in text.split(";") if item.strip()]
    match column["kind"]:
        case "slots":
            return "; ".join(slots_said(text)) if items else ""
        case "choices" | "capabilities":
            return ", ".join(words(item) for item in items)
        case "levels":
            found = (LEVEL.fullmatch(item) for item in items)
            return ", ".join(f"{words(each[1])} {each[2]}" for each in found if each)
        case "choice":
            return words(text) if text else ""
        case "date":
            return day(text)
        case "month":
            return day(f"{text[:7]}-01").partition(" ")[2] if text else ""
        case _:
            return text


def _place(cell: str) -> tuple[int, int]:
    name, _, part = cell.partition("-")
    return (
        DAYS.index(name) if name in DAYS else 9,
        PARTS.index(part) if part in PARTS else 9,
    )


def _plain(column: Column, text: str) -> Any:
    match column["kind"]:
        case "choices" | "capabilities" | "levels" | "slots" | "refs":
            return sorted(item.strip() for item in text.split(";") if item.strip())
        case "month":
            return text[:7]
        case "place":
            return text.upper().replace(" ", "")
        case _:
            return text


def _one(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _all(sent: FormData, name: str) -> list[str]:
    return [v for v in sent.getlist(name) if isinstance(v, str) and v]


def _text(sent: FormData, column: Column) -> Answer:
    return _one(sent, column["name"]), ""


def _whole(sent: FormData, column: Column) -> Answer:
    text = _one(sent, column["name"])
    if not text:
        return "", ""
    if not _DIGITS.fullmatch(text):
        return text, "give a whole number, such as 3."
    low = column["low"] or 0
    high = column["high"]
    if high is None and column["kind"] == "points":
        high = 100
    if int(text) < low:
        return text, f"give a number of {low} or more."
    if high is not None and int(text) > high:
        return text, f"give a number of {high} or less."
    return text, ""


def _several(sent: FormData, column: Column) -> Answer:
    return "; ".join(_all(sent, column["name"])), ""


def _levels(sent: FormData, column: Column) -> Answer:
    name = column["name"]
    said = ((word, _one(sent, f"{name}-{word}")) for word in column["values"])
    return "; ".join(f"{word} {level}" for word, level in said if level), ""


def _slots(sent: FormData, column: Column) -> Answer:
    items = []
    for number in range(_MOST_WEEKS):
        name = column["name"] + (f"-{number}" if number else "")
        cells = [cell for cell in _all(sent, name) if cell in _CELLS]
        cadence = _one(sent, f"{name}-often") or "weekly"
        if cells and cadence not in dict(CADENCES):
            return "", "say how often."
        tail = "" if cadence == "weekly" else f"/{cadence}"
        items += [f"{cell}{tail}" for cell in cells]
    return "; ".join(dict.fromkeys(items)), ""


def _date(sent: FormData, column: Column) -> Answer:
    first, month, year = (
        _one(sent, f"{column['name']}-{part}") for part in ("day", "month", "year")
    )
    if not (first or month or year):
        return "", ""
    return _real(year, month, first, "give a real day, such as 27 3 2027.")


def _month(sent: FormData, column: Column) -> Answer:
    month, year = (_one(sent, f"{column['name']}-{part}") for part in ("month", "year"))
    if not (month or year):
        return "", ""
    text, wrong = _real(year, month, "1", "give a real month, such as 3 2015.")
    return text[:7], wrong


def _real(year: str, month: str, first: str, wrong: str) -> Answer:
    try:
        return date(int(year), int(month), int(first)).isoformat(), ""
    except ValueError:
        return "", wrong


_READERS: Mapping[str, Callable[[FormData, Column], Answer]] = {
    "whole": _whole,
    "points": _whole,
    "choices": _several,
    "capabilities": _several,
    "levels": _levels,
    "slots": _slots,
    "date": _date,
    "month": _month,
}
_MISSING = {
    "choice": "choose one.",
    "choices": "choose at least one.",
    "capabilities": "choose at least one.",
    "levels": "say at least one.",
    "slots": "tick at least one time.",
    "flag": "choose yes or no.",
}
