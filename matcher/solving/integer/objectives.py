"""The objectives of ``stable``, ``best`` and ``fair``, in order, as sums over columns.

Guarantee: every objective is stated so that more is better; `sign` says how the value
of the file follows (``docs/engine.md`` 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Instance
from matcher.solving.integer.facts import Facts
from matcher.solving.integer.model import Model
from matcher.solving.integer.names import Longs
from matcher.solving.profile import profile_of


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One objective: maximise ``cost``; the reported value is ``sign`` times that."""

    name: str
    cost: Longs
    sign: int = 1


def zero_is_certain(instance: Instance) -> bool:
    """Return True where a matching without blocking pairs always exists.

    Deferred acceptance finds one where every unit takes one seat and an asset's only
    limits are seats and units; pins take their seats first.
    """
    if instance.groups or instance.apart or instance.max_changes is not None:
        return False
    plain = not any(
        a.openable or a.minimum or a.limits or a.unless_one_group is not None
        for a in instance.assets
    )
    return plain and all(need.seats == 1 for need in instance.needs)


def levels(model: Model, facts: Facts) -> list[Level]:
    """Return the objectives of the policy, in order."""
    return [
        *(_stability(model, facts) if facts.policy.name == "stable" else ()),
        *(_matched(model, facts) if facts.policy.maximise != "fit" else ()),
        *_between(model, facts),
        *(_fit(model, facts) if facts.market.instance.market != "lists" else ()),
    ]


def _stability(model: Model, facts: Facts) -> Iterator[Level]:
    counted = facts.policy.allow is None
    if counted and not zero_is_certain(facts.market.instance):
        yield _fewest(model, "blocking", "block")
    if any(asset.openable for asset in facts.assets):
        yield _fewest(model, "openings", "opening")


def _fewest(model: Model, name: str, kind: str) -> Level:
    cost = np.zeros(len(model.columns), np.int64)
    cost[model.columns.of_kind(kind)] = -1
    return Level(name, cost, -1)


def _matched(model: Model, facts: Facts) -> Iterator[Level]:
    market = facts.market
    urgent = sorted({int(p) for p in market.priority if p >= 1}, reverse=True)
    for level in urgent:
        chosen = np.where(market.priority == level, market.size, 0)
        yield Level(f"priority:{level}", _over_pairs(model, chosen[market.unit]))
    yield Level("size", _over_pairs(model, market.size[market.unit]))


def _between(model: Model, facts: Facts) -> Iterator[Level]:
    """Yield the levels between size and fit: of points under fair, else of ranks."""
    profile = profile_of(facts.market, facts.policy)
    for name in profile.names:
        yield Level(name, _over_pairs(model, -profile.amount(name)), -1)
    if facts.policy.maximise == "minimum-regret":
        yield _fewest(model, "regret", "beyond")


def _fit(model: Model, facts: Facts) -> Iterator[Level]:
    yield Level("fit", _over_pairs(model, facts.market.fit))


def _over_pairs(model: Model, worth: NDArray[np.integer]) -> Longs:
    cost = np.zeros(len(model.columns), np.int64)
    cost[: len(worth)] = worth
    return cost
