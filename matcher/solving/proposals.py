"""What deferred acceptance and its exchanges come to, as an answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.solving.answer import Answer
from matcher.solving.face import FREE


def drawn_answer(market: Market, held: ArrayLike) -> Answer:
    """Return the answer of free units' pairs (-1: unmatched) and of all pinned ones."""
    free = np.asarray(held, np.int64)
    chosen = free[free != FREE]
    if (market.home != FREE).any():
        pinned = np.flatnonzero(market.home[market.unit] == market.asset)
        chosen = np.sort(np.concatenate([pinned, chosen]))
    level = Objective("improvement", 0, 0, "count")
    return Answer("optimal", chosen, objectives=(level,), tie="lottery")
