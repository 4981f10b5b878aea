"""Why a need has no match, and why a seat stays empty or an asset closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.candidates import GateCounts, count_by_asset, count_by_need, near_misses
from matcher.explaining.case import Case
from matcher.explaining.whys import GateCount, Miss

NOT_COUNTED = ("available", "decided")
"""Confidential or personal: always one line, never a number."""
_SHOWN = 3


@dataclass(frozen=True, eq=False)
class Gates:
    """Counts per gate for a whole round, made once."""

    case: Case

    @cached_property
    def _needs(self) -> GateCounts:
        return count_by_need(self.case.graph, self.case.scheme)

    @cached_property
    def _assets(self) -> GateCounts:
        return count_by_asset(self.case.graph, self.case.scheme)

    def of_need(self, ref: str) -> tuple[GateCount, ...]:
        """Return how many assets each gate rules out for a need."""
        return _counted(self._needs, ref)

    def of_asset(self, ref: str) -> tuple[GateCount, ...]:
        """Return how many needs each gate rules out for an asset."""
        return _counted(self._assets, ref)

    def candidates(self, ref: str) -> int:
        """Return how many assets pass every gate for a need."""
        return int(self._needs.candidates[self._needs.refs.index(ref)])


def _counted(counts: GateCounts, ref: str) -> tuple[GateCount, ...]:
    at = counts.refs.index(ref)
    return tuple(
        GateCount(gate, int(count))
        for gate, count in zip(counts.gates, counts.excluded[:, at], strict=True)
        if count and gate not in NOT_COUNTED
    )


def nearest_to_need(case: Case, need: str) -> tuple[Miss, ...]:
    """Return the assets that one gate alone rules out, nearest first."""
    found = near_misses(case.graph, case.scheme, need=need, most=_SHOWN * 3)
    shown = [m for m in found if m.result.name not in NOT_COUNTED][:_SHOWN]
    return tuple(Miss(miss.asset, miss.result.sentence) for miss in shown)


def nearest_to_asset(case: Case, asset: str) -> tuple[Miss, ...]:
    """Return the needs that one gate alone rules out, nearest first."""
    found = near_misses(case.graph, case.scheme, asset=asset, most=_SHOWN * 3)
    shown = [m for m in found if m.result.name not in NOT_COUNTED][:_SHOWN]
    return tuple(Miss(miss.need, miss.result.sentence) for miss in shown)


def below_floors(case: Case, need: str) -> int:
    """Return how many candidates of a need stand below a floor of the scheme."""
    pool, fits = case.pool, case.fits
    at = next(i for i, row in enumerate(case.graph.needs) if row.ref == need)
    return int(np.count_nonzero((pool.need == at) & ~fits.kept))


def free_seats(case: Case) -> Mapping[str, int]:
    """Return the seats left in each asset that is not closed, where any are."""
    seats = {need.ref: need.seats for need in case.instance.needs}
    closed = {ref for ref, _ in case.solution.closed}
    left = {a.ref: a.capacity for a in case.instance.assets if a.ref not in closed}
    for row in case.solution.chosen:
        left[row.asset] -= seats[row.need]
    return {ref: count for ref, count in left.items() if count > 0}
