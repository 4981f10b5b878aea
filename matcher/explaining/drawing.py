"""For whom the published draw counted: nobody else is told of one."""

from __future__ import annotations

import numpy as np

from matcher.explaining.case import Case
from matcher.explaining.resolving import equals
from matcher.model import PROPOSALS


def drawn(case: Case) -> frozenset[str]:
    """Return the needs whose match was settled by the draw among equally good ones.

    Under deferred acceptance those that had a tie: with another asset as good for them,
    or with another need as good for the asset. Else those who would have another asset,
    or none, in an answer of equal values.
    """
    if case.solution.tie != "lottery":
        return frozenset()
    units = _tied(case) if case.policy.name in PROPOSALS else _elsewhere(case)
    return frozenset(need for unit in units for need in case.members(unit))


def _elsewhere(case: Case) -> set[int]:
    names = {ref for ref, _ in case.solution.equal}
    if case.solution.policy.ties == "lottery":
        names = equals(case.market, case.policy, salt=case.salt, effort=case.effort)
    return {unit for unit, ref in enumerate(case.market.units) if ref in names}


def _tied(case: Case) -> set[int]:
    market = case.market
    here = case.held_in(market)
    mine = np.column_stack((market.unit, market.unit_rank))
    urgent = market.priority[market.unit]
    theirs = np.column_stack((market.asset, market.asset_rank, urgent))
    tied = np.zeros(len(here), np.bool_)
    for keys in (mine, theirs):
        _, at, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
        tied |= counts[at.ravel()] > 1
    return set(market.unit[here & tied].tolist())
