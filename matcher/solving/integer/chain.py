"""Several levels by one linear programme.

Levels that follow one another are weighed so that one unit of each outdoes all that the
later ones can add, and their sum is maximised. The optimum is best on each of them in
turn. The same duals, divided by a level's weight, bound that level, with those of the
rows that keep earlier levels: so one linear programme proves them all where its optimum
is attained. It is also far quicker than one for size alone, whose optima are many: the
later levels tell them apart (measured: 0.7 s where size alone took 7 s).

Weights that rank objectives: Sherali & Soyster (1983), "Preemptive and nonpreemptive
multi-objective programming".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.solving.integer.bounds import Safe, exact
from matcher.solving.integer.facts import Facts
from matcher.solving.integer.highs import Box
from matcher.solving.integer.model import Floats, Longs, System
from matcher.solving.integer.objectives import Level

_MOST = 2_000_000
_SHUFFLE, _STEPS = 7919, 97
_CHANGES, _HEAVIEST = 20, 2**31


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Levels in order, each with its weight; the last weighs least.

    Parameters
    ----------
    levels : tuple of Level
    weights : tuple of int
    cost : int64, shape (columns,)
        The weighed sum.
    """

    levels: tuple[Level, ...]
    weights: tuple[int, ...]
    cost: Longs

    def bounds(self, system: System, duals: Floats, place: int) -> Safe:
        """Return what the duals of the sum prove about a level.

        Parameters
        ----------
        system : System
            The rows that the duals are of, and last those that keep earlier levels.
        place : int
            Which level.
        """
        own, earlier = self.weights[place], self.weights[:place]
        signs = [level.sign for level in self.levels[:place]]
        kept = [-sign * w for sign, w in zip(signs, earlier, strict=True)]
        between = np.zeros(len(system) - len(duals) - len(kept))
        whole = np.concatenate([duals, between, kept]) / own
        return exact(system, self.levels[place].cost, whole, Box.whole(system.width))


def chained(facts: Facts, levels: Sequence[Level]) -> Chain:
    """Return as many of the levels as can be weighed together; one at least."""
    spans = [_span(facts, level.cost) for level in levels]
    for count in range(len(levels), 1, -1):
        weights = _weights(spans[:count])
        if weights[0] > _MOST:
            continue
        chain = _weighed(tuple(levels[:count]), weights)
        if int(np.abs(chain.cost).max(initial=0)) <= _MOST:
            return chain
    return _weighed((levels[0],), (1,))


def _weights(spans: Sequence[int]) -> tuple[int, ...]:
    """Return weights in order: one of each level outdoes all spans that follow."""
    weights, span = [], 0
    for own in reversed(spans):
        weights.append(span + 1)
        span += weights[-1] * own
    return tuple(reversed(weights))


def _weighed(levels: tuple[Level, ...], weights: tuple[int, ...]) -> Chain:
    cost = np.zeros(len(levels[0].cost), np.int64)
    for level, weight in zip(levels, weights, strict=True):
        cost += weight * level.cost
    return Chain(levels, weights, cost)


def _span(facts: Facts, cost: Longs) -> int:
    """Return how far apart two solutions can be: each unit has one pair at most."""
    market = facts.market
    pairs, rest = cost[: len(market.unit)], cost[len(market.unit) :]
    starts = market.start[:-1][np.diff(market.start) > 0]
    if not len(starts):
        return int(np.abs(rest).sum())
    high = np.maximum(np.maximum.reduceat(pairs, starts), 0)
    low = np.minimum(np.minimum.reduceat(pairs, starts), 0)
    return int((high - low).sum()) + int(np.abs(rest).sum())


def nearly(levels: Sequence[Level]) -> Longs:
    """Return one cost that nearly ranks the levels, where a start is looked for.

    Each level weighs more than some twenty changes on the next one could bring: not
    enough to be sure, and little enough for a solver's floating point however many
    units there are. Levels that come too late for that are left out.
    """
    cost, heaviest = levels[0].cost, 1
    for level in levels[1:]:
        weight = 1 + _CHANGES * int(np.abs(level.cost).max(initial=0))
        heaviest *= weight
        if heaviest > _HEAVIEST:
            break
        cost = cost * weight + level.cost
    return cost


def told_apart(facts: Facts, width: int) -> Level:
    """Return a level that nobody asked for, to tell optima apart; it is not kept."""
    cost = np.zeros(width, np.int64)
    count = len(facts.market.unit)
    cost[:count] = np.arange(count) * _SHUFFLE % _STEPS
    return Level("", cost)
