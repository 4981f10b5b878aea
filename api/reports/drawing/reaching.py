"""Coverage as plain data, with counts of people that are few not told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from api.reports.plain import titled
from api.reports.small_counts import few, shown
from matcher.insight import Coverage, Share

_MOST = 20
"""Assets and neighbourhoods that are told of: those on whom most depends."""


def coverage_data(found: Coverage) -> dict[str, Any]:
    """Return coverage for pages, the least reached first.

    Guarantee: of groups of people, 1 to 4 reads "fewer than 5", and whoever knows the
    sum cannot tell them from the rest.
    """
    reach = found.reach
    return {
        "needs": reach.needs,
        "reached": reach.reached,
        "gates": [
            {"gate": titled(gate.gate), "needs": few(gate.needs)}
            for gate in reach.gates
        ],
        "single": [
            {"asset": ref, "needs": count} for ref, count in reach.single[:_MOST]
        ],
        "alone": [asdict(each) for each in reach.alone[:_MOST]],
        "capabilities": _lines(found.capabilities),
        "areas": _lines(found.areas),
    }


def _lines(shares: Iterable[Share]) -> list[dict[str, Any]]:
    there = tuple(shares)
    waiting = shown({each.name: each.needs for each in there})
    without = shown({each.name: each.needs - each.reached for each in there})
    return [
        {
            "name": each.name,
            "needs": waiting[each.name],
            "without": without[each.name],
            "assets": each.assets,
        }
        for each in there
    ]
