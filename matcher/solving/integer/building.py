"""The whole model of an instance under a policy, in one order.

Columns: pairs first (column p is the market's pair p), then those of opening, staff,
regret, stability and openings, each added where its rule first needs it.
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving.integer.facts import Facts
from matcher.solving.integer.highs import Box
from matcher.solving.integer.model import Longs, Model, Row
from matcher.solving.integer.objectives import zero_is_certain
from matcher.solving.integer.openings import Coalitions, add_openings
from matcher.solving.integer.packing import packing
from matcher.solving.integer.rows_holding import add_holding, add_pairs
from matcher.solving.integer.rows_profile import add_regret
from matcher.solving.integer.rows_stable import add_stable, allow
from matcher.solving.integer.rows_staffing import add_staffing
from matcher.solving.integer.space import Cutter, Space

NODES_PER_EFFORT = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A model with the facts it came from and the space of its solutions."""

    facts: Facts
    model: Model
    space: Space


def build(market: Market, policy: Policy, *, effort: float) -> Built:
    """Return the model of every solution that the policy may choose from.

    The market must have no `bad_pins`.
    """
    facts, model = Facts(market, policy), Model()
    add_pairs(model, facts)
    add_holding(model, facts)
    add_staffing(model, facts)
    if policy.maximise == "minimum-regret":
        add_regret(model, facts)
    cutter: Cutter = _sound
    if policy.name == "stable":
        counted = policy.allow is not None or not zero_is_certain(market.instance)
        add_stable(model, facts, counted=counted)
        if policy.allow is not None:
            allow(model, policy.allow)
        if any(asset.openable for asset in facts.assets):
            add_openings(model, facts)
            cutter = Coalitions(model, facts)
    nodes = max(1, round(effort * NODES_PER_EFFORT))
    whole, opens = Box.whole(len(model.columns)), model.columns.of_kind("open")
    space = Space(
        model.system(),
        whole,
        deciding=opens,
        cutter=cutter,
        broken=packing(model, facts).broken,
        nodes=nodes,
    )
    return Built(facts, model, space)


def _sound(_x: Longs) -> list[Row]:
    return []
