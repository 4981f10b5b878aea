"""The prefix-sum model of maximum-weight stable matching, on HiGHS through SciPy.

One 0-1 column x for each pair and one y for each agent and rank, "has somebody at this
rank or better", with ``y[k] = y[k - 1] + sum of x at rank k``; a pair does not block if
``y of one at its rank + y of the other at its rank >= 1``. This is the model with dummy
variables of M. Delorme, S. García, J. Gondzio, J. Kalcsics, D. Manlove and W.
Pettersson, "Mathematical models for stable matching problems with ties and incomplete
lists", European Journal of Operational Research 277 (2019), without their
preprocessing. Size comes first, fit second, as in the engine: one large weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.benchmarks.bench import Outcome
from matcher.instance import Instance, Market, compile_market
from matcher.instance.document import Ints

Longs = NDArray[np.int64]


def solved(instance: Instance) -> Callable[[], Outcome]:
    """Build the model of a market of single seats and solve it: size, then fit."""
    market = compile_market(instance)
    return lambda: _outcome(market)


def _outcome(market: Market) -> Outcome:
    rows, low, high, columns = _model(market)
    pairs = len(market.unit)
    big = int(market.fit.max(initial=0)) * len(market.units) + 1
    weight = np.zeros(columns)
    weight[:pairs] = -(market.fit + big)
    done = milp(
        weight,
        integrality=np.ones(columns, np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, low, high),
        options={"mip_rel_gap": 0.0},
    )
    if done.status != 0:
        raise RuntimeError(f"HiGHS: {done.message}")
    held = done.x[:pairs] > 0.5
    return Outcome({"size": int(held.sum()), "fit": int(market.fit[held].sum())})


def _model(
    market: Market,
) -> tuple[sparse.csr_array, NDArray[np.float64], NDArray[np.float64], int]:
    """Return the rows, their bounds, and the number of columns."""
    pairs = len(market.unit)
    ours = _rungs(market.unit, market.unit_rank)
    theirs = _rungs(market.asset, market.asset_rank)
    first = pairs + ours.count
    columns = first + theirs.count
    defined = [_prefixes(ours, pairs, columns), _prefixes(theirs, first, columns)]
    at = np.arange(pairs)
    stable = sparse.coo_array(
        (
            np.ones(2 * pairs),
            (np.tile(at, 2), np.concatenate([pairs + ours.of, first + theirs.of])),
        ),
        shape=(pairs, columns),
    )
    rows = sparse.vstack([*defined, stable], format="csr")
    equal = ours.count + theirs.count
    low = np.concatenate([np.zeros(equal), np.ones(pairs)])
    high = np.concatenate([np.zeros(equal), np.full(pairs, np.inf)])
    return rows, low, high, columns


@dataclass(frozen=True, slots=True, eq=False)
class _Rungs:
    """The steps of one side's lists: one for each agent and rank that occurs.

    ``of`` gives the step of each pair; ``first`` is True where an agent's steps begin.
    """

    of: Longs
    first: NDArray[np.bool_]

    @property
    def count(self) -> int:
        return len(self.first)


def _rungs(agent: Ints, rank: Ints) -> _Rungs:
    keys = agent.astype(np.int64) * (int(rank.max(initial=0)) + 1) + rank
    steps, of = np.unique(keys, return_inverse=True)
    whose = steps // (int(rank.max(initial=0)) + 1)
    return _Rungs(of, np.append([True], whose[1:] != whose[:-1])[: len(steps)])


def _prefixes(rungs: _Rungs, start: int, columns: int) -> sparse.coo_array:
    """Return the rows that make each step the one before and the pairs at its rank."""
    step, pair = np.arange(rungs.count), np.arange(len(rungs.of))
    later = step[~rungs.first]
    row = np.concatenate([step, later, rungs.of])
    column = np.concatenate([start + step, start + later - 1, pair])
    sign = np.repeat([1.0, -1.0], [len(step), len(later) + len(pair)])
    return sparse.coo_array((sign, (row, column)), shape=(rungs.count, columns))
