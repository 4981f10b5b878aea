"""Blocking and excused pairs over the whole definition, against the oracle."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, tiny
from support.oracle import Oracle
from support.plain import market_of

from matcher.solving.blocking import blocking_pairs, seated


def agrees(data: dict[str, Any], margin: int, rng: random.Random) -> set[str]:
    """Hold some feasible solutions to the oracle; return what was found in them."""
    market, oracle = market_of(data), Oracle(data)
    assets = market.instance.assets
    place = {
        (market.units[market.unit[k]], assets[market.asset[k]].ref): k
        for k in range(len(market.unit))
    }
    found, seen = oracle.solutions(), set()
    for answer in rng.sample(found, min(6, len(found))):
        chosen = np.array(sorted(place[key] for key in answer.assigned), np.int64)
        now = seated(market, chosen, answer.staff)
        blocking, excused = blocking_pairs(market, now, margin=margin)
        assert (list(blocking), list(excused)) == oracle.blocking(answer, margin)
        seen |= {"blocks" for _ in blocking} | {by for _, _, by in excused}
    return seen


@given(instances(), st.sampled_from((1, 5, 30)), st.integers(0, 2**16))
def test_blocking_pairs_are_the_oracles(
    data: dict[str, Any], margin: int, seed: int
) -> None:
    """Any feasible solution, stable or not: the same pairs, the same excuses."""
    two_sided = market_of(data).instance.market == "two-sided"
    agrees(data, margin if two_sided else 1, random.Random(seed))


@pytest.mark.parametrize(
    ("switches", "margin", "kinds"),
    [
        ({"pins": True}, 1, {"pin"}),
        ({"max_changes": True}, 1, {"changes"}),
        ({"max_changes": True, "pins": True}, 1, {"pin", "changes"}),
        ({"max_changes": True, "groups": True}, 1, {"changes"}),
        ({"siblings": True, "groups": True, "seats": True}, 1, set()),
        ({"limits": True, "max_units": True, "apart": True}, 1, set()),
        ({"openings": True, "staffing": True, "apart": True}, 1, set()),
        ({}, 2, set()),
        ({}, 50, set()),
    ],
)
def test_each_excuse_is_the_oracles(
    switches: dict[str, Any], margin: int, kinds: set[str]
) -> None:
    """Feature by feature, until each kind of finding has been seen."""
    rng, seen = random.Random(2026), set()
    for _ in range(60):
        market = "two-sided" if margin > 1 else rng.choice(("lists", "two-sided"))
        seen |= agrees(tiny(rng, market=market, **switches), margin, rng)
    assert seen == kinds | {"blocks"}
