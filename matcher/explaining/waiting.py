"""Why a need has no match, and why a seat stays empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.candidates import GateCounts, count_by_asset, near_misses
from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.near import Barrier, Near
from matcher.explaining.whys import GateCount, Miss
from matcher.solving import reasons

NOT_COUNTED = ("available", "decided")
"""Confidential or personal: always one line, never a number."""
_SHOWN = 3
_REASONS: Mapping[str, str] = {
    reasons.ALL_CLOSED: "Every {asset} that would suit stays closed.",
    reasons.OUTRANKED: "Every {asset} that would suit is taken; others come first.",
    reasons.HELD: "No {asset} that would suit has room beside those proposed there.",
    reasons.WHOLE: "There would be room, but the round as a whole is better so.",
}


def because(seen: Near, reason: str) -> str:
    """Return why a unit waits, in the words of its scheme.

    Parameters
    ----------
    reason : str
        The engine's.
    """
    one, many = phrases.nouns(seen.case.scheme, "assets")
    if reason in _REASONS:
        return _REASONS[reason].format(asset=one)
    passed = ~seen.failed.any(axis=0)
    kept = sum(seen.fits(at) for at in np.flatnonzero(passed).tolist())
    if kept:
        return f"No {one} that would suit has room for all that {seen.ref} takes."
    if passed.any():
        some = phrases.count(int(passed.sum()), one, many)
        return f"The fit of {some} would be below what the scheme asks for."
    return f"No {one} passes every gate."


def gates_to_need(seen: Near) -> tuple[GateCount, ...]:
    """Return how many assets each gate rules out for some member of a unit."""
    counts = seen.failed.sum(axis=1).tolist()
    return tuple(
        GateCount(each.gate.name, count)
        for each, count in zip(seen.ready, counts, strict=True)
        if count and each.gate.name not in NOT_COUNTED
    )


def nearest_to_need(seen: Near) -> tuple[Miss, ...]:
    """Return the assets that one gate alone rules out for a unit, nearest first."""
    counted = [each.gate.name not in NOT_COUNTED for each in seen.ready]
    alone = (seen.failed.sum(axis=0) == 1) & seen.failed[counted].any(axis=0)
    found = [
        max(seen.barriers(at), key=_nearness) for at in np.flatnonzero(alone).tolist()
    ]
    nearest = sorted(found, key=_nearness)[:_SHOWN]
    return tuple(Miss(each.asset.ref, each.sentence) for each in nearest)


def _nearness(barrier: Barrier) -> tuple[bool, float, str, str, str]:
    margin = barrier.facts.margin
    refs = barrier.ready.gate.name, barrier.asset.ref, barrier.need.ref
    return margin is None, margin or 0.0, *refs


@dataclass(frozen=True, eq=False)
class Seats:
    """The seats of a round that nobody has."""

    case: Case

    @cached_property
    def _gates(self) -> GateCounts:
        return count_by_asset(self.case.graph, self.case.scheme)

    def gates(self, ref: str) -> tuple[GateCount, ...]:
        """Return how many needs each gate rules out for an asset."""
        at = self._gates.refs.index(ref)
        counts = zip(self._gates.gates, self._gates.excluded[:, at], strict=True)
        return tuple(
            GateCount(gate, int(count))
            for gate, count in counts
            if count and gate not in NOT_COUNTED
        )

    @cached_property
    def available(self) -> frozenset[str]:
        """The assets that are available for somebody at least."""
        shut = self._gates.excluded[self._gates.gates.index("available")]
        some = shut < len(self.case.graph.needs)
        return frozenset(
            ref for ref, open_ in zip(self._gates.refs, some, strict=True) if open_
        )

    def nearest(self, asset: str) -> tuple[Miss, ...]:
        """Return the needs that one gate alone rules out, nearest first."""
        graph, scheme = self.case.graph, self.case.scheme
        found = near_misses(graph, scheme, asset=asset, most=len(graph.needs))
        shown = [m for m in found if m.result.name not in NOT_COUNTED][:_SHOWN]
        return tuple(Miss(miss.need, miss.result.sentence) for miss in shown)

    def free(self) -> Mapping[str, int]:
        """Return the seats left in each asset that is not closed, where any are.

        Assets that are not available are left out, whatever the reason.
        """
        seats = {need.ref: need.seats for need in self.case.instance.needs}
        closed = {ref for ref, _ in self.case.solution.closed}
        left = {
            asset.ref: asset.capacity
            for asset in self.case.instance.assets
            if asset.ref not in closed and asset.ref in self.available
        }
        for row in self.case.solution.chosen:
            if row.asset in left:
                left[row.asset] -= seats[row.need]
        return {ref: count for ref, count in left.items() if count > 0}

    def closed(self) -> tuple[str, ...]:
        """Return the assets that stay closed although they are available."""
        refs = (ref for ref, _ in self.case.solution.closed)
        return tuple(ref for ref in refs if ref in self.available)
