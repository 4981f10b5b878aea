"""A card's fields in plain words: what a scheme calls them is for its sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.pages.answers import said_of
from api.pages.saying import words

LABELS: Mapping[str, str] = {
    "birth": "Born in",
    "child_age": "Age of the child",
    "child_age_months": "Age of the child, in months",
    "role": "Would like",
    "interests": "Likes",
    "goals": "Hopes for",
    "wishes": "Wishes for",
    "hopes": "Hopes for",
    "slots": "Is free",
    "strengths": "Is good at",
    "outcomes": "Hopes for",
    "levels": "Help that is asked for",
    "must": "Could not do without",
    "placement": "Kind of home",
    "course": "Course",
    "access": "Help to get in",
    "languages": "Languages",
    "home_has": "In the home",
    "offers": "The home has",
    "creche_under_2": "Children under 2 who come too",
    "creche_over_2": "Children over 2 who come too",
}
_SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)-(am|pm|eve)(/\w+)?")
_MONTH = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def lines_of(card: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a card's lines: how a field is called, and what it says."""
    found = [
        (LABELS.get(name, words(name)), told(value)) for name, value in card.items()
    ]
    return [(label, text) for label, text in found if text]


def told(value: Any) -> str:
    """Return a value of a card in words."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case list() if value and all(_SLOT.fullmatch(str(each)) for each in value):
            return _as("slots", value)
        case list():
            return _as("choices", value)
        case dict():
            return ", ".join(words(name) for name, level in value.items() if level)
        case str() if _DAY.fullmatch(value):
            return _as("date", [value])
        case str() if _MONTH.fullmatch(value):
            return _as("month", [value])
        case str():
            return words(value)
        case None:
            return ""
        case _:
            return str(value)


def _as(kind: str, items: Iterable[Any]) -> str:
    return said_of({"kind": kind}, "; ".join(str(item) for item in items))
