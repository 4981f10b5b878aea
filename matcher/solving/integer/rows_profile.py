"""Columns and rows of ``--maximise minimum-regret``: how bad the worst rank is.

One column for each rank R says that some chosen pair has a rank above R on either side;
a unit with pairs beyond R pays for them by it. The least sum of these columns is then
the largest rank of both sides over the chosen pairs, 0 where none is chosen: the regret
of Knuth (1976) and Gusfield (1987), over both sides.
"""

from __future__ import annotations

import numpy as np

from matcher.solving.integer.facts import Facts
from matcher.solving.integer.model import Model
from matcher.solving.integer.names import Labels, Longs


def add_regret(model: Model, facts: Facts) -> None:
    """Add a column for each rank, and a row for each unit and rank it may exceed."""
    market = facts.market
    worst = np.maximum(market.unit_rank, market.asset_rank).astype(np.int64)
    top = np.zeros(len(market.units), np.int64)
    np.maximum.at(top, market.unit, worst)
    ranks = [str(rank) for rank in range(int(top.max(initial=0)))]
    if not ranks:
        return
    beyond = model.columns.add_all(Labels("beyond", ((ranks, np.arange(len(ranks))),)))
    first = np.concatenate([[0], np.cumsum(top)])
    unit, rank = _counted_up(top)
    pair, below = _counted_up(worst)
    paid = np.arange(len(unit)), beyond[rank], np.full(len(unit), -1)
    held = first[market.unit[pair]] + below, pair, np.ones(len(pair), np.int64)
    labels = Labels("beyond", ((market.units, unit), (ranks, rank)))
    model.add_all(labels, [held, paid], "<=", 0)


def _counted_up(amounts: Longs) -> tuple[Longs, Longs]:
    """Return each position as often as its amount says, and 0, 1, 2... beside it."""
    which = np.repeat(np.arange(len(amounts)), amounts)
    before = np.cumsum(amounts) - amounts
    return which, np.arange(len(which)) - before[which]
