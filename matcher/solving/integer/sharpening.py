"""A linear relaxation made sharper by rows that its own optimum breaks.

Solve, ask which rows are broken, add them, solve again (cutting planes: Gomory 1958;
rows from `matcher.solving.integer.packing`). Only the first solve looks at all columns:
the next ones at those whose reduced cost is small, and at any other that the new duals
call for (sifting: Bixby et al. 1992), which costs a fraction.

Guarantee: the rows hold for every whole vector, and the bound is exact over all columns
(`matcher.solving.integer.bounds`), however the duals were come by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.solving.integer.bounds import Safe, exact
from matcher.solving.integer.highs import Box, Relaxed, solve_relaxation
from matcher.solving.integer.model import Floats, Longs, Row, System

Mask = NDArray[np.bool_]
Separator = Callable[[Floats], list[Row]]
"""Returns rows that a fractional vector breaks, though no whole one may."""
_ROUNDS = 12
_WRONG = 1e-6
_LOST = 1e-6
_LOOKED_AT = 0.2
_SMALL = 5_000
"""So many columns are looked at in every solve."""


@dataclass(frozen=True, slots=True, eq=False)
class Sharp:
    """A relaxation that breaks no row that is known to cut fractions off.

    Parameters
    ----------
    system : System
        With the rows that were added.
    safe : Safe
        Its optimum and what its duals prove.
    """

    system: System
    safe: Safe


def sharpen(
    system: System, cost: Longs, box: Box, broken: Separator, known: int | None = None
) -> Sharp | None:
    """Return the sharpened relaxation; None where no vector meets it.

    Parameters
    ----------
    system : System
    cost : int64, shape (columns,)
        What to maximise.
    box : Box
        Bounds on the columns.
    broken : Separator
    known : int, optional
        A value that is reached: a bound that says no more than that will do.
    """
    relaxed = solve_relaxation(system, cost, box)
    if relaxed is None:
        return None
    safe = exact(system, cost, relaxed.duals, box)
    if known is not None and safe.whole <= known:
        return Sharp(system, replace(safe, relaxed=relaxed))
    looked, lost = _near(system, cost, relaxed), False
    for _ in range(_ROUNDS):
        rows = broken(relaxed.x)
        if not rows and not lost:
            break
        looked |= not rows  # what they lose is worth one solve over all columns
        system = system.plus(rows)
        found = _within(system, cost, box, relaxed, looked)
        if found is None:
            return None
        relaxed = found
        lost = _call(system, cost, box, relaxed, looked)
    if lost:
        relaxed = solve_relaxation(system, cost, box) or relaxed
    safe = exact(system, cost, relaxed.duals, box)
    return Sharp(system, replace(safe, relaxed=relaxed))


def _near(system: System, cost: Longs, relaxed: Relaxed) -> Mask:
    """Return the columns to look at again: of small reduced cost, or chosen now."""
    if system.width <= _SMALL:
        return np.ones(system.width, np.bool_)
    far = np.where(relaxed.x > _WRONG, 0, np.abs(_reduced(system, cost, relaxed)))
    near: Mask = far <= np.quantile(far, _LOOKED_AT)
    return near


def _reduced(system: System, cost: Longs, relaxed: Relaxed) -> Floats:
    return np.asarray(cost - system.turned @ relaxed.duals, np.float64)


def _within(
    system: System, cost: Longs, box: Box, last: Relaxed, looked: Mask
) -> Relaxed | None:
    """Solve over the columns to look at: over all if those have no solution."""
    still = np.rint(last.x).astype(np.int64)
    lower = np.where(looked, box.lower, still)
    upper = np.where(looked, box.upper, still)
    relaxed = solve_relaxation(system, cost, Box(lower, upper))
    return relaxed or solve_relaxation(system, cost, box)


def _call(
    system: System, cost: Longs, box: Box, relaxed: Relaxed, looked: Mask
) -> bool:
    """Add the columns that the duals call for to `looked`.

    Returns
    -------
    bool
        True where leaving them out loses some of the bound.
    """
    reduced = _reduced(system, cost, relaxed)
    up, down = relaxed.x < box.upper - _WRONG, relaxed.x > box.lower + _WRONG
    called = (reduced > _WRONG) & up | (reduced < -_WRONG) & down
    called &= ~looked
    looked |= called
    most = _LOST * (1 + abs(float(cost @ relaxed.x)))
    return bool(np.abs(reduced[called]).sum() > most)
