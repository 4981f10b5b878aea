"""What each further blocking pair would buy, under ``--allow K``.

One row for each allowance from 0 to K that is better than the one before, so that its
blocking pairs are exactly as many as it says (``docs/engine.md`` 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.model import Policy, silent
from matcher.solving.integer.building import build
from matcher.solving.integer.lexicographic import solve_levels
from matcher.solving.integer.model import Longs


def frontier(
    market: Market, policy: Policy, reached: tuple[Objective, ...], *, effort: float
) -> tuple[Mapping[str, int], ...]:
    """Return (blocking, size, fit) for each allowance that is worth something.

    Parameters
    ----------
    policy : Policy
        With ``allow``.
    reached : tuple of Objective
        What the whole allowance reaches: once a smaller one does, no more is asked.
    effort : float
        As in `solve_general`, for each allowance.
    """
    rows: list[Mapping[str, int]] = []
    last: list[int] = []
    for most in range((policy.allow or 0) + 1):
        built = build(market, replace(policy, allow=most), effort=effort)
        solved = solve_levels(built, silent, proofs=False)
        values = [objective.value for objective in solved.objectives]
        if solved.x is not None and values != last:
            rows.append(_row(market, most, solved.x))
            last = values
        if values == [objective.value for objective in reached]:
            break
    return tuple(rows)


def _row(market: Market, blocking: int, x: Longs) -> Mapping[str, int]:
    pairs = np.flatnonzero(x[: len(market.unit)])
    size = int(market.size[market.unit[pairs]].sum())
    row = {"blocking": blocking, "size": size}
    if market.instance.market != "lists":
        row["fit"] = int(market.fit[pairs].sum())
    return row
