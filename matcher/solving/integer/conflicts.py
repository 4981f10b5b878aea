"""An irreducible set of hard wishes that cannot hold together.

A deletion filter (Chinneck & Dravnieks 1991): drop one wish after another and keep it
out while the rest still cannot hold. Guarantee: what is left cannot hold, and without
any one of its members the others can, each shown by a solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matcher.instance import compile_market
from matcher.instance.document import Instance
from matcher.instance.market import Market
from matcher.instance.solution import Conflict
from matcher.model import Policy
from matcher.solving.integer.building import build
from matcher.solving.integer.facts import FREE, Facts


def conflict_of(
    market: Market, policy: Policy, *, effort: float
) -> tuple[Conflict, ...]:
    """Return an irreducible set of pins, agreed pairs, minimums and budgets.

    A pin that is no pair is a conflict by itself and is named first.
    """
    wishes = _wishes(market.instance, policy)
    for pin in _no_pairs(market):
        return (pin,)
    kept = list(wishes)
    for wish in wishes:
        fewer = [other for other in kept if other != wish]
        if not can_hold(market.instance, policy, fewer, effort=effort):
            kept = fewer
    return tuple(kept)


def can_hold(
    instance: Instance, policy: Policy, wishes: Sequence[Conflict], *, effort: float
) -> bool:
    """Return False where no solution meets these wishes and all other rules."""
    market = compile_market(_only(instance, wishes))
    if market.bad_pins:
        return False
    bound = Conflict("allow", ()) in wishes
    free = replace(policy, name="best", allow=None)
    built = build(market, policy if bound else free, effort=effort)
    nothing = np.zeros(built.space.system.width, np.int64)
    return built.space.best(nothing).status != "infeasible"


def _wishes(instance: Instance, policy: Policy) -> list[Conflict]:
    """Return every wish that may be taken away, in the order of dropping."""
    found = [Conflict("allow", ())] if policy.allow is not None else []
    if instance.max_changes is not None:
        found.append(Conflict("max_changes", ()))
    found += [Conflict("minimum", (a.ref,)) for a in instance.assets if a.minimum]
    found += [Conflict("agreed", pair) for pair in sorted(set(instance.agreed))]
    found += [Conflict("pin", pair) for pair in sorted(set(instance.pinned))]
    return found


def _no_pairs(market: Market) -> list[Conflict]:
    """Return the pins that are no pair of the market, whatever else holds."""
    free = compile_market(_only(market.instance, ()))
    facts = Facts(free, Policy("best"))
    return [
        Conflict(kind, (need, asset))
        for kind, need, asset in market.bad_pins
        if facts.find(facts.unit_of.get(need, FREE), facts.at.get(asset, FREE)) == FREE
    ]


def _only(instance: Instance, wishes: Sequence[Conflict]) -> Instance:
    """Return the instance with these wishes alone."""
    refs: dict[str, list[tuple[str, ...]]] = {}
    for wish in wishes:
        refs.setdefault(wish.kind, []).append(wish.refs)
    minimums = refs.get("minimum", [])
    return replace(
        instance,
        pinned=tuple((need, asset) for need, asset in refs.get("pin", [])),
        agreed=tuple((need, asset) for need, asset in refs.get("agreed", [])),
        max_changes=instance.max_changes if "max_changes" in refs else None,
        assets=tuple(
            a if (a.ref,) in minimums else replace(a, minimum=None)
            for a in instance.assets
        ),
    )
