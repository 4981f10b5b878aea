"""A stable matching of many units: deferred acceptance, each unit heard repeatedly.

Units propose along their lists; in a tie they ask first where a seat is free. A unit
that everybody turned down asks all of its list again, and is then preferred to those of
its rank who were turned down less often. The result is weakly stable and, with two
hearings already, has at least two thirds of the most units (Kiraly 2013, "Linear time
local approximation algorithm for maximum stable marriage", Algorithms 6). More hearings
move units along ties as push-relabel moves a flow. It often has as many units as a
bipartite maximum, and is then the most without any integer programme.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from matcher.solving.integer.bounds import most_matched
from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Longs
from matcher.solving.integer.objectives import zero_is_certain
from matcher.solving.integer.space import Space
from matcher.solving.integer.squeaky import most_heard

_HEARINGS = 60
_TRIES = 10_000
_WORK = 40_000_000


def promoted(facts: Facts, space: Space) -> Longs | None:
    """Return a solution to start from; None where more than capacities matter.

    It is checked against every row of the space.
    """
    market = facts.market
    plain = zero_is_certain(market.instance) and facts.policy.margin == 1
    if not plain or space.system.width != len(market.unit):
        return None
    if (market.home != FREE).any():
        return None
    held = _Proposals(facts).run()
    if market.instance.market == "lists":
        held = _louder(facts, held)
    x = np.zeros(space.system.width, np.int64)
    x[held] = 1
    return x if space.system.holds(x) else None


def _louder(facts: Facts, held: list[int]) -> list[int]:
    """Look further while some unit more could be matched."""
    market = facts.market
    most = most_matched(facts, np.ones(len(market.units), np.bool_))
    if len(held) >= most:
        return held
    runs = min(_TRIES, _WORK // (len(market.unit) + 1))
    return max(held, most_heard(market, _rooms(facts), most=most, runs=runs), key=len)


def _rooms(facts: Facts) -> list[int]:
    return [
        a.capacity if a.max_units is None else min(a.capacity, a.max_units)
        for a in facts.assets
    ]


class _Proposals:
    """Who holds whom while units propose; all by number of pair.

    An asset first lets go of who could move to a free seat at once; what is left equal
    is told apart by the order of the pairs.
    """

    def __init__(self, facts: Facts) -> None:
        market = facts.market
        self.unit, self.asset = market.unit.tolist(), market.asset.tolist()
        self.rank, self.liked = market.unit_rank.tolist(), market.asset_rank.tolist()
        self.room = _rooms(facts)
        self.held: list[set[int]] = [set() for _ in facts.assets]
        self.again = [0] * len(market.units)
        self.left = [self._sorted(facts.of_unit(u)) for u in range(len(market.units))]

    def run(self) -> list[int]:
        """Return the pairs that are held in the end."""
        waiting, facts_left = deque(range(len(self.left))), self.left
        first = [list(pairs) for pairs in facts_left]
        while waiting:
            unit = waiting.popleft()
            if not facts_left[unit]:
                if self.again[unit] == _HEARINGS or not first[unit]:
                    continue
                self.again[unit] += 1
                facts_left[unit] = list(first[unit])
            dropped = self._ask(unit)
            if dropped is not None:
                waiting.append(dropped)
        return sorted(pair for held in self.held for pair in held)

    def _sorted(self, pairs: range) -> list[int]:
        """Return pairs from the last to ask to the first."""
        return sorted(pairs, key=lambda p: (-self.rank[p], -p))

    def _ask(self, unit: int) -> int | None:
        """Let a unit ask once; return who is without an asset then."""
        pair = self._next(unit)
        asset = self.asset[pair]
        held = self.held[asset]
        held.add(pair)
        if len(held) <= self.room[asset]:
            return None
        worst = max(held, key=self._worse)
        held.remove(worst)
        dropped: int = self.unit[worst]
        return dropped

    def _next(self, unit: int) -> int:
        """Take the next pair of a unit: in a tie one with a free seat first."""
        left = self.left[unit]
        best = self.rank[left[-1]]
        tied = 1
        while tied < len(left) and self.rank[left[-1 - tied]] == best:
            tied += 1
        for place in range(len(left) - 1, len(left) - 1 - tied, -1):
            asset = self.asset[left[place]]
            if len(self.held[asset]) < self.room[asset]:
                return left.pop(place)
        return left.pop()

    def _worse(self, pair: int) -> tuple[int, int, bool, int]:
        """Return how badly an asset wants to keep a pair.

        Among equals it keeps who was turned down most often, then who cannot move.
        """
        unit = self.unit[pair]
        precarious = any(
            self.rank[p] == self.rank[pair]
            and len(self.held[self.asset[p]]) < self.room[self.asset[p]]
            for p in self.left[unit][-3:]
        )
        return self.liked[pair], -self.again[unit], precarious, pair
