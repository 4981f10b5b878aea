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

from matcher.solving.integer.model import Floats, Longs, System

Ints = NDArray[np.int32]
Status = Literal["optimal", "feasible", "infeasible", "unknown"]
_STATUS: dict[int, Status] = {0: "optimal", 1: "feasible", 2: "infeasible"}
_DUAL_SIMPLEX = 1
_COLUMN_WISE = 1
_MINIMISE = 1


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
    """Maximise over 0-1 vectors, to a relative gap, with so many nodes at most."""
    call = whole_by_scipy if _core is None else _whole
    return call(ask, gap=gap, nodes=nodes, presolve=presolve)


def relaxed(ask: Ask) -> Duals | None:
    """Maximise over fractional vectors; None where that has no optimum."""
    return relaxed_by_scipy(ask) if _core is None else _relaxed(ask)


def whole_by_scipy(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    """Do what `whole` does by `scipy.optimize.milp`."""
    low, high = ask.system.limits()
    matrix = ask.system.matrix.astype(np.float64)
    answer = milp(
        -ask.cost.astype(np.float64),
        integrality=np.ones(len(ask.cost), np.int64),
        bounds=Bounds(ask.lower, ask.upper),
        constraints=LinearConstraint(matrix, low, high),
        options={"mip_rel_gap": gap, "node_limit": nodes, "presolve": presolve},
    )
    status = _STATUS.get(answer.status, "unknown")
    if status in ("infeasible", "unknown"):
        return Said(status)
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
    )
    if answer.status != 0 or answer.x is None:
        return None
    duals = np.zeros(len(system))
    duals[system.sense != "="] = -answer.ineqlin.marginals
    duals[system.sense == "="] = -answer.eqlin.marginals
    return Duals(answer.x, duals)


def _whole(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    options = _options(presolve="on" if presolve else "off")
    options.mip_rel_gap, options.mip_max_nodes = gap, nodes
    rows = np.arange(len(ask.system))
    model = _passed(ask, rows, np.ones(len(rows)), *ask.system.limits())
    highs = _run(model, options, whole=True)
    status, info = _statuses().get(highs.getModelStatus(), "unknown"), highs.getInfo()
    stopped = status == "feasible" and info.objective_function_value == np.inf
    if status in ("infeasible", "unknown") or stopped:
        return Said(status)
    return Said(status, np.array(highs.getSolution().col_value), info.mip_dual_bound)


def _relaxed(ask: Ask) -> Duals | None:
    """Put equations last and turn the other rows to ``<=``, as `linprog` does."""
    system, equation = ask.system, ask.system.sense == "="
    order = np.concatenate([np.flatnonzero(~equation), np.flatnonzero(equation)])
    right = (system.right * system.flip)[order]
    low = np.where(equation[order], right, -np.inf)
    options = _options(presolve="on")
    options.output_flag, options.highs_debug_level = False, 0
    options.simplex_strategy = _DUAL_SIMPLEX
    highs = _run(_passed(ask, order, system.flip, low, right), options, whole=False)
    if highs.getModelStatus() != _core.HighsModelStatus.kOptimal:
        return None
    solution, duals = highs.getSolution(), np.zeros(len(order))
    duals[order] = -np.array(solution.row_dual)
    return Duals(np.array(solution.col_value), duals)


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
    return options


def _run(model: _Lp, options: Any, *, whole: bool) -> Any:
    highs = _core._Highs()  # noqa: SLF001 - that is its name
    highs.passOptions(options)
    width, rows, entries = len(model.cost), len(model.low), len(model.values)
    kinds = np.full(width, int(whole), np.int32)
    head = width, rows, entries, _COLUMN_WISE, _MINIMISE, 0.0
    highs.passModel(*head, *model, kinds)
    highs.run()
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
        words.kInfeasible: "infeasible",
    }
