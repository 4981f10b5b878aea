"""The tables of a scheme file: which keys each has, and what each key takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from matcher.model import MAXIMISE, POLICIES
from matcher.schemes.scheme import AUDIENCES, BASES, KINDS

FORMAT = "acorns-scheme/1"
CHANGES = ("recruit", "train", "support", "distance", "")
APPROVALS = ("none", "before_offer", "after_introduction")
TELLABLE = tuple(who for who in AUDIENCES if who not in {"staff", "approver"})


@dataclass(frozen=True, slots=True)
class Key:
    """What a key takes.

    Parameters
    ----------
    takes : str
        text, whole, flag, date, list, table, tables or value (anything).
    required : bool
        Whether its table is incomplete without it.
    among : tuple of str
        For text: the words that will do; empty where any text does.
    low, high : int or None
        For whole: the bounds, both included.
    """

    takes: str
    required: bool = False
    among: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


def _must(takes: str, **more: Any) -> Key:
    return Key(takes, required=True, **more)


_NUMBER = Key("whole", low=1, high=1000)
_TEXT, _FLAG, _LIST = Key("text"), Key("flag"), Key("list")

TOP = {
    "format": _must("text", among=(FORMAT,)),
    "name": _must("text"),
    "title": _must("text"),
    "about": _must("text"),
    "agreed": _must("table"),
    "policy": _must("table"),
    "floors": Key("table"),
    "steps": _must("table"),
    "build": _must("table"),
    "capabilities": Key("table"),
    "supports": Key("table"),
    "trains": Key("table"),
    "becoming": Key("table"),
    "needs": _must("table"),
    "assets": _must("table"),
    "staff": Key("table"),
    "hubs": Key("table"),
    "gates": Key("table"),
    "criteria": _must("table"),
    "words": _must("table"),
}
AGREED = {"by": _must("text"), "on": _must("date"), "review": _must("date")}
POLICY = {
    "name": _must("text", among=POLICIES),
    "maximise": Key("text", among=MAXIMISE),
    "allow": Key("whole", low=0, high=1_000_000),
    "margin": Key("whole", low=1, high=100),
    "ties": Key("text", among=("lottery", "person")),
}
FLOORS = {
    "need": Key("whole", low=0, high=100),
    "asset": Key("whole", low=0, high=100),
}
STEPS = {
    "uses": _must("list"),
    "approval": _must("text", among=APPROVALS),
    "yes_from": _must("list"),
    "child_yes_from_age": Key("whole", low=0, high=18),
    "offer_days": _must("whole", low=1, high=90),
    "one_live": _must("flag"),
    "worker": _must("flag"),
    "term_months": _NUMBER,
    "review_weeks": _NUMBER,
    "first_meetings": _NUMBER,
    "sessions": _NUMBER,
    "home": _FLAG,
    "card": _LIST,
    "disclosed": _LIST,
    "holder_card": _LIST,
    "never_second_hand": _LIST,
}
_NAMED = (
    "seats taken approved unless_one_group max_units opens_with minimum most "
    "staff_role staff_traits group together slots"
).split()
BUILD = {
    "capacity": _must("text"),
    **dict.fromkeys(_NAMED, _TEXT),
    "usual_limit": _NUMBER,
    "uses": Key("table"),
    "limits": Key("table"),
    "staffing": Key("tables"),
    "priority": Key("tables"),
}
PRIORITY = {
    "column": _must("text"),
    "flag": _FLAG,
    "months": _NUMBER,
    "gives": _must("whole", low=1, high=100),
}
STAFFING = {
    "role": _must("text"),
    "exactly": _must("whole", low=1, high=100),
    "at_least": Key("table"),
}
BECOMING = {"asked": _must("text"), "stage": _must("text"), "ready": _must("list")}
SHEET = {"title": _must("text"), "one": _must("text"), "columns": _must("table")}
COLUMN = {
    "kind": _must("text", among=KINDS),
    "title": _must("text"),
    "required": _FLAG,
    "aliases": _LIST,
    "values": _LIST,
    "low": Key("whole"),
    "high": Key("whole"),
    "default": Key("value"),
    "help": _TEXT,
    "protected": _FLAG,
}
GATE = {
    "kind": _must("text"),
    "permits": _must("text"),
    "otherwise": _must("text"),
    "left": Key("text", among=("needs", "staff")),
    "change": Key("text", among=CHANGES),
    "confidential": _FLAG,
    "basis": Key("text", among=BASES),
}
CRITERION = {
    "kind": _must("text"),
    "side": _must("text", among=("need", "asset")),
    "weight": _must("whole", low=1, high=1000),
    "reason": _must("text"),
    "gap": _TEXT,
    "support": _TEXT,
    "basis": Key("text", among=BASES),
    "told": Key("table"),
}
TOLD = dict.fromkeys(TELLABLE, _TEXT)
WORDS = {who: _must("table") for who in AUDIENCES}
_EVERYBODY = (
    "need",
    "needs",
    "asset",
    "assets",
    "proposal",
    "proposals",
    "unmatched",
    "next",
    "decides",
)
_ALSO = {
    "staff": ("unavailable", "empty", "closed", "choose"),
    "approver": ("unavailable",),
    "holder": ("no", "talk"),
    "family": ("no", "talk"),
    "young_person": ("no", "talk"),
}


def words_for(audience: str) -> Mapping[str, Key]:
    """Return the keys of ``[words.<audience>]``; `draw` is free for families."""
    keys = {name: _must("text") for name in (*_EVERYBODY, *_ALSO[audience])}
    free = {"draw": _TEXT} if audience in {"family", "young_person"} else {}
    return keys | free


def fits_key(key: Key, value: Any) -> str:
    """Return what is wrong with `value` for `key`, or "" where nothing is."""
    match key.takes:
        case "text":
            return _text_fault(key, value)
        case "whole":
            return _whole_fault(key, value)
        case "flag":
            return "" if isinstance(value, bool) else "Write true or false."
        case "date":
            plain = isinstance(value, date) and not isinstance(value, datetime)
            return "" if plain else "Write a date such as 2026-09-14, without quotes."
        case "list":
            return _list_fault(value)
        case "table":
            return "" if isinstance(value, dict) else "This has to be a table."
        case "tables":
            return _tables_fault(value)
    return ""


def _text_fault(key: Key, value: Any) -> str:
    if not isinstance(value, str):
        return "Write text in quotes."
    if key.among and value not in key.among:
        return f'"{value}" will not do. Write {any_of(key.among)}.'
    if not value.strip() and not key.among:
        return "This is empty. Write the text, or leave the key out."
    return ""


def _whole_fault(key: Key, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return f"Write a whole number{_bounds(key)}, without quotes."
    low = key.low if key.low is not None else value
    high = key.high if key.high is not None else value
    return "" if low <= value <= high else f"Write a whole number{_bounds(key)}."


def _bounds(key: Key) -> str:
    if key.low is None or key.high is None:
        return ""
    return f" from {key.low} to {key.high}"


def _list_fault(value: Any) -> str:
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return "" if texts else 'Write a list of texts, such as ["one", "two"].'


def _tables_fault(value: Any) -> str:
    tables = isinstance(value, list) and all(isinstance(item, dict) for item in value)
    return "" if tables else "Write it as tables in double square brackets."


def any_of(words: tuple[str, ...]) -> str:
    """Return '"a", "b" or "c"', leaving out the empty word."""
    quoted = [f'"{word}"' for word in words if word]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
