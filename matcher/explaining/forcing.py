"""Alternatives: what another choice would do, by forcing it and solving again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matcher.explaining.case import SOLVED, Case
from matcher.explaining.whys import Alternative, Move
from matcher.instance import Solution


def alternatives(case: Case, unit: int, *, most: int) -> tuple[Alternative, ...]:
    """Return the next-best assets of a unit, each with what it would displace.

    Guarantees: every figure is that of a re-solve with the pair pinned.
    """
    need = case.members(unit)[0]
    others = [a for a in _by_rank(case, unit) if a != case.homes.get(need)]
    return tuple(forced(case, need, asset) for asset in others[:most])


def _by_rank(case: Case, unit: int) -> list[str]:
    market = case.market
    pairs = np.arange(market.start[unit], market.start[unit + 1])
    order = np.lexsort(
        (market.asset[pairs], -market.fit[pairs], market.unit_rank[pairs])
    )
    return [case.instance.assets[market.asset[pair]].ref for pair in pairs[order]]


def forced(case: Case, need: str, asset: str) -> Alternative:
    """Pin one pair, solve again, and compare."""
    instance = case.instance
    pinned = tuple(sorted({*instance.pinned, (need, asset)}))
    solution = case.resolved(replace(instance, pinned=pinned))
    if solution.status not in SOLVED:
        return Alternative(asset, possible=False, changes={})
    changes = _changes(case.solution, solution)
    moves = _moves(case, solution, case.unit_of[need])
    return Alternative(asset, possible=True, changes=changes, moves=moves)


def _changes(now: Solution, then: Solution) -> Mapping[str, int]:
    before = {row.name: row.value for row in now.objectives}
    after = {row.name: row.value for row in then.objectives}
    return {
        name: after[name] - value for name, value in before.items() if name in after
    }


def _moves(case: Case, then: Solution, but: int) -> tuple[Move, ...]:
    after = {row.need: row.asset for row in then.chosen}
    moves = []
    for unit, ref in enumerate(case.market.units):
        need = case.members(unit)[0]
        move = Move(ref, case.homes.get(need, ""), after.get(need, ""))
        if unit != but and move.before != move.after:
            moves.append(move)
    return tuple(moves)
