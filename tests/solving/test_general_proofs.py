"""Certificates of the general model, walked in Python's own integers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from support.instances import MARKETS, tiny

from matcher.instance import compile_market, instance_of
from matcher.instance.solution import Objective
from matcher.model import Policy, silent
from matcher.solving.integer import lexicographic
from matcher.solving.integer.bounds import exact
from matcher.solving.integer.building import build
from matcher.solving.integer.highs import Box
from matcher.solving.integer.lexicographic import Solved, solve_levels
from matcher.solving.integer.model import Model, Row, System
from matcher.solving.integer.objectives import levels
from matcher.solving.integer.tree import prove

Node = Mapping[str, Any]
Sum = dict[int, int]


class Walker:
    """Checks a certificate against rows by name, with no arrays and no solver."""

    def __init__(
        self, columns: Sequence[tuple[str, ...]], rows: tuple[Row, ...]
    ) -> None:
        self.rows = {row.name: row for row in rows}
        self.columns = {name: number for number, name in enumerate(columns)}

    def proves(self, node: Node, cost: Sum, value: int) -> bool:
        """Return True where the tree proves that no solution is worth more."""
        return self._closes(node, cost, value, {})

    def _closes(self, node: Node, cost: Sum, value: int, box: Sum) -> bool:
        denominator = node["denominator"]
        reduced = Counter({c: denominator * worth for c, worth in cost.items()})
        bound = 0
        for *name, numerator in node["rows"]:
            row = self.rows[tuple(name)]
            wrong = {"<=": numerator < 0, ">=": numerator > 0, "=": False}
            assert not wrong[row.sense], name
            bound += numerator * row.right
            terms = zip(row.columns.tolist(), row.coefficients.tolist(), strict=True)
            for column, coefficient in terms:
                reduced[column] -= numerator * coefficient
        for column, worth in reduced.items():
            bound += worth * box[column] if column in box else max(0, worth)
        if bound // denominator <= value:
            return True
        if "branch" not in node:
            return False
        spare = bound - (value + 1) * denominator
        fixed = {c: int(r > 0) for c, r in reduced.items() if abs(r) > spare} | box
        split = self.columns[tuple(node["branch"])]
        assert split not in fixed
        return all(
            self._closes(node[side], cost, value, fixed | {split: at})
            for at, side in enumerate(("zero", "one"))
        )


def solved_with_proofs(
    data: dict[str, Any], policy: Policy
) -> tuple[Solved, Walker, list[Sum]]:
    """Return what the levels' solver says, a walker over its rows, and the costs."""
    built = build(compile_market(instance_of(data)), policy, effort=10.0)
    solved = solve_levels(built, silent)
    costs = [
        {c: int(level.cost[c]) for c in np.flatnonzero(level.cost).tolist()}
        for level in levels(built.model, built.facts)
    ]
    names = built.model.columns.names
    return solved, Walker(names, solved.space.system.rows), costs


def _holds(walker: Walker, level: Objective, cost: Sum, less: int = 0) -> bool:
    sign = -1 if level.name in {"blocking", "openings"} else 1
    assert level.certificate is not None
    return walker.proves(level.certificate, cost, sign * level.value - less)


SHAPES: list[dict[str, bool]] = [
    {"groups": True},
    {"priorities": True, "groups": True, "siblings": True},
    {"openings": True, "staffing": True, "limits": True, "persons": True},
    {"max_changes": True, "pins": True, "groups": True, "apart": True},
]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_certificate_proves_its_level(
    shape: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Levels that count and a single bound would close are closed by trees too."""
    monkeypatch.setattr(lexicographic, "_counted", lambda *_: False)
    rng, proofs = random.Random(f"proofs {shape}"), Counter[str]()
    for _ in range(40):
        data = tiny(rng, needs=6, assets=4, market=rng.choice(MARKETS), **shape)
        market = compile_market(instance_of(data))
        if market.bad_pins:
            continue
        policy = Policy(rng.choice(("stable", "stable", "best")))
        solved, walker, costs = solved_with_proofs(data, policy)
        for level, cost in zip(solved.objectives, costs, strict=False):
            proofs[level.proof] += 1
            assert _holds(walker, level, cost), (data, policy, level)
            assert not _holds(walker, level, cost, less=1)
    assert proofs["none"] == 0
    assert proofs["safe-lp"] > 0


def odd_cycle(length: int) -> tuple[Model, System]:
    """Return columns around a cycle, of two neighbours at most one."""
    model = Model()
    columns = [model.columns.add("pair", f"c{k}", "f1") for k in range(length)]
    for k in range(length):
        pair = [(columns[k], 1), (columns[(k + 1) % length], 1)]
        model.add(("apart", str(k)), pair, "<=", 1)
    return model, model.system()


def test_a_tree_closes_what_one_bound_does_not() -> None:
    """Of seven in a cycle three can be chosen; the relaxation says three and a half."""
    model, system = odd_cycle(7)
    cost = np.full(7, 2)
    tree = prove(system, model.columns.names, cost, 6, 99)
    assert tree is not None
    assert "branch" in tree
    walker = Walker(model.columns.names, system.rows)
    assert walker.proves(tree, dict.fromkeys(range(7), 2), 6)
    assert prove(system, model.columns.names, cost, 6, 1) is None


def test_an_empty_box_is_closed_by_its_violation() -> None:
    """Where a branch leaves no solution, duals show it without any cost."""
    model, _ = odd_cycle(3)
    model.add(("minimum", "f1"), [(k, 1) for k in range(3)], ">=", 2)
    system, cost = model.system(), np.array([5, 7, 9])
    tree = prove(system, model.columns.names, cost, -1, 99)
    assert tree is not None
    walker = Walker(model.columns.names, system.rows)
    assert walker.proves(tree, {0: 5, 1: 7, 2: 9}, -1)


@pytest.mark.parametrize("fault", ["numerator", "denominator", "leaf"])
def test_a_planted_fault_is_caught(fault: str) -> None:
    """A certificate that was tampered with proves nothing."""
    model, system = odd_cycle(5)
    tree = prove(system, model.columns.names, np.full(5, 2), 4, 99)
    assert tree is not None
    broken = dict(tree["one"])
    broken |= {
        "numerator": {"rows": [[*row[:-1], 0] for row in broken["rows"]]},
        "denominator": {"denominator": 10 * broken["denominator"], "rows": []},
        "leaf": {"rows": []},
    }[fault]
    walker = Walker(model.columns.names, system.rows)
    assert walker.proves(tree, dict.fromkeys(range(5), 2), 4)
    assert not walker.proves(
        dict(tree) | {"one": broken}, dict.fromkeys(range(5), 2), 4
    )


def test_a_box_without_a_value_left_is_empty() -> None:
    """Bounds that cross leave nothing to solve."""
    assert Box(np.array([1]), np.array([0])).empty


def test_a_bound_holds_whatever_the_duals_are() -> None:
    """Random numbers in place of duals, wrong signs among them, prove nothing false."""
    rng = np.random.default_rng(7)
    model, _ = odd_cycle(5)
    model.add(("minimum", "f1"), [(k, 1) for k in range(5)], ">=", 1)
    model.add(("pin", "c0"), [(0, 1), (2, 1)], "=", 1)
    system = model.system()
    cube = [np.array([n >> k & 1 for k in range(5)]) for n in range(32)]
    sound = [x for x in cube if system.holds(x)]
    for _ in range(300):
        cost = rng.integers(-9, 10, 5)
        duals = rng.normal(0, 5, len(system))
        safe = exact(system, cost, duals, Box.whole(5))
        assert safe.whole >= max(int(cost @ x) for x in sound)
        near = safe.near(max(int(cost @ x) for x in sound))
        best = [x for x in sound if cost @ x == max(int(cost @ y) for y in sound)]
        assert all(near.holds(x) for x in best)
