"""HiGHS as SciPy ships it, with typed outcomes: no value is read without a solution.

Guarantee: `solve_mip` returns only vectors that meet every row in exact integers, so a
solver's tolerance can cost optimality but never feasibility. One thread, no clock: the
effort is a number of nodes, so equal models give equal answers.

Huangfu & Hall (2018), "Parallelizing the dual revised simplex method".
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from matcher.solving.integer import calling
from matcher.solving.integer.calling import Status
from matcher.solving.integer.model import Floats, Longs, System

_ANY = 1e6
_STDOUT = 1


@dataclass(frozen=True, slots=True, eq=False)
class Mip:
    """What a MIP said. `x` is None without a solution; `bound` is an upper bound."""

    status: Status
    x: Longs | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Bounds on all columns, shape (columns,); fixed ones have both equal."""

    lower: Longs
    upper: Longs

    @classmethod
    def whole(cls, width: int) -> Box:
        """Return the bounds of free 0-1 columns."""
        return cls(np.zeros(width, np.int64), np.ones(width, np.int64))

    @property
    def free(self) -> int:
        """How many columns are not fixed."""
        return int((self.lower < self.upper).sum())

    def entries(self, system: System) -> int:
        """Return how many coefficients of a system the columns that are free have."""
        return int((self.lower < self.upper)[system.matrix.indices].sum())

    @property
    def empty(self) -> bool:
        """True where some column has no value left."""
        return bool((self.lower > self.upper).any())

    def holds(self, x: Longs) -> bool:
        """Return True where a vector lies between the bounds."""
        return bool(((x >= self.lower) & (x <= self.upper)).all())


def solve_mip(
    system: System, cost: Longs, box: Box, *, nodes: int, first: bool = False
) -> Mip:
    """Maximise `cost` over the 0-1 vectors of a system in a box.

    Parameters
    ----------
    system : System
        Rows over columns that are all 0 or 1.
    cost : int64, shape (columns,)
        What to maximise.
    box : Box
        Bounds on the columns.
    nodes : int
        How many nodes HiGHS may open.
    first : bool
        Any solution will do; then ``optimal`` says no more than ``feasible``.

    Returns
    -------
    Mip
        Rounded and checked in exact integers. A vector that fails the check is solved
        again without presolve; if that fails too the status is ``unknown``.
    """
    if box.empty:
        return Mip("infeasible")
    if not system.width:
        nothing = np.zeros(0, np.int64)
        return (
            Mip("optimal", nothing, 0) if system.holds(nothing) else Mip("infeasible")
        )
    gap = _ANY if first else 0.0
    for presolve in (True, False):
        found = _attempt(system, cost, box, gap=gap, nodes=nodes, presolve=presolve)
        if found.status != "unknown":
            return found
    return Mip("unknown")


def _attempt(
    system: System, cost: Longs, box: Box, *, gap: float, nodes: int, presolve: bool
) -> Mip:
    ask = calling.Ask(system, cost, box.lower, box.upper)
    with _silence():
        answer = calling.whole(ask, gap=gap, nodes=nodes, presolve=presolve)
    if answer.status == "infeasible":
        return Mip("infeasible")
    if answer.x is None:
        return Mip("unknown")
    x = np.rint(answer.x).astype(np.int64)
    if not system.holds(x) or not box.holds(x):
        return Mip("unknown")
    return Mip(answer.status, x, _above(answer.dual))


@contextmanager
def _silence() -> Generator[None]:
    """Keep HiGHS from writing to standard output, where a program may read ours.

    Its MIP solver prints a line of its own now and then whatever it is told, through
    C's buffer, so the descriptor is turned away and the buffer emptied before it is
    turned back.
    """
    sys.stdout.flush()
    ours = os.dup(_STDOUT)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDOUT)
    os.close(nowhere)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)
        os.dup2(ours, _STDOUT)
        os.close(ours)


def _above(dual: float | None) -> int | None:
    """Turn HiGHS's lower bound on the negated cost into a whole upper bound."""
    if dual is None or not math.isfinite(dual):
        return None
    return math.floor(-dual + 1e-6)


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A linear relaxation's optimum.

    Parameters
    ----------
    x : float64, shape (columns,)
    duals : float64, shape (rows,)
        >= 0 on ``<=`` rows, <= 0 on ``>=`` rows, any on ``=`` rows. Only a hint:
        `matcher.solving.integer.bounds` makes of them a bound that is valid whatever
        they are.
    """

    x: Floats
    duals: Floats


def solve_relaxation(system: System, cost: Longs, box: Box) -> Relaxed | None:
    """Maximise `cost` over the fractional vectors of a box; None if there are none."""
    if not system.width or not len(system):
        return Relaxed(box.upper.astype(np.float64), np.zeros(len(system)))
    found = calling.relaxed(calling.Ask(system, cost, box.lower, box.upper))
    return None if found is None else Relaxed(found.x, found.duals * system.flip)
