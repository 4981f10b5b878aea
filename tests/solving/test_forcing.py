"""One pair forced, from prices: the answer of a new solve with the pair pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from support.instances import instances
from support.plain import SALT

from matcher.benchmarks.generators.places import national
from matcher.instance import Instance, Market, Solution, compile_market, instance_of
from matcher.model import Policy
from matcher.solving import solve
from matcher.solving.forcing import Forced, Forcing, can_force
from matcher.solving.losses import losses

BEYOND = ("groups", "seats", "siblings", "max_units", "limits", "openings", "staffing")
PLAIN = dict.fromkeys((*BEYOND, "minimum", "apart", "max_changes"), False)


def homes(solution: Solution) -> dict[str, str]:
    """Return need to asset."""
    return {row.need: row.asset for row in solution.chosen}


def again(
    instance: Instance, market: Market, now: Solution, pair: int
) -> Forced | None:
    """Return what a new solve with the pair pinned gives."""
    unit, asset = int(market.unit[pair]), int(market.asset[pair])
    ref = instance.assets[asset].ref
    pins = (*instance.pinned, (market.units[unit], ref))
    then = solve(replace(instance, pinned=pins), now.policy, salt=SALT)
    if then.status != "optimal":
        return None
    was = {row.name: row.value for row in now.objectives}
    at = {row.ref: place for place, row in enumerate(instance.assets)} | {"": -1}
    here, there = homes(now), homes(then)
    moves = (
        (who, at[there.get(need, "")])
        for who, need in enumerate(market.units)
        if who != unit and here.get(need) != there.get(need)
    )
    changes = {row.name: row.value - was[row.name] for row in then.objectives}
    return Forced(changes, tuple(moves))


@given(instances(**PLAIN | {"priorities": True}), st.sampled_from(("size-fit", "fit")))
def test_forcing_a_pair_is_solving_with_it_pinned(
    data: dict[str, Any], maximise: str
) -> None:
    """Every pair not held: every value, everybody who moves, and what cannot hold."""
    instance = instance_of(data)
    market = compile_market(instance)
    policy = Policy("best", maximise if data.get("fits") else "size-fit")
    now = solve(instance, policy, salt=SALT)
    assume(now.status == "optimal")
    assert can_force(market, now)
    forcing = Forcing(market, now, SALT)
    held = {(row.need, row.asset) for row in now.chosen}
    for pair in np.flatnonzero(market.home[market.unit] < 0).tolist():
        unit, asset = int(market.unit[pair]), int(market.asset[pair])
        if (market.units[unit], instance.assets[asset].ref) not in held:
            assert forcing.forced(unit, asset) == again(instance, market, now, pair)


def test_forcing_in_a_country() -> None:
    """Where ways are longer, and lead over borders."""
    instance = national(councils=2, needs=30, assets=16, length=6, over=0.2, seed=4)
    market = compile_market(instance)
    now = solve(instance, Policy("best"), salt=SALT)
    forcing = Forcing(market, now, SALT)
    seat = homes(now)
    for pair in range(0, len(market.unit), 7):
        unit, asset = int(market.unit[pair]), int(market.asset[pair])
        if seat.get(market.units[unit]) != instance.assets[asset].ref:
            assert forcing.forced(unit, asset) == again(instance, market, now, pair)


@given(
    instances(**PLAIN | {"priorities": True, "needs": 6, "assets": 2}),
    st.sampled_from(("size-fit", "fit")),
)
def test_the_nearest_miss_is_the_least_of_all(
    data: dict[str, Any], maximise: str
) -> None:
    """Each unit that waits: no asset costs less, and solving with it costs as much."""
    instance = instance_of(data)
    market = compile_market(instance)
    policy = Policy("best", maximise if data.get("fits") else "size-fit")
    now = solve(instance, policy, salt=SALT)
    assume(now.status == "optimal")
    forcing, refs = Forcing(market, now, SALT), [a.ref for a in instance.assets]
    waits = {row[0] for row in now.unmatched}
    found = {loss.unit: loss for loss in losses(market, now)}
    for unit, need in enumerate(market.units):
        pairs = range(int(market.start[unit]), int(market.start[unit + 1]))
        each = {refs[a]: forcing.forced(unit, a) for a in market.asset[list(pairs)]}
        costs = {a: list(f.changes.values()) for a, f in each.items() if f is not None}
        if need not in waits or not costs:
            assert need not in found
            continue
        loss = found[need]
        assert list(loss.changes.values()) == costs[loss.asset] == max(costs.values())
