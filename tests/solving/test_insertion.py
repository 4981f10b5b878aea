"""The kernel that assigns unit by unit: equal to the min-cost flow, or it gives way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances
from support.plain import SALT, market_of

from matcher.benchmarks.generators.places import geographic, national
from matcher.instance import Instance, compile_market
from matcher.model import Policy
from matcher.solving import insertion, transport
from matcher.solving.face import Longs, Mask, whole_face
from matcher.solving.flow import solve_flow
from matcher.solving.levels import costs, levels, step, weigh
from matcher.solving.pins import pin_conflict
from matcher.solving.transport import NotSolvedError, optimise, prove

BEYOND = ("groups", "seats", "siblings", "max_units", "limits", "openings", "staffing")
PLAIN = dict.fromkeys((*BEYOND, "minimum", "apart", "max_changes"), False)
BEST = Policy("best")


def country(over: float, *, assets: int = 20) -> Instance:
    """Return four councils; some needs look over a border."""
    return national(
        councils=4, needs=30, assets=assets, length=6, over=over, seed=assets
    )


@given(instances(**PLAIN), st.sampled_from(("size-fit", "fit")))
def test_the_kernel_and_the_flow_are_equally_good(
    data: dict[str, Any], maximise: str
) -> None:
    """The same weight as one min-cost flow; and the same least prices prove it."""
    market = market_of(data)
    if pin_conflict(market):
        return
    policy = Policy("best", maximise if data.get("fits") else "size-fit")
    face, amounts = whole_face(market), levels(market, policy)
    weight = weigh(amounts, costs(amounts, step(market)), len(market.unit))
    held = insertion.insert(face, weight)
    assert held is not None
    assert weight[held].sum() == weight[optimise(face, weight)].sum()
    prices = insertion.least_prices(face, weight, held)
    assert prices is not None
    assert prices.tolist() == prove(face, weight, held).asset.tolist()


@pytest.mark.parametrize("over", [0.0, 0.03, 0.5])
@pytest.mark.parametrize("assets", [12, 20, 30])
def test_a_country_is_solved_the_same_by_parts_and_as_a_whole(
    over: float, assets: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With and without needs over a border: one answer, one certificate, one draw."""
    market = compile_market(country(over, assets=assets))
    by_flow = solve_flow(market, BEST, salt=SALT)
    monkeypatch.setattr(insertion, "LARGE", 1)
    by_kernel = solve_flow(market, BEST, salt=SALT)
    assert by_kernel.chosen.tolist() == by_flow.chosen.tolist()
    assert (by_kernel.objectives, by_kernel.tie) == (by_flow.objectives, by_flow.tie)


def test_a_worse_assignment_has_no_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted fault: any pair given up, and the kernel's prices never settle."""
    monkeypatch.setattr(insertion, "LARGE", 1)
    market = compile_market(country(0.1))
    face = whole_face(market)
    held = insertion.insert(face, market.fit)
    assert held is not None
    prove(face, market.fit, held)
    for pair in np.flatnonzero(held & (market.fit > 0))[:20]:
        fewer = held.copy()
        fewer[pair] = False
        with pytest.raises(NotSolvedError):
            prove(face, market.fit, fewer)


def test_the_kernel_gives_way_where_seats_are_scarce(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Past its budget it returns nothing, and the flow answers instead."""
    market = compile_market(geographic(needs=60, assets=40, length=10, seed=1))
    face = whole_face(market)
    expected = solve_flow(market, BEST, salt=SALT).objectives
    monkeypatch.setattr(insertion, "_TRIES", 2)
    assert insertion.insert(face, market.fit) is None
    monkeypatch.setattr(insertion, "LARGE", 1)
    assert solve_flow(market, BEST, salt=SALT).objectives == expected


def test_the_flow_is_not_asked_where_the_kernel_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A large market goes to the kernel first."""

    def refuse(*_: object, **__: object) -> tuple[Longs, Mask]:
        raise AssertionError("asked")

    market = compile_market(country(0.03))
    monkeypatch.setattr(insertion, "LARGE", 1)
    monkeypatch.setattr(transport, "_matched", refuse)
    assert solve_flow(market, BEST, salt=SALT).status == "optimal"
