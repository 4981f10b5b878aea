"""The gate for credentials: level, outcome and age of a check on the first day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np

from matcher.candidates.rule import Bools, Facts, Ints, Plain, Rule, Sides
from matcher.candidates.wording import spoken_day
from matcher.graph import Row
from matcher.graph.columns import cells

FIT_OUTCOMES = ("suitable", "conditions")


def check(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where every check that counts is valid on the first day of the term.

    The level is an accepted one, the outcome suitable or with conditions, and the last
    look (issued or looked at again, on or before that day) within ``months``. With
    ``partner``, a second adult's columns are tested too where the graph has a partner.
    With ``on = "left"`` it is the left row's check.
    """
    on_left = options.get("on") == "left"
    rows = sides.left if on_left else sides.assets
    judge = cache(partial(_wrong, options, sides.start))  # many rows, few kinds
    found = [judge(*each) for each in _columns(rows, options, "")]
    if "partner" in options:
        others = _columns(rows, options, options["partner"])
        for at, (row, each) in enumerate(zip(rows, others, strict=True)):
            if row.partners and found[at] is None:
                found[at] = judge(*each)
    valid = np.array([why is None for why in found], np.bool_)

    def passes(left: Ints, asset: Ints) -> Bools:
        return valid[left if on_left else asset]

    def facts(left: int, asset: int) -> Facts:
        return found[left if on_left else asset] or Facts(margin=0.0, unit="days")

    plain = Plain(left=valid) if on_left else Plain(assets=valid)
    return Rule(passes, facts, lambda: plain)


def _columns(
    rows: Sequence[Row], options: Mapping[str, Any], prefix: str
) -> Iterator[tuple[Any, ...]]:
    """Return what `_wrong` judges by, row by row."""
    wanted = ("level", "outcome", "issued", "rechecked")
    names = [prefix + options[each] if each in options else None for each in wanted]
    return zip(*(cells(rows, name) for name in names), strict=True)


def _wrong(
    options: Mapping[str, Any],
    start: date,
    level: str | None,
    outcome: str | None,
    *looks: date | None,
) -> Facts | None:
    if level not in options["accepted"]:
        return _saying(f"level {level}" if level else "no check is recorded")
    if "outcome" in options and outcome not in FIT_OUTCOMES:
        return _saying("nobody has decided that it is suitable")
    seen = last_look(looks, start)
    if seen is None:
        return _saying("no date is recorded")
    oldest = months_before(start, options.get("months"))
    if seen < oldest:
        late = float((oldest - seen).days)
        return _saying(f"last looked at on {spoken_day(seen)}", margin=late)
    return None


def _saying(value: str, margin: float | None = None) -> Facts:
    return Facts({"value": value}, margin=margin, unit="days")


def last_look(looks: Sequence[date | None], start: date) -> date | None:
    """Return the last date on or before the first day; None where there is none."""
    return max((day for day in looks if day and day <= start), default=None)


def months_before(day: date, months: int | None) -> date:
    """Return the day so many months earlier, clipped to its month; None is for ever."""
    if months is None:
        return date.min
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
