"""Criteria over numbers: near, points, scale, in_range, flag, slots."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from matcher.candidates.reach import Reach
from matcher.candidates.rule import Bools, Ints, Sides
from matcher.candidates.wording import spoken, spoken_km, spoken_range, spoken_slot
from matcher.graph.columns import (
    ages,
    cells,
    common_pieces,
    flags,
    pieces,
    served,
    slot_bits,
    whole,
)
from matcher.scoring.measure import Longs, Measure, Said, single

HALF_WAY = 1e-4
"""So many metres from the half, only the geodesic itself can tell which is nearer."""


def near(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give 100 at the door, 0 at ``km`` and beyond; a straight line, whole metres."""
    columns = {"place": options["place"], "at": options["at"]}
    reach = Reach.of(sides, columns)
    end = round(float(options["km"]) * 1000)
    ends = cache(reach.points)

    def points(need: Ints, asset: Ints) -> Longs:
        metres = reach.quick_km(need, asset, ends()) * 1000
        doubt = np.flatnonzero(np.abs(metres % 1 - 0.5) < HALF_WAY)
        metres[doubt] = reach.km(need[doubt], asset[doubt]) * 1000
        metres = np.nan_to_num(metres, nan=end)
        left = np.maximum(end - np.rint(metres).astype(np.int64), 0)
        return 100 * left // end

    def counts(need: Ints, asset: Ints) -> Bools:
        known: Bools = ~np.isnan(reach.lat[need]) & ~np.isnan(reach.asset_lat[asset])
        return known

    def said(need: int, asset: int) -> Said:
        pair = single(need, asset)
        km = float(reach.km(*pair)[0])
        words = {"km": spoken_km(km), "limit": f"{options['km']:g}"}
        return _graded(int(points(*pair)[0]), words)

    return Measure(points, counts, said)


def judged(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give the points that a person wrote down for the need or the asset."""
    return _linear(sides, options, 0, 100)


def scale(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give 0 at ``low``, 100 at ``high`` (which may be below), and between in line."""
    return _linear(sides, options, int(options["low"]), int(options["high"]))


def _linear(sides: Sides, options: Mapping[str, Any], low: int, high: int) -> Measure:
    of_need = "need" in options
    rows = sides.left if of_need else sides.assets
    value = whole(rows, options["need" if of_need else "asset"])
    sign = 1 if high > low else -1
    span = abs(high - low)

    def points(need: Ints, asset: Ints) -> Longs:
        along = sign * (value.value[need if of_need else asset] - low)
        return 100 * np.clip(along, 0, span) // span

    def counts(need: Ints, asset: Ints) -> Bools:
        return value.given[need if of_need else asset]

    def said(need: int, asset: int) -> Said:
        words = {"value": str(value.value[need if of_need else asset])}
        words["limit"] = str(high)
        return _graded(int(points(*single(need, asset))[0]), words)

    return Measure(points, counts, said)


def inside(sides: Sides, options: Mapping[str, Any], side: str) -> Measure:
    """Give 100 within the asset's bounds, less ``step`` for each unit outside."""
    name = options["need"]
    years = bool(options.get("years"))
    value = ages(sides.left, name, sides.start) if years else whole(sides.left, name)
    low = whole(sides.assets, options.get("low"))
    high = whole(sides.assets, options.get("high"))
    step = int(options.get("step", 20))

    def points(need: Ints, asset: Ints) -> Longs:
        found = value.value[need]
        under = np.where(low.given[asset], low.value[asset] - found, 0)
        over = np.where(high.given[asset], found - high.value[asset], 0)
        outside = np.maximum(np.maximum(under, over), 0)
        return np.asarray(np.maximum(100 - step * outside, 0), np.int64)

    def counts(need: Ints, asset: Ints) -> Bools:
        bounded = low.given[asset] | high.given[asset]
        return value.given[need] & (bounded | (side == "need"))

    def said(need: int, asset: int) -> Said:
        least = int(low.value[asset]) if low.given[asset] else None
        most = int(high.value[asset]) if high.given[asset] else None
        words = {"value": str(value.value[need]), "limit": spoken_range(least, most)}
        hit = int(points(*single(need, asset))[0]) == 100
        return Said(hit, not hit, words, words)

    return Measure(points, counts, said)


def flag(sides: Sides, options: Mapping[str, Any], _side: str) -> Measure:
    """Give 100 where a flag is as it should be (``is``, default yes), else 0."""
    of_need = "need" in options
    rows = sides.left if of_need else sides.assets
    column = options["need" if of_need else "asset"]
    given = np.array([cell is not None for cell in cells(rows, column)], np.bool_)
    as_wanted = flags(rows, column) == bool(options.get("is", True))

    def points(need: Ints, asset: Ints) -> Longs:
        return np.where(as_wanted[need if of_need else asset], 100, 0)

    def counts(need: Ints, asset: Ints) -> Bools:
        stated: Bools = given[need if of_need else asset]
        return stated

    def said(need: int, asset: int) -> Said:
        return _graded(100 * int(as_wanted[need if of_need else asset]), {})

    return Measure(points, counts, said)


def times(sides: Sides, options: Mapping[str, Any], side: str) -> Measure:
    """Give points for common pieces of the week, full at ``full`` or all asked."""
    mine = slot_bits(sides.left, options["need"], serve=False)
    theirs = slot_bits(sides.assets, options["asset"], serve=True)
    of_need = side == "need"
    rows = sides.left if of_need else sides.assets
    asked = pieces(rows, options["need" if of_need else "asset"])
    full = int(options.get("full", 1 << 30))

    def points(need: Ints, asset: Ints) -> Longs:
        wanted = np.minimum(asked[need if of_need else asset], full)
        common = np.minimum(common_pieces(mine[need], theirs[asset]), wanted)
        return np.where(wanted > 0, 100 * common // np.maximum(wanted, 1), 0)

    def counts(need: Ints, asset: Ints) -> Bools:
        given: Bools = asked[need if of_need else asset] > 0
        return given

    def said(need: int, asset: int) -> Said:
        week = sides.left[need].record.get(options["need"], ())
        both = served(week, sides.assets[asset].record.get(options["asset"], ()))
        words = {"list": spoken(spoken_slot(slot) for slot in both)}
        enough = int(points(*single(need, asset))[0]) == 100
        return Said(bool(both), not enough, words, words, tuple(map(str, both)))

    return Measure(points, counts, said)


def _graded(points: int, words: Mapping[str, str]) -> Said:
    """Cite a number for the pair from half way up, as a gap below."""
    return Said(points >= 50, points < 50, words, words)
