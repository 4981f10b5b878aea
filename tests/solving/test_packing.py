"""What fractions of siblings and of creche places would gain, rows cut off."""

from __future__ import annotations

import itertools as it
import random
from typing import Any

import numpy as np
import pytest
from support.campaign import solved
from support.oracle import Ask
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import compile_market, instance_of
from matcher.model import Policy
from matcher.solving.integer.building import Built, build
from matcher.solving.integer.chain import nearly
from matcher.solving.integer.highs import Box
from matcher.solving.integer.objectives import levels
from matcher.solving.integer.packing import Knapsack
from matcher.solving.integer.sharpening import sharpen

Row = dict[str, Any]


def siblings(children: int, homes: int, seed: int) -> Row:
    """Return invented children, a third in groups, and homes for up to three."""
    rng = random.Random(f"siblings {children} {homes} {seed}")
    units, groups, at = [], [], 0
    while at < children // 3:
        size = rng.choice((2, 2, 3))
        units.append([f"c{k}" for k in range(at, at + size)])
        groups.append({"ref": f"g{at}", "members": units[-1]})
        at += size
    units += [[f"c{k}"] for k in range(at, children)]
    assets: list[Row] = [
        {"ref": f"f{k}", "capacity": rng.randint(1, 3)} for k in range(homes)
    ]
    for asset in assets:
        if rng.random() < 0.5:
            asset["unless_one_group"] = max(asset["capacity"], 3)
    fits = [
        {"need": c, "asset": f"f{a}", "need_fit": rng.randint(20, 99), "asset_fit": 60}
        for unit in units
        for a in rng.sample(range(homes), min(homes, 6))
        for c in unit
    ]
    needs = [{"ref": c} for unit in units for c in unit]
    head = {"format": "acorns-instance/1", "needs": needs, "groups": groups}
    return head | {"assets": assets, "fits": fits}


def built(data: Row) -> Built:
    """Return the model of an instance under best."""
    return build(compile_market(instance_of(data)), Policy("best"), effort=10.0)


@pytest.mark.parametrize("seed", range(40))
def test_rows_are_broken_by_fractions_and_by_no_whole_vector(seed: int) -> None:
    """Each row cuts off the vector that it was made for, and nothing that fits in."""
    rng = np.random.default_rng(seed)
    most, count = int(rng.integers(2, 8)), 6
    takes = rng.integers(1, most + 1, count)
    opens = count if seed % 2 else -1
    limit = Knapsack(
        ("seats", "a"), np.arange(count), takes, most, opens, tuple("uvwxyz")
    )
    whole = [np.array(x) for x in it.product((0, 1), repeat=count)]
    fitting = [np.append(x, 1) for x in whole if takes @ x <= most]
    if opens >= 0:
        fitting.append(np.zeros(count + 1, np.int64))
    for _ in range(20):
        x = rng.random(count) * rng.integers(0, 2, count)
        x = np.append(x * min(1.0, most / (1e-9 + float(takes @ x))), 1.0)
        for row in limit.broken(x):
            assert row.coefficients @ x[row.columns] > row.right
            assert all(row.coefficients @ y[row.columns] <= row.right for y in fitting)


@pytest.mark.parametrize("seed", range(3))
def test_a_sharper_relaxation_loses_no_solution(seed: int) -> None:
    """Its bound is below that of the plain one, and above every solution's worth."""
    here = built(siblings(200, 140, seed))
    cost = nearly(levels(here.model, here.facts))
    whole = Box.whole(len(cost))
    plain = sharpen(here.space.system, cost, whole, lambda _: [])
    sharp = sharpen(here.space.system, cost, whole, here.space.broken)
    best = here.space.best(cost)
    assert plain is not None
    assert sharp is not None
    assert best.x is not None
    assert best.value <= sharp.safe.whole <= plain.safe.whole
    assert len(sharp.system) > len(plain.system)


@pytest.mark.parametrize("seed", range(2))
def test_siblings_are_proven_optimal(seed: int) -> None:
    """Two hundred children close with certificates that both verifiers check."""
    data = siblings(200, 140, seed)
    result = solved(data, Ask("best"), person=False)
    assert result["status"] == "optimal"
    assert library_failures(data, result, SALT) == set()
    assert stand_alone_failures(data, result, SALT) == set()


def test_what_a_person_may_choose_is_listed_for_siblings() -> None:
    """Looking for equal choices ends, and each that is listed both verifiers accept."""
    data = siblings(200, 140, 0)
    result = solved(data, Ask("best"), person=True)
    assert library_failures(data, result, SALT) == set()
    assert stand_alone_failures(data, result, SALT) == set()
