"""Alternatives: what another choice would do, by forcing it and solving again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matcher.explaining.case import SOLVED, Case
from matcher.explaining.whys import Alternative, Move
from matcher.instance import Instance, Solution, compile_market
from matcher.solving.blocking import blocking_pairs, seated

SETTLED = ("stable", "needs-first")
"""Policies that promise that nobody would rather have each other."""


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
    """Pin one pair that both sides accept, solve its part again, and compare."""
    unit = case.unit_of[need]
    label = int(case.components.need[case.market.members[unit][0]])
    part = case.components.part(label)
    pinned = replace(part, pinned=tuple(sorted({*part.pinned, (need, asset)})))
    then, now = case.resolved(pinned), case.part_now(label)
    if then.status not in SOLVED:
        return Alternative(asset, possible=False, changes={})
    return Alternative(
        asset,
        possible=True,
        changes=_changes(case.solution, now, then),
        moves=_moves(case, part, then, unit),
        unsettled=_unsettled(case, part, now, then),
    )


def _changes(whole: Solution, now: Solution, then: Solution) -> Mapping[str, int]:
    """Return by how much each value changes; other parts keep theirs."""
    before = {row.name: row.value for row in now.objectives}
    after = {row.name: row.value for row in then.objectives}
    names = (row.name for row in whole.objectives)
    return {name: after.get(name, 0) - before.get(name, 0) for name in names}


def _moves(case: Case, part: Instance, then: Solution, but: int) -> tuple[Move, ...]:
    after = {row.need: row.asset for row in then.chosen}
    units = sorted({case.unit_of[need.ref] for need in part.needs} - {but})
    rows = ((case.market.units[unit], case.members(unit)[0]) for unit in units)
    moves = (Move(ref, case.homes.get(n, ""), after.get(n, "")) for ref, n in rows)
    return tuple(move for move in moves if move.before != move.after)


def _unsettled(
    case: Case, part: Instance, now: Solution, then: Solution
) -> tuple[tuple[str, str], ...]:
    """Return who would rather have each other if the pair were chosen, not pinned."""
    if case.policy.name not in SETTLED:
        return ()
    market = compile_market(part)
    keys = {row.need: row.asset for row in then.chosen}
    chosen = [
        pair
        for pair, (unit, asset) in enumerate(
            zip(market.unit.tolist(), market.asset.tolist(), strict=True)
        )
        if keys.get(part.needs[market.members[unit][0]].ref) == part.assets[asset].ref
    ]
    there = seated(market, np.array(chosen, np.int64), then.staff)
    blocking, _ = blocking_pairs(market, there, margin=case.policy.margin)
    return tuple(pair for pair in blocking if pair not in now.blocking_pairs)
