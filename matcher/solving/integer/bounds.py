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
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from matcher.solving.integer.facts import Facts
from matcher.solving.integer.highs import Floats, solve_duals
from matcher.solving.integer.model import Longs, System

_FINEST = 10**8
_LIMIT = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class Safe:
    """A proven upper bound, with what it says about single columns.

    Parameters
    ----------
    denominator : int
        Of all numbers here.
    numerators : int64, shape (rows,)
        The duals.
    bound : int
        Times the denominator: an upper bound on the cost of any solution.
    reduced : int64, shape (columns,)
        c - yA, times the denominator.
    """

    denominator: int
    numerators: Longs
    bound: int
    reduced: Longs

    @property
    def whole(self) -> int:
        """The bound as a whole number."""
        return self.bound // self.denominator

    def fixed(self, target: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return the columns that are 0, and 1, in all solutions worth the target."""
        spare = self.bound - target * self.denominator
        return self.reduced < -spare, self.reduced > spare

    def certificate(self, system: System) -> Mapping[str, Any]:
        """Return the duals by row name, those that are not 0."""
        rows = [
            [*system.rows[k].name, int(self.numerators[k])]
            for k in np.flatnonzero(self.numerators).tolist()
        ]
        return {"rows": rows, "denominator": self.denominator}


def safe_bound(system: System, cost: Longs) -> Safe | None:
    """Return a proven bound on `cost`; None where HiGHS has no duals to offer."""
    duals = solve_duals(system, cost)
    return None if duals is None else _exact(system, cost, duals)


def _exact(system: System, cost: Longs, duals: Floats) -> Safe:
    signed = np.where(system.sense == "<=", np.maximum(duals, 0), duals)
    signed = np.where(system.sense == ">=", np.minimum(signed, 0), signed)
    denominator = _denominator(system, cost, signed)
    numerators = np.rint(signed * denominator).astype(np.int64)
    reduced = cost * denominator - system.matrix.T @ numerators
    above = int(numerators @ system.right) + int(np.maximum(reduced, 0).sum())
    return Safe(denominator, numerators, above, reduced)


def _denominator(system: System, cost: Longs, duals: Floats) -> int:
    """Return the finest power of ten at which no sum can leave 64 bits."""
    size = abs(system.matrix).astype(np.float64)
    most = float(np.abs(duals) @ (size.sum(axis=1) + np.abs(system.right)))
    most += float(np.abs(cost).sum()) + len(cost)
    finest = _FINEST
    while finest > 1 and most * finest > _LIMIT:
        finest //= 10
    return finest


def most_matched(facts: Facts, units: NDArray[np.bool_]) -> int:
    """Return an upper bound on the needs of these units that can be matched at once.

    A flow: every need takes one seat of some asset that its unit may have. Groups may
    fall apart in it and only seats count, so it is a relaxation; with single needs of
    one seat and capacities alone it is the maximum itself (a bipartite maximum).
    """
    market, count = facts.market, len(facts.market.units)
    flow = max_flow.SimpleMaxFlow()
    source, sink = count + len(facts.assets), count + len(facts.assets) + 1
    for unit in np.flatnonzero(units).tolist():
        size = int(market.size[unit])
        flow.add_arc_with_capacity(source, unit, size)
        for pair in facts.of_unit(unit):
            home, asset = int(market.home[unit]), int(market.asset[pair])
            if home in (-1, asset):
                flow.add_arc_with_capacity(unit, count + asset, size)
    for number, row in enumerate(facts.assets):
        seats = max(row.capacity, row.unless_one_group or 0)
        flow.add_arc_with_capacity(count + number, sink, seats)
    if flow.solve(source, sink) != flow.OPTIMAL:
        return int(market.size[units].sum())
    return int(flow.optimal_flow())
