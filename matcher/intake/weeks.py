"""Slots as people write them: "tue-am", "Thursday evening, fortnightly"."""

from __future__ import annotations

import re

from matcher.intake.words import shown
from matcher.intake.wrong import Wrong
from matcher.model import Slot

_DAYS = {
    "mon": "monday mondays",
    "tue": "tues tuesday tuesdays",
    "wed": "weds wednesday wednesdays",
    "thu": "thur thurs thursday thursdays",
    "fri": "friday fridays",
    "sat": "saturday saturdays",
    "sun": "sunday sundays",
}
_PARTS = {
    "am": "morning mornings morn",
    "pm": "afternoon afternoons aft",
    "eve": "evening evenings evenings eves night nights",
}
_CADENCES = {
    "weekly": "week",
    "fortnightly": "fortnight biweekly alternate 2-weekly",
    "monthly": "month",
    "term": "term-time termtime",
    "holidays": "holiday hols",
}
_FILLERS = {"every", "in", "the", "on", "time", "only", "a", "each"}
_PHRASES = (
    (re.compile(r"\b(every|each)? ?(other|two|2|second) weeks?\b"), " fortnightly "),
    (re.compile(r"\bterm[ -]time\b"), " term "),
    (re.compile(r"\bonce a (week|month|fortnight)\b"), r" \1 "),
)


def _flat(table: dict[str, str]) -> dict[str, str]:
    return {w: short for short, all_ in table.items() for w in (short, *all_.split())}


_DAY, _PART, _CADENCE = _flat(_DAYS), _flat(_PARTS), _flat(_CADENCES)


def read_slot(text: str) -> Slot:
    """Return the one slot that `text` names.

    Raises
    ------
    Wrong
        Unless it has one day, one part of the day, and at most one cadence.
    """
    plain = text.casefold()[:80]
    for pattern, word in _PHRASES:
        plain = pattern.sub(word, plain)
    days: set[str] = set()
    parts: set[str] = set()
    cadences: set[str] = set()
    for word in re.findall(r"[^\s/(),.:+-]+", plain):
        for table, found in ((_DAY, days), (_PART, parts), (_CADENCE, cadences)):
            if word in table:
                found.add(table[word])
                break
        else:
            if word not in _FILLERS:
                raise _not_a_slot(text)
    if len(days) != 1 or len(parts) != 1 or len(cadences) > 1:
        raise _not_a_slot(text)
    return Slot(days.pop(), parts.pop(), next(iter(cadences), "weekly"))


def _not_a_slot(text: str) -> Wrong:
    return Wrong(
        f"{shown(text)} is not one time of the week. Write a day and am, pm or eve, "
        "such as tue-am or thu-eve/fortnightly, with ; between."
    )
