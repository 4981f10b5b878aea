"""Handing a model to HiGHS: straight to the module that SciPy calls, else by SciPy.

`scipy.optimize.linprog` and `milp` read their arguments, stack their matrices and look
up every option anew in each solve, which takes longer than HiGHS does for some rows.
So what they would pass on, row for row and option for option, is passed on here. SciPy
promises nothing about that module: where it is not found the two functions are called.
Both ways give the same numbers, bit by bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matcher.solving.integer.clock import look_up, seconds_left
from matcher.solving.integer.model import Floats, Longs, System

Ints = NDArray[np.int32]
Status = Literal["optimal", "feasible", "infeasible", "unknown"]
_STATUS: dict[int, Status] = {0: "optimal", 1: "feasible", 2: "infeasible"}
_STOPPED = "Solution limit reached"
_DUAL_SIMPLEX = 1
_COLUMN_WISE = 1
_MINIMISE = 1
_LARGE = 2000
_LESS_THAN_ONE = 0.99
_NO_LIMIT = 1e9


def _module() -> Any:
    try:
        return import_module("scipy.optimize._highspy._core")
    except ImportError:  # a SciPy that keeps it elsewhere
        return None


_core = _module()


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What to maximise over the rows of a system, between bounds on its columns."""

    system: System
    cost: Longs
    lower: Longs
    upper: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What HiGHS said of a whole model; `dual` bounds the negated cost from below.

    There is no vector to read where it is ``infeasible`` or ``unknown``.
    """

    status: Status
    x: Floats | None = None
    dual: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """A linear programme's optimum; the duals are of rows turned to ``<=``."""

    x: Floats
    duals: Floats


class _Lp(NamedTuple):
    """A model as HiGHS takes it: arrays in the order of its own signature."""

    cost: Floats
    lower: Floats
    upper: Floats
    low: Floats
    high: Floats
    starts: Ints
    rows: Ints
    values: Floats


def whole(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    """Maximise over 0-1 vectors, to a relative gap, with so many nodes at most.

    Costs are whole, so a large model ends where less than 1 is left between the value
    and its bound.
    """
    call = whole_by_scipy if _core is None else _whole
    return call(ask, gap=gap, nodes=nodes, presolve=presolve)


def relaxed(ask: Ask) -> Duals | None:
    """Maximise over fractional vectors; None where that has no optimum."""
    return relaxed_by_scipy(ask) if _core is None else _relaxed(ask)


class Hot:
    """A linear programme solved again and again between other bounds.

    Each solve starts from the basis where the last one ended (dual simplex). Small ones
    start anew each time, and so do all where SciPy keeps its module elsewhere.
    """

    def __init__(self, system: System, cost: Longs) -> None:
        self._system, self._cost = system, cost
        self._highs: Any = None
        self._columns = np.arange(len(cost), dtype=np.int32)

    def solve(self, lower: Longs, upper: Longs) -> Duals | None:
        """Return the optimum between bounds; None where there is none."""
        ask = Ask(self._system, self._cost, lower, upper)
        if _core is None or len(self._system) < _LARGE:
            return relaxed(ask)
        if self._highs is None:
            options = _options(presolve="off")
            self._highs = _loaded(_asked(ask), options, whole=False)
        bounds = lower.astype(np.float64), upper.astype(np.float64)
        self._highs.changeColsBounds(len(lower), self._columns, *bounds)
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + _left())
        self._highs.run()
        if self._highs.getModelStatus() != _core.HighsModelStatus.kOptimal:
            look_up()
            return None
        solution = self._highs.getSolution()
        duals = -np.array(solution.row_dual) * self._system.flip
        return Duals(np.array(solution.col_value), duals)

    def ray(self) -> Floats | None:
        """Return duals that show that the last bounds hold nothing, if there are any.

        They are of rows turned to ``<=`` and can be multiplied by any factor.
        """
        if self._highs is None:
            return None
        _, found, ray = self._highs.getDualRay()
        return -np.array(ray) * self._system.flip if found else None


def whole_by_scipy(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    """Do what `whole` does by `scipy.optimize.milp`."""
    low, high = ask.system.limits()
    matrix = ask.system.matrix.astype(np.float64)
    answer = milp(
        -ask.cost.astype(np.float64),
        integrality=np.ones(len(ask.cost), np.int64),
        bounds=Bounds(ask.lower, ask.upper),
        constraints=LinearConstraint(matrix, low, high),
        options={
            "mip_rel_gap": gap,
            "node_limit": nodes,
            "presolve": presolve,
            "time_limit": _left(),
        },
    )
    stopped = _STOPPED in answer.message
    status = "feasible" if stopped else _STATUS.get(answer.status, "unknown")
    if status == "infeasible":
        return Said(status)
    if status == "unknown" or answer.x is None:
        return Said("unknown")
    return Said(status, answer.x, answer.mip_dual_bound)


def relaxed_by_scipy(ask: Ask) -> Duals | None:
    """Do what `relaxed` does by `scipy.optimize.linprog`."""
    system = ask.system
    (below, below_right), (equal, equal_right) = system.below, system.equal
    answer = linprog(
        -ask.cost.astype(np.float64),
        A_ub=below,
        b_ub=below_right,
        A_eq=equal,
        b_eq=equal_right,
        bounds=list(zip(ask.lower.tolist(), ask.upper.tolist(), strict=True)),
        method="highs",
        options={"time_limit": _left()},
    )
    if answer.status != 0 or answer.x is None:
        look_up()
        return None
    duals = np.zeros(len(system))
    duals[system.sense != "="] = -answer.ineqlin.marginals
    duals[system.sense == "="] = -answer.eqlin.marginals
    return Duals(answer.x, duals)


def _whole(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    options = _options(presolve="on" if presolve else "off")
    options.mip_rel_gap, options.mip_max_nodes = gap, nodes
    if len(ask.system) >= _LARGE:
        options.mip_abs_gap = _LESS_THAN_ONE
    highs = _run(_asked(ask), options, whole=True)
    status, info = _statuses().get(highs.getModelStatus(), "unknown"), highs.getInfo()
    if status == "infeasible":
        return Said(status)
    if status == "unknown" or info.objective_function_value == np.inf:
        return Said("unknown")
    return Said(status, np.array(highs.getSolution().col_value), info.mip_dual_bound)


def _relaxed(ask: Ask) -> Duals | None:
    """Put equations last and turn the other rows to ``<=``, as `linprog` does."""
    system, equation = ask.system, ask.system.sense == "="
    order = np.concatenate([np.flatnonzero(~equation), np.flatnonzero(equation)])
    right = (system.right * system.flip)[order]
    low = np.where(equation[order], right, -np.inf)
    options = _options(presolve="on")
    options.highs_debug_level = 0
    options.simplex_strategy = _DUAL_SIMPLEX
    highs = _run(_passed(ask, order, system.flip, low, right), options, whole=False)
    if highs.getModelStatus() != _core.HighsModelStatus.kOptimal:
        look_up()
        return None
    solution, duals = highs.getSolution(), np.zeros(len(order))
    duals[order] = -np.array(solution.row_dual)
    return Duals(np.array(solution.col_value), duals)


def _asked(ask: Ask) -> _Lp:
    """Return a model with the rows of a system as they are."""
    rows = np.arange(len(ask.system))
    return _passed(ask, rows, np.ones(len(rows)), *ask.system.limits())


def _passed(ask: Ask, order: Longs, flip: Floats, low: Floats, high: Floats) -> _Lp:
    """Return a model with the rows of a system in an order, column by column."""
    block, owner = ask.system.block, ask.system.owner
    place = np.argsort(order)[owner]
    by_column = np.lexsort((place, block.columns))
    counts = np.bincount(block.columns, minlength=len(ask.cost))
    return _Lp(
        -ask.cost.astype(np.float64),
        ask.lower.astype(np.float64),
        ask.upper.astype(np.float64),
        low,
        high,
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        place[by_column].astype(np.int32),
        (block.coefficients * flip[owner])[by_column],
    )


def _options(*, presolve: str) -> Any:
    options = _core.HighsOptions()
    options.log_to_console, options.presolve = False, presolve
    options.time_limit = _left()
    return options


def _left() -> float:
    """Return the time limit of the next solve, in words that HiGHS knows."""
    return min(seconds_left(), _NO_LIMIT)


def _run(model: _Lp, options: Any, *, whole: bool) -> Any:
    highs = _loaded(model, options, whole=whole)
    highs.run()
    return highs


def _loaded(model: _Lp, options: Any, *, whole: bool) -> Any:
    highs = _core._Highs()  # noqa: SLF001 - that is its name
    options.output_flag = False if not whole else options.output_flag
    highs.passOptions(options)
    width, rows, entries = len(model.cost), len(model.low), len(model.values)
    kinds = np.full(width, int(whole), np.int32)
    head = width, rows, entries, _COLUMN_WISE, _MINIMISE, 0.0
    highs.passModel(*head, *model, kinds)
    return highs


@cache
def _statuses() -> dict[Any, Status]:
    """Return what SciPy makes of HiGHS's own words."""
    words = _core.HighsModelStatus
    stopped: Status = "feasible"
    return {
        words.kOptimal: "optimal",
        words.kTimeLimit: stopped,
        words.kIterationLimit: stopped,
        words.kSolutionLimit: stopped,
        words.kInfeasible: "infeasible",
    }
