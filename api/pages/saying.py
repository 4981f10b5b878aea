"""How days, times and counts are said on a page: as people in England say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
LONDON = ZoneInfo("Europe/London")


def day(value: date | str | None) -> str:
    """Return a day: 23 November 2026."""
    if not value:
        return ""
    found = _london(value)
    return f"{found.day} {found:%B %Y}"


def weekday(value: date | str | None) -> str:
    """Return a day with its name: Monday 23 November 2026."""
    return f"{_london(value):%A} {day(value)}" if value else ""


def until(value: datetime | str | None) -> str:
    """Return the last day before an end: what ends as a day begins ended with one."""
    return day(_london(value) - timedelta(seconds=1)) if value else ""


def clock(value: datetime | str | None) -> str:
    """Return a time of day: 9am, 4:30pm."""
    if not value:
        return ""
    found = _london(value)
    minutes = f":{found.minute:02d}" if found.minute else ""
    return f"{found.hour % 12 or 12}{minutes}{'am' if found.hour < 12 else 'pm'}"


def when(value: datetime | str | None) -> str:
    """Return an instant in London: Monday 23 November 2026, 9am."""
    return f"{weekday(value)}, {clock(value)}" if value else ""


def words(value: Any) -> str:
    """Return a code as words: ``with_conditions`` and ``feel-safe`` have no signs."""
    text = str(value).replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def month(value: str) -> str:
    """Return a month, May 2014; nothing where it is none."""
    if not _MONTH.fullmatch(value):
        return ""
    return f"{date.fromisoformat(f'{value}-01'):%B %Y}"


def start(value: str) -> str:
    """Return a text with a capital first, and the rest as it is."""
    return value[:1].upper() + value[1:]


def options(said: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return what can be chosen as GOV.UK's macros take it.

    Parameters
    ----------
    said : iterable
        Of (value, text) or (value, text, hint).
    """
    return [
        {"value": str(value), "text": text}
        | ({"hint": {"text": hint[0]}} if hint and hint[0] else {})
        for value, text, *hint in said
    ]


def _london(value: date | str) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=LONDON)
    return found.astimezone(LONDON) if found.tzinfo else found.replace(tzinfo=LONDON)


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "weekday": weekday,
    "until": until,
    "clock": clock,
    "when": when,
    "words": words,
    "start": start,
    "options": options,
}
