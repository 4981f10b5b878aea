"""Louder for who went without: always stable, never more than can be, often as many."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.benchmarks.generators.lists import gent_prosser, hospital_residents
from matcher.instance import Market, compile_market
from matcher.model import Policy
from matcher.solving import solve
from matcher.solving.blocking import blocking_pairs, seated
from matcher.solving.integer.squeaky import most_heard


def heard(market: Market, *, most: int, runs: int) -> list[int]:
    """Return what the runs come upon, with the capacities of the instance."""
    rooms = [asset.capacity for asset in market.instance.assets]
    return most_heard(market, rooms, most=most, runs=runs)


@pytest.mark.parametrize("seed", range(1, 7))
def test_whatever_the_weights_nobody_blocks(seed: int) -> None:
    """Every answer holds its seats and has no blocking pair, ties on both sides too."""
    for instance in (
        gent_prosser(side=12, p1=0.6, p2=0.5, seed=seed),
        hospital_residents(residents=40, hospitals=6, ties=0.8, seed=seed),
    ):
        market = compile_market(instance)
        held = np.array(heard(market, most=40, runs=seed), np.int64)
        assert len(set(market.unit[held].tolist())) == len(held)
        seats = np.bincount(market.asset[held], minlength=len(instance.assets))
        assert all(seats <= [asset.capacity for asset in instance.assets])
        assert blocking_pairs(market, seated(market, held, ()), margin=1)[0] == ()


@pytest.mark.parametrize("seed", range(1, 7))
def test_it_comes_upon_the_most_there_are(seed: int) -> None:
    """On small markets as many are matched as integer programmes prove possible."""
    instance = gent_prosser(side=14, p1=0.7, p2=0.5, seed=seed)
    proven = solve(instance, Policy("stable"), salt="00ff")
    assert proven.status == "optimal"
    held = heard(compile_market(instance), most=14, runs=300)
    assert len(held) == proven.objectives[0].value


def test_it_stops_where_no_more_can_be() -> None:
    """Where the most are matched no further run is made."""
    market = compile_market(
        hospital_residents(residents=60, hospitals=8, ties=0.9, seed=2)
    )
    assert heard(market, most=1, runs=10_000_000)


@pytest.mark.parametrize("seed", [1, 2])
def test_750_residents_and_50_hospitals_are_proven_by_counting(seed: int) -> None:
    """Hospitals tied heavily: every resident has a post, and nobody blocks."""
    instance = hospital_residents(residents=750, hospitals=50, ties=0.85, seed=seed)
    found = solve(instance, Policy("stable"), salt="00ff")
    (size,) = found.objectives
    assert (size.value, size.bound, size.proof) == (750, 750, "count")
