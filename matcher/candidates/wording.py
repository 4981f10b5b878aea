"""Facts as words in a sentence of the scheme."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter

from matcher.model import Slot

DAY_NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
PART_NAMES = {"am": "morning", "pm": "afternoon", "eve": "evening"}
CADENCE_NAMES = {
    "weekly": "",
    "fortnightly": " every two weeks",
    "monthly": " once a month",
    "term": " in term time",
    "holidays": " in the holidays",
}
MONTHS = (
    "January February March April May June July August September October "
    "November December"
).split()


def spoken(words: Iterable[str]) -> str:
    """Return words as "a, b and c", without hyphens; "nothing" where there are none."""
    plain = [word.replace("-", " ") for word in words]
    if len(plain) < 2:
        return plain[0] if plain else "nothing"
    return f"{', '.join(plain[:-1])} and {plain[-1]}"


def spoken_slot(slot: Slot) -> str:
    """Return "Tuesday morning every two weeks"."""
    when = f"{DAY_NAMES[slot.day]} {PART_NAMES[slot.part]}"
    return when + CADENCE_NAMES[slot.cadence]


def spoken_day(day: date) -> str:
    """Return "3 May 2026", the same on every machine."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_range(low: int | None, high: int | None) -> str:
    """Return "5 to 12", "5 and over", "up to 12" or "any"."""
    if low is None:
        return "any" if high is None else f"up to {high}"
    return f"{low} and over" if high is None else f"{low} to {high}"


def spoken_km(km: float, limit: float = math.inf) -> str:
    """Return whole kilometres, at least 1 as places are 1 km cells.

    A decimal stands where rounding would hide that a limit was passed.
    """
    whole = round(km)
    if km > limit >= whole:
        return f"{max(math.ceil(km * 10), math.floor(limit * 10) + 1) / 10:.1f}"
    return str(max(1, whole))


def fill(template: str, words: Mapping[str, str]) -> str:
    """Return a scheme's sentence with its placeholders filled.

    A placeholder without a fact reads "not given". A sentence that begins with a fact
    begins with a capital, unless that is a ref.
    """
    text = template.format_map(_Words(words))
    first = next((name for _, name, _, _ in Formatter().parse(template)), None)
    if template.startswith("{") and first not in {"need", "asset"}:
        return text[:1].upper() + text[1:]
    return text


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "not given"
