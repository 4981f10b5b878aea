"""A second engine agrees on medium instances: the value of every level, or none."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from support.campaign import solved
from support.instances import MARKETS, SWITCHES, tiny
from support.oracle import Ask
from support.results import SALT
from support.second_engine import SecondEngine
from support.verdicts import library_failures

Row = dict[str, Any]
PROFILES = ("size-fit", "size-fit", "generous", "egalitarian", "minimum-regret")


def medium(seed: int, most: int = 60) -> tuple[Row, Ask]:
    """Return an instance of 20 to so many needs, and what is asked of it."""
    rng = random.Random(f"medium {seed}")
    market = rng.choice(MARKETS)
    names = ["stable", "best"] + ["fair"] * (market != "lists")
    name = rng.choice(names)
    some = {word for word in SWITCHES if rng.random() < 0.35}
    if rng.random() < 0.6:
        some -= {"minimum"}  # else most of them cannot hold
    if name == "stable":
        some -= {"openings", "staffing", "persons"}
    needs = rng.randint(20, most)
    data = tiny(
        rng,
        needs=needs,
        assets=max(6, needs // 2),
        market=market,
        density=min(1.0, 6 / (needs // 2)),
        **dict.fromkeys(some, True),
    )
    if rng.random() < 0.7:
        data.pop("pinned", None)
        data.pop("agreed", None)
    if name == "fair":
        return data, Ask(name)
    wide = name == "stable" and "need_fit" in (data.get("fits") or [{}])[0]
    margin = 20 if wide and rng.random() < 0.3 else 1
    return data, Ask(name, rng.choice(PROFILES), None, margin)


def _agree(seed: int, most: int = 60) -> tuple[str, str]:
    data, ask = medium(seed, most)
    result = solved(data, ask, person=False)
    note = (seed, ask, json.dumps(data))
    assert library_failures(data, result, SALT) == set(), note
    found = SecondEngine(data, ask).values()
    if found is None:
        assert result["status"] == "infeasible", note
    elif result["status"] in ("optimal", "claimed"):
        assert [level["value"] for level in result["objectives"]] == found, note
    else:
        assert result["status"] == "feasible", note
    return ask.name, result["status"]


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_a_second_engine_agrees(first: int) -> None:
    """On ten of the smaller ones, of every feature, CP-SAT finds the same values."""
    for seed in range(first, first + 10):
        _agree(seed, 28)


@pytest.mark.deep
def test_a_second_engine_agrees_on_two_hundred() -> None:
    """The same on 200 others, nearly all of them solved to the end."""
    done = [_agree(seed) for seed in range(1_000, 1_200)]
    assert sum(status != "feasible" for _, status in done) >= 190
    assert {name for name, _ in done} == {"stable", "best", "fair"}
