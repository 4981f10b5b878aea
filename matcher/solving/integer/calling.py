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
from typing import Any, Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matcher.solving.integer.model import Floats, Longs, System

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
_STATUS: dict[int, Status] = {0: "optimal", 1: "feasible", 2: "infeasible"}
_DUAL_SIMPLEX = 1


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
    duals = np.zeros(len(system.rows))
    duals[system.sense != "="] = -answer.ineqlin.marginals
    duals[system.sense == "="] = -answer.eqlin.marginals
    return Duals(answer.x, duals)


def _whole(ask: Ask, *, gap: float, nodes: int, presolve: bool) -> Said:
    options = _options(presolve="on" if presolve else "off")
    options.mip_rel_gap, options.mip_max_nodes = gap, nodes
    rows = np.arange(len(ask.system.rows))
    model = _model(ask, rows, np.ones(len(rows)), *ask.system.limits())
    model.integrality_ = [_core.HighsVarType.kInteger] * len(ask.cost)
    highs = _run(model, options)
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
    highs = _run(_model(ask, order, system.flip, low, right), options)
    if highs.getModelStatus() != _core.HighsModelStatus.kOptimal:
        return None
    solution, duals = highs.getSolution(), np.zeros(len(order))
    duals[order] = -np.array(solution.row_dual)
    return Duals(np.array(solution.col_value), duals)


def _model(ask: Ask, order: Longs, flip: Floats, low: Floats, high: Floats) -> Any:
    """Return a model with the rows of a system in an order, column by column."""
    matrix, owner, model = ask.system.matrix, ask.system.owner, _core.HighsLp()
    place = np.argsort(order)[owner]
    by_column = np.lexsort((place, matrix.indices))
    counts = np.bincount(matrix.indices, minlength=len(ask.cost))
    model.num_col_ = model.a_matrix_.num_col_ = len(ask.cost)
    model.num_row_ = model.a_matrix_.num_row_ = len(order)
    model.col_cost_ = (-ask.cost.astype(np.float64)).tolist()
    model.col_lower_, model.col_upper_ = ask.lower.tolist(), ask.upper.tolist()
    model.row_lower_, model.row_upper_ = low.tolist(), high.tolist()
    model.a_matrix_.format_ = _core.MatrixFormat.kColwise
    model.a_matrix_.start_ = [0, *np.cumsum(counts).tolist()]
    model.a_matrix_.index_ = place[by_column].tolist()
    model.a_matrix_.value_ = (matrix.data * flip[owner])[by_column].tolist()
    return model


def _options(*, presolve: str) -> Any:
    options = _core.HighsOptions()
    options.log_to_console, options.presolve = False, presolve
    return options


def _run(model: Any, options: Any) -> Any:
    highs = _core._Highs()  # noqa: SLF001 - that is its name
    highs.passOptions(options)
    highs.passModel(model)
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
