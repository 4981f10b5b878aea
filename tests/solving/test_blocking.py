"""Blocking and excused pairs over the whole definition, against the oracle."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances
from support.oracle import Oracle
from support.plain import market_of

from matcher.solving.blocking import blocking_pairs, seated


@given(instances(), st.sampled_from((1, 1, 5, 30)), st.integers(0, 2**16))
def test_blocking_pairs_are_the_oracles(
    data: dict[str, Any], margin: int, seed: int
) -> None:
    """Any feasible solution, stable or not: the same pairs, the same excuses."""
    market, oracle = market_of(data), Oracle(data)
    margin = margin if market.instance.market == "two-sided" else 1
    assets = market.instance.assets
    place = {
        (market.units[market.unit[k]], assets[market.asset[k]].ref): k
        for k in range(len(market.unit))
    }
    found = oracle.solutions()
    for answer in random.Random(seed).sample(found, min(4, len(found))):
        chosen = np.array(sorted(place[key] for key in answer.assigned), np.int64)
        now = seated(market, chosen, answer.staff)
        blocking, excused = blocking_pairs(market, now, margin=margin)
        assert (list(blocking), list(excused)) == oracle.blocking(answer, margin)
