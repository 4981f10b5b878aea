"""Handing a model straight to HiGHS gives what SciPy's own functions give."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from support.campaign import SHAPES, example, solved

from matcher.solving.integer import calling
from matcher.solving.integer.calling import Ask, Duals, Said
from matcher.solving.integer.model import System, row


def model(seed: int) -> Ask:
    """Return some rows of every sense over a few columns, some of them fixed."""
    rng = Random(seed)
    width = rng.randint(1, 9)
    rows = []
    for number in range(rng.randint(1, 9)):
        used = rng.sample(range(width), rng.randint(1, width))
        terms = [(column, rng.choice((-2, -1, 1, 1, 1, 3))) for column in used]
        sense = rng.choice(("<=", "<=", ">=", "="))
        right = rng.randint(*((0, 3) if sense == "<=" else (-1, 2)))
        rows.append(row((str(number),), terms, sense, right))
    lower = np.array([rng.choice((0, 0, 0, 0, 1)) for _ in range(width)])
    upper = np.maximum(lower, [rng.choice((0, 1, 1, 1, 1)) for _ in range(width)])
    cost = np.array([rng.randint(-5, 30) for _ in range(width)])
    return Ask(System.of(rows, width), cost, lower, upper)


def same_duals(one: Duals | None, other: Duals | None) -> bool:
    """Tell whether two optima are equal, bit by bit."""
    if one is None or other is None:
        return one is other
    return bool((one.x == other.x).all() and (one.duals == other.duals).all())


def same(one: Said, other: Said) -> bool:
    """Tell whether two answers are equal, bit by bit."""
    if one.x is None or other.x is None:
        return one.status == other.status and one.x is other.x
    alike = (one.status, one.dual) == (other.status, other.dual)
    return alike and bool((one.x == other.x).all())


def test_relaxations_are_equal_bit_by_bit() -> None:
    """Values and duals of rows in every sense, and which models have no optimum."""
    found = [calling.relaxed(model(seed)) for seed in range(200)]
    others = [calling.relaxed_by_scipy(model(seed)) for seed in range(200)]
    assert all(map(same_duals, found, others))
    assert {one is None for one in found} == {False, True}


@pytest.mark.parametrize(("gap", "presolve"), [(0.0, True), (0.0, False), (1e6, True)])
def test_whole_models_are_equal_bit_by_bit(gap: float, presolve: bool) -> None:
    """Status, vector and bound, with presolve and without, to the end and to any."""
    statuses = set()
    for seed in range(60):
        found, other = (
            way(model(seed), gap=gap, nodes=1000, presolve=presolve)
            for way in (calling.whole, calling.whole_by_scipy)
        )
        assert same(found, other)
        statuses.add(found.status)
    assert statuses == {"optimal", "infeasible"}


def test_a_model_out_of_nodes_is_equal() -> None:
    """A knapsack of some size stops at its first nodes in both ways alike."""
    rng, width = Random(1), 40
    weights = [(column, rng.randint(200, 900)) for column in range(width)]
    cost = np.array([weight + rng.randint(0, 9) for _, weight in weights])
    rows = tuple(row((str(n),), weights[n:], "<=", 4001 + n) for n in range(12))
    bounds = np.zeros(width, np.int64), np.ones(width, np.int64)
    ask = Ask(System.of(rows, width), cost, *bounds)
    found = calling.whole(ask, gap=0.0, nodes=1, presolve=True)
    assert same(found, calling.whole_by_scipy(ask, gap=0.0, nodes=1, presolve=True))
    assert found.status != "optimal"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_scipy_without_the_module_gives_the_same_results(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole results are equal where SciPy keeps its module elsewhere."""
    asked = [example(shape, seed) for seed in range(6)]
    quick = [solved(data, ask, person=person) for data, ask, person in asked]
    monkeypatch.setattr(calling, "_core", None)
    slow = [solved(data, ask, person=person) for data, ask, person in asked]
    for one, other in zip(quick, slow, strict=True):
        assert one | {"seconds": 0} == other | {"seconds": 0}


def test_the_module_is_where_it_is_expected() -> None:
    """Else everything is right, and solving small models takes twice as long."""
    assert calling._core is not None
