"""Levels weighed together give what one level after another gives, proofs included."""

from __future__ import annotations

import math
from time import monotonic

import pytest

from matcher.benchmarks.generators.lists import gent_prosser, hospital_residents
from matcher.benchmarks.generators.markets import market
from matcher.instance import compile_market
from matcher.instance.document import Instance
from matcher.model import Policy, silent
from matcher.solving import solve
from matcher.solving.integer import lexicographic
from matcher.solving.integer.bounds import most_matched
from matcher.solving.integer.building import build
from matcher.solving.integer.chain import chained
from matcher.solving.integer.clock import seconds_left, until
from matcher.solving.integer.lexicographic import Solved, solve_levels
from matcher.solving.integer.objectives import levels
from matcher.solving.integer.promoted import promoted
from matcher.verifying import verify_solution

STABLE = Policy("stable")


def solved(instance: Instance) -> Solved:
    """Return what the levels' solver says under ``stable``."""
    return solve_levels(build(compile_market(instance), STABLE, effort=10.0), silent)


@pytest.mark.parametrize("family", ["uniform", "popular", "correlated"])
def test_weighing_changes_no_value(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Size and fit by one relaxation, and by one for each, are the same and proven."""
    given = market(family=family, needs=40, assets=40, length=6, seed=3)
    together = solved(given)
    alone = lambda facts, todo: chained(facts, todo[:1])  # noqa: E731
    monkeypatch.setattr(lexicographic, "chained", alone)
    apart = solved(given)
    assert [(o.name, o.value) for o in together.objectives] == [
        (o.name, o.value) for o in apart.objectives
    ]
    assert together.status == apart.status == "optimal"


@pytest.mark.parametrize("family", ["uniform", "correlated"])
def test_a_market_of_some_size_is_proven_and_verified(family: str) -> None:
    """A hundred a side: every level has a certificate that the verifier accepts."""
    given = market(family=family, needs=100, assets=100, length=10, seed=1)
    solution = solve(given, STABLE, salt="ab")
    assert solution.status == "optimal"
    assert verify_solution(given, solution, salt="ab").ok


def test_a_weight_outdoes_all_that_later_levels_add() -> None:
    """The sum ranks solutions as the levels do, one after another."""
    given = market(family="uniform", needs=12, assets=12, length=4, seed=2)
    built = build(compile_market(given), STABLE, effort=1.0)
    chain = chained(built.facts, levels(built.model, built.facts))
    size, fit = chain.weights
    assert fit == 1
    best = [
        max(built.facts.market.fit[p] for p in built.facts.of_unit(u))
        for u in range(12)
    ]
    assert size > sum(best)


def test_hearings_match_as_many_as_a_flow() -> None:
    """Lists with ties of a hundred a side: stable, and nobody more could be matched."""
    for seed in range(1, 6):
        built = build(
            compile_market(gent_prosser(side=100, p1=0.8, seed=seed)),
            STABLE,
            effort=1.0,
        )
        x = promoted(built.facts, built.space)
        assert x is not None
        assert built.space.system.holds(x)
        assert x.sum() == most_matched(built.facts, built.facts.market.size > 0)


def test_hearings_keep_to_posts() -> None:
    """Hospitals with several posts, heavily tied: stable, and always the same."""
    given = hospital_residents(residents=60, hospitals=8, ties=0.85, seed=1)
    built = build(compile_market(given), STABLE, effort=1.0)
    one, other = (promoted(built.facts, built.space) for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one == other).all()
    assert built.space.system.holds(one)


def test_a_clock_that_has_run_out_stops_every_solve() -> None:
    """Nothing is said to be optimal then; without a clock there is no limit."""
    given = market(family="uniform", needs=60, assets=60, length=10, seed=1)
    built = build(compile_market(given), STABLE, effort=10.0)
    assert seconds_left() == math.inf
    with until(monotonic() - 1):
        assert seconds_left() == 0
        stopped = solve_levels(built, silent)
    assert stopped.status != "optimal"
    assert seconds_left() == math.inf
