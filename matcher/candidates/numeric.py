"""Gates over numbers, flags and dates: range, at_least, flag, dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from matcher.candidates.clauses import by_value
from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Plain,
    Rule,
    Sides,
    open_when_empty,
    plainly,
)
from matcher.candidates.wording import spoken_day, spoken_range
from matcher.graph.columns import Numbers, ages, days, flags, whole


def in_range(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where a number, or age at the start, is within the asset's bounds."""
    name, years = options["need"], bool(options.get("years"))
    value = ages(sides.left, name, sides.start) if years else whole(sides.left, name)
    low = whole(sides.assets, options.get("low"))
    high = whole(sides.assets, options.get("high"))

    def takes(found: int) -> Bools:
        above = ~low.given | (low.value <= found)
        return above & (~high.given | (high.value >= found))

    def passes(left: Ints, asset: Ints) -> Bools:
        found = value.value[left]
        inside = ~low.given[asset] | (found >= low.value[asset])
        inside &= ~high.given[asset] | (found <= high.value[asset])
        return inside | ~value.given[left]

    def facts(left: int, asset: int) -> Facts:
        if not value.given[left]:
            return NOT_ASKED
        least = int(low.value[asset]) if low.given[asset] else None
        most = int(high.value[asset]) if high.given[asset] else None
        limit = spoken_range(least, most)
        found = int(value.value[left])
        under = 0 if least is None else least - found
        over = 0 if most is None else found - most
        words = {"value": str(found), "limit": limit}
        unit = "years" if years else ""
        return Facts(words, margin=float(max(0, under, over)), unit=unit)

    return Rule(
        passes,
        facts,
        lambda: plainly(by_value(value.value, value.given, takes, len(low.given))),
    )


def at_least(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where the asset's number is at least a fixed one, or the left row's.

    With ``minus``, what that column of the asset says is taken off first.
    """
    have = _less(sides, options)
    wanted = whole(sides.left, options.get("value", options.get("need")))
    allow = open_when_empty(options)

    def takes(least: int) -> Bools:
        return np.where(have.given, have.value >= least, allow)

    def passes(left: Ints, asset: Ints) -> Bools:
        enough = have.given[asset] & (have.value[asset] >= wanted.value[left])
        return enough | ~wanted.given[left] | (allow & ~have.given[asset])

    def facts(left: int, asset: int) -> Facts:
        if not wanted.given[left]:
            return NOT_ASKED
        words = {"limit": str(wanted.value[left])}
        if have.given[asset]:
            words["value"] = str(have.value[asset])
        if allow and not have.given[asset]:
            return Facts(words, margin=0.0)
        short = float(wanted.value[left] - have.value[asset])
        return Facts(words, margin=max(0.0, short))

    def plain() -> Plain | None:
        if "value" in options:
            return Plain(assets=takes(int(options["value"])))
        clauses = by_value(wanted.value, wanted.given, takes, len(have.given))
        return plainly(clauses)

    return Rule(passes, facts, plain)


def _less(sides: Sides, options: Mapping[str, Any]) -> Numbers:
    have = whole(sides.assets, options["asset"])
    return Numbers(
        have.value - whole(sides.assets, options.get("minus")).value, have.given
    )


def flag(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where a flag is as it should be, or the left row's ``if`` is not yes."""
    wanted = bool(options.get("is", True))
    size = len(sides.left)
    asks = flags(sides.left, options["if"]) if "if" in options else np.ones(size, bool)
    of_left = "need" in options
    rows = sides.left if of_left else sides.assets
    value = flags(rows, options["need" if of_left else "asset"])

    def passes(left: Ints, asset: Ints) -> Bools:
        as_wanted: Bools = value[left if of_left else asset] == wanted
        return as_wanted | ~asks[left]

    def facts(left: int, asset: int) -> Facts:
        if not asks[left]:
            return NOT_ASKED
        return Facts({"value": "yes" if value[left if of_left else asset] else "no"})

    def plain() -> Plain | None:
        fit = value == wanted
        if of_left:
            return Plain(left=fit | ~asks)
        if asks.all():
            return Plain(assets=fit)
        return plainly(by_value(asks.astype(np.int64), asks, lambda _: fit, len(fit)))

    return Rule(passes, facts, plain)


def dates(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where no planned break covers the first day; an absent bound is open."""
    first, last = options["from"], options["to"]
    begin, end = days(sides.assets, first), days(sides.assets, last)
    on = sides.start.toordinal()
    away = (begin.given | end.given) & (~begin.given | (begin.value <= on))
    away &= ~end.given | (end.value >= on)

    def facts(_left: int, asset: int) -> Facts:
        row = sides.assets[asset].record
        words = {"value": row.get(first), "limit": row.get(last)}
        spoken = {key: spoken_day(day) for key, day in words.items() if day}
        if not away[asset] or not end.given[asset]:
            return Facts(spoken, margin=None if away[asset] else 0.0, unit="days")
        return Facts(spoken, margin=float(end.value[asset] - on + 1), unit="days")

    return Rule(lambda _left, asset: ~away[asset], facts, lambda: Plain(assets=~away))
