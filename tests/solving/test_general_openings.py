"""The rows about openings: each one holds in every solution that counts them all."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from support.instances import MARKETS, tiny
from support.oracle import Answer, Oracle

from matcher.instance import compile_market, instance_of
from matcher.model import Policy
from matcher.solving.integer.building import Built, build
from matcher.solving.integer.model import Longs, Row

SHAPES: list[dict[str, bool]] = [
    {"openings": True, "apart": True, "seats": True},
    {"openings": True, "limits": True, "max_units": True},
    {"openings": True, "staffing": True, "persons": True, "apart": True},
]


def _vector(built: Built, oracle: Oracle, answer: Answer, *, count: bool) -> Longs:
    """Return a solution as the model's columns; with `count`, its openings too."""
    names = built.model.columns.names
    held = [_is_one(oracle, answer, name, count=count) for name in names]
    return np.array(held, np.int64)


def _is_one(
    oracle: Oracle, answer: Answer, name: tuple[str, ...], *, count: bool
) -> bool:
    kind, ref, asset = name[0], name[1], name[-1]
    match kind:
        case "pair":
            return (ref, asset) in answer.assigned
        case "staff":
            return (ref, asset) in answer.staff
        case "open":
            return asset in answer.held()
        case "busy":
            duties = [staff for staff, _ in answer.staff].count(ref)
            return duties >= int(oracle.staff[ref].get("most", 1))
        case "opening":
            return count and _opens(oracle, asset, answer)
        case _:
            return False


def _opens(oracle: Oracle, asset: str, answer: Answer) -> bool:
    return asset not in answer.held() and oracle._could_open(asset, answer, 1)


def _holds(row: Row, x: Longs) -> bool:
    return int(row.coefficients @ x[row.columns]) >= row.right


def _sample(rng: random.Random, data: dict[str, Any]) -> tuple[Built, Oracle] | None:
    market = compile_market(instance_of(data))
    if not any(asset.openable for asset in market.instance.assets):
        return None
    return build(market, Policy("stable"), effort=1.0), Oracle(data)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_row_for_one_solution_holds_in_all(shape: dict[str, bool]) -> None:
    """What one solution teaches is true of every other, its openings counted."""
    rng, kinds = random.Random(f"openings {shape}"), set()
    for _ in range(100 if "staffing" in shape else 400):
        data = tiny(rng, needs=6, assets=2, market=rng.choice(MARKETS), **shape)
        sample = _sample(rng, data)
        if sample is None:
            continue
        built, oracle = sample
        found = oracle.solutions()
        solutions = rng.sample(found, min(len(found), 30))
        counted = [_vector(built, oracle, s, count=True) for s in solutions]
        for answer, x in zip(solutions, counted, strict=True):
            assert built.space.cutter(x) == []
            blind = _vector(built, oracle, answer, count=False)
            rows = built.space.cutter(blind)
            assert bool(rows) == (blind != x).any()
            assert not rows or not all(_holds(row, blind) for row in rows)
            kinds |= {row.name[0] for row in rows}
            wrong = [
                (row.name, y) for row in rows for y in counted if not _holds(row, y)
            ]
            assert not wrong, (data, wrong[0])
    assert "opening" in kinds


def test_rows_for_many_at_once_are_made() -> None:
    """Of three plain units any two would do, and one row says so."""
    data: dict[str, Any] = {
        "format": "acorns-instance/1",
        "needs": [{"ref": f"c{k}", "prefers": [["k1"]]} for k in range(3)],
        "assets": [{"ref": "k1", "capacity": 3, "opens_with": 2}],
    }
    built, oracle = _sample(random.Random(1), data) or pytest.fail("no asset opens")
    rows = built.space.cutter(_vector(built, oracle, Answer(()), count=False))
    assert [row.name[:3] for row in rows] == [
        ("opening", "k1", "2"),
        ("openings", "k1", "2"),
    ]


def test_a_parent_who_is_the_tutor_is_not_like_the_others() -> None:
    """Where c3 is content, c1 (who is t1) and c2 cannot open a course that t1 leads."""
    tutor = [{"role": "tutor", "exactly": 1}]
    course = {"ref": "k1", "capacity": 3, "opens_with": 2, "slots": ["mon-am"]}
    data: dict[str, Any] = {
        "format": "acorns-instance/1",
        "needs": [
            {"ref": "c1", "prefers": [["k1"]]},
            {"ref": "c2", "prefers": [["k1"]]},
            {"ref": "c3", "prefers": [["f1"], ["k1"]]},
            {"ref": "c4", "prefers": [["f1"], ["k1"]]},
        ],
        "assets": [course | {"staffing": tutor}, {"ref": "f1", "capacity": 2}],
        "staff": [{"ref": "t1", "role": "tutor", "person": "c1"}],
    }
    built, oracle = _sample(random.Random(1), data) or pytest.fail("no asset opens")
    rows = built.space.cutter(_vector(built, oracle, Answer(()), count=False))
    assert {row.name[0] for row in rows} == {"opening", "openings"}
    answer = Answer((("c3", "f1"), ("c4", "f1")))
    content = _vector(built, oracle, answer, count=True)
    assert not content[built.model.columns["opening", "k1"]]
    assert all(_holds(row, content) for row in rows)
