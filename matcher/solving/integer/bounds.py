"""Bounds that need no solver's word: safe bounds of linear programs, and flows.

For any y of the right signs, no 0-1 vector that meets A x (<=, >=, =) b is worth more
than y.b + sum over columns of max(0, c - yA). The duals of a linear relaxation are
rounded to fractions with one denominator and the sum is taken in exact integers, so
the bound is valid however inaccurate they are: Neumaier & Shcherbina (2004), "Safe
bounds in linear and mixed-integer programming". The same numbers fix columns: one that
would cost more than the gap to a target keeps its value in every solution that reaches
the target (reduced cost fixing, Dantzig, Fulkerson & Johnson 1954).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.highs import Box, Relaxed, solve_relaxation
from matcher.solving.integer.model import Floats, Longs, System

_DENOMINATORS = (1, 12, 10**3, 10**5, 10**8)
_LIMIT = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class Safe:
    """A proven upper bound over a box, with what it says about single columns.

    Parameters
    ----------
    box : Box
        Where it holds.
    denominator : int
        Of all numbers here.
    numerators : int64, shape (rows,)
        The duals.
    bound : int
        Times the denominator: an upper bound on the cost of any solution in the box.
    reduced : int64, shape (columns,)
        c - yA, times the denominator.
    relaxed : Relaxed or None
        The relaxation it came from: a hint.
    """

    box: Box
    denominator: int
    numerators: Longs
    bound: int
    reduced: Longs
    relaxed: Relaxed | None = None

    @property
    def whole(self) -> int:
        """The bound as a whole number."""
        return self.bound // self.denominator

    def near(self, target: int) -> Box:
        """Return the box without what cannot be worth the target."""
        spare = self.bound - target * self.denominator
        free = self.box.lower < self.box.upper
        lower = np.where(free & (self.reduced > spare), 1, self.box.lower)
        upper = np.where(free & (self.reduced < -spare), 0, self.box.upper)
        return Box(lower, upper)

    def certificate(self, system: System) -> Mapping[str, Any]:
        """Return the duals by row name, those that are not 0."""
        rows = [
            [*system.names[k], int(self.numerators[k])]
            for k in np.flatnonzero(self.numerators).tolist()
        ]
        return {"rows": rows, "denominator": self.denominator}


def safe_bound(system: System, cost: Longs, box: Box | None = None) -> Safe | None:
    """Return a proven bound on `cost`; None where HiGHS has no duals to offer."""
    whole = box or Box.whole(system.width)
    relaxed = solve_relaxation(system, cost, whole)
    if relaxed is None:
        return None
    return replace(exact(system, cost, relaxed.duals, whole), relaxed=relaxed)


def exact(system: System, cost: Longs, duals: Floats, box: Box) -> Safe:
    """Return the bound of any duals, in exact integers.

    The coarsest denominator is taken that loses nothing of the whole bound: shorter
    numbers, and often the very fractions that the linear programme has.
    """
    signed = np.where(system.sense == "<=", np.maximum(duals, 0), duals)
    signed = np.where(system.sense == ">=", np.minimum(signed, 0), signed)
    most = float((np.abs(signed) + 1) @ system.sizes) + float(np.abs(cost).sum())
    fine = [d for d in _DENOMINATORS if most * d < _LIMIT] or [1]
    finest = _rounded(system, cost, signed, box, fine[-1])
    coarser = (_rounded(system, cost, signed, box, d) for d in fine[:-1])
    return next((safe for safe in coarser if safe.whole <= finest.whole), finest)


def _rounded(
    system: System, cost: Longs, duals: Floats, box: Box, denominator: int
) -> Safe:
    numerators = np.rint(duals * denominator).astype(np.int64)
    reduced = cost * denominator - system.turned @ numerators
    most = np.maximum(reduced * box.lower, reduced * box.upper)
    above = int(numerators @ system.right) + int(most.sum())
    return Safe(box, denominator, numerators, above, reduced)


def most_matched(facts: Facts, units: NDArray[np.bool_]) -> int:
    """Return an upper bound on the needs of these units that can be matched at once.

    A flow: every need takes one seat of some asset that its unit may have. Groups may
    fall apart in it and only seats count, so it is a relaxation; with single needs of
    one seat and capacities alone it is the maximum itself (a bipartite maximum).
    """
    market, count = facts.market, len(facts.market.units)
    asset, home = market.asset.astype(np.int64), market.home[market.unit]
    pairs = units[market.unit] & ((home == FREE) | (home == asset))
    size = np.where(units, market.size, 0).astype(np.int64)
    seats = [max(row.capacity, row.unless_one_group or 0) for row in facts.assets]
    source, sink = count + len(seats), count + len(seats) + 1
    tails = np.full(count, source), market.unit[pairs], np.arange(count, source)
    heads = np.arange(count), count + asset[pairs], np.full(len(seats), sink)
    amounts = size, size[market.unit[pairs]], np.array(seats, np.int64)
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(*map(np.concatenate, (tails, heads, amounts)))
    if flow.solve(source, sink) != flow.OPTIMAL:
        return int(size.sum())
    return int(flow.optimal_flow())
