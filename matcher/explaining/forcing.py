"""Alternatives: what another choice would do, by forcing it and solving again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.explaining.case import Case
from matcher.explaining.resolving import Outcome
from matcher.explaining.whys import Alternative, Move
from matcher.instance import Instance, compile_market
from matcher.solving.blocking import blocking_pairs, seated
from matcher.solving.forcing import Forcing

SETTLED = ("stable", "needs-first", "assets-first")
"""Policies that promise that nobody would rather have each other."""


def alternatives(case: Case, unit: int, *, most: int) -> tuple[Alternative, ...]:
    """Return the next-best assets of a unit, each with what it would displace.

    Guarantees: every figure is that of a re-solve with the pair pinned, by one where
    the round has no prices.
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
    """Pin one pair that both sides accept, solve its part again, and compare.

    Where the round has prices they tell what solving again would.
    """
    unit = case.unit_of[need]
    if case.forcing is not None:
        return _by_prices(case, case.forcing, unit, asset)
    label = int(case.components.need[case.market.members[unit][0]])
    part, now = case.components.part(label), case.part_now(label)
    pinned = replace(part, pinned=tuple(sorted({*part.pinned, (need, asset)})))
    # Under ``best`` a pin only takes solutions away, so no value can pass today's.
    at_best = now.values if case.policy.name == "best" else None
    then = case.resolved(compile_market(pinned), at_best)
    if not then.possible:
        return Alternative(asset, possible=False, changes={})
    names = (row.name for row in case.solution.objectives)
    return Alternative(
        asset,
        possible=True,
        changes={n: then.values.get(n, 0) - now.values.get(n, 0) for n in names},
        moves=_moves(case, part, then, unit),
        unsettled=_unsettled(case, part, then),
    )


def _by_prices(case: Case, forcing: Forcing, unit: int, asset: str) -> Alternative:
    """Return an alternative by one shortest way instead of a new solve."""
    refs = [row.ref for row in case.instance.assets]
    then = forcing.forced(unit, refs.index(asset))
    if then is None:
        return Alternative(asset, possible=False, changes={})
    rows = ((who, case.members(who)[0], at) for who, at in then.moves)
    moves = tuple(
        Move(
            case.market.units[who],
            case.homes.get(need, ""),
            refs[at] if at >= 0 else "",
        )
        for who, need, at in rows
    )
    return Alternative(asset, possible=True, changes=then.changes, moves=moves)


def _moves(case: Case, part: Instance, then: Outcome, but: int) -> tuple[Move, ...]:
    """Return who would sit elsewhere; other parts stay as they are."""
    units = sorted({case.unit_of[need.ref] for need in part.needs} - {but})
    rows = ((case.market.units[unit], case.members(unit)[0]) for unit in units)
    moves = (Move(r, case.homes.get(n, ""), then.homes.get(n, "")) for r, n in rows)
    return tuple(move for move in moves if move.before != move.after)


def _unsettled(
    case: Case, part: Instance, then: Outcome
) -> tuple[tuple[str, str], ...]:
    """Return who would rather have each other if the pair were chosen, not pinned."""
    if case.policy.name not in SETTLED:
        return ()
    market = compile_market(part)
    needs, assets = part.needs, part.assets
    ends = zip(market.unit.tolist(), market.asset.tolist(), strict=True)
    chosen = [
        pair
        for pair, (unit, asset) in enumerate(ends)
        if then.homes.get(needs[market.members[unit][0]].ref) == assets[asset].ref
    ]
    there = seated(market, np.array(chosen, np.int64), then.staff)
    blocking, _ = blocking_pairs(market, there, margin=case.policy.margin)
    return tuple(pair for pair in blocking if pair not in case.solution.blocking_pairs)
