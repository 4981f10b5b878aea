"""Who wins among solutions of equal values: the published draw, stage by stage.

Stage k maximises the sum of the k-th slices over what is chosen. A solution is unique
where none differs from it in a unit's or a staff row's asset; that is asked by
forbidding it (a no-good cut) and solving again (``docs/engine.md`` 3).
"""

from __future__ import annotations

import numpy as np

from matcher.solving.integer.building import Built
from matcher.solving.integer.model import Longs, Row, sparse_row
from matcher.solving.integer.space import Best, Space
from matcher.solving.lottery import STAGES, slices


def draw(built: Built, space: Space, x: Longs, salt: str) -> tuple[Longs, str]:
    """Return the drawn solution and what ``tie`` says.

    Parameters
    ----------
    space : Space
        All solutions of equal values.
    x : int64, shape (columns,)
        One of them.
    salt : str
        Lower-case hex.
    """
    tie = "unique"
    for stage in () if space.vast else _stages(built, salt):
        rival = _rival(built, space, x, stage)
        while rival.x is not None and rival.value > int(stage @ x):
            x, tie = rival.x, "lottery"
            rival = _rival(built, space, x, stage, least=rival.value)
        if rival.status in ("feasible", "unknown"):
            return x, "unproven"
        if rival.x is None:
            return x, tie
        if rival.value < int(stage @ x):
            return x, "lottery"
        tie = "lottery"
        space = space.requiring([_as_good(stage, x)])
    return x, "unproven"


def _rival(
    built: Built, space: Space, x: Longs, stage: Longs, least: int | None = None
) -> Best:
    """Return the best drawn of the others; only what is left free is relaxed."""
    others = _others(built, space, x)
    return others.best(stage, least=least, safe=others.bound(stage))


def _others(built: Built, space: Space, x: Longs) -> Space:
    """Return the solutions that choose something else."""
    shown = built.model.columns.of_kind("pair", "staff")
    amounts = np.zeros(len(x), np.int64)
    amounts[shown] = 1 - 2 * x[shown]
    least = 1 - int(x[shown].sum())
    return space.requiring([sparse_row(("other",), amounts, ">=", least)])


def _as_good(stage: Longs, x: Longs) -> Row:
    return sparse_row(("stage",), stage, ">=", int(stage @ x))


def _stages(built: Built, salt: str) -> Longs:
    """Return each column's slices, shape (stages, columns)."""
    shown = built.model.columns.of_kind("pair", "staff")
    names = [built.model.columns.names[c] for c in shown.tolist()]
    found = np.zeros((STAGES, len(built.model.columns)), np.int64)
    drawn = slices(salt, built.facts.market.instance.round, (n[1:] for n in names))
    found[:, shown] = drawn
    return found
