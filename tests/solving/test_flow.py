"""``best`` over capacities: against the oracle, its certificate, its draw."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, tiny
from support.optima import Optima
from support.oracle import Ask
from support.plain import SALT, assigned, market_of

from matcher.errors import Refused
from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.model import Policy
from matcher.solving.exchange import residual, unique
from matcher.solving.face import narrow, whole_face
from matcher.solving.flow import (
    only_capacities,
    solve_flow,
)
from matcher.solving.levels import classes, costs, levels, step, weigh
from matcher.solving.parts import optimise_parts
from matcher.solving.transport import NotSolvedError, optimise, prove

BEYOND = ("groups", "seats", "siblings", "max_units", "limits", "openings", "staffing")
PLAIN = dict.fromkeys((*BEYOND, "minimum", "apart", "max_changes"), False)
BEST = Policy("best", ties="person")


def policy_for(data: dict[str, Any], maximise: str) -> Policy:
    """Return ``best`` with an option that the market has a use for."""
    return Policy("best", maximise if data.get("fits") else "size-fit", ties="person")


def certified(market: Market, last: Objective, chosen: np.ndarray) -> bool:
    """Check a certificate pair by pair, as the flow's docstring tells a verifier to."""
    assert last.certificate is not None
    costs, duals = last.certificate["costs"], last.certificate["duals"]
    refs = [asset.ref for asset in market.instance.assets]
    seats = {asset.ref: asset.capacity for asset in market.instance.assets}
    free = {market.units[u]: int(market.priority[u]) for u in _free(market)}
    for home in market.home:
        if home >= 0:
            seats[refs[home]] -= 1
    worth = {}
    for k in range(len(market.unit)):
        unit = market.units[market.unit[k]]
        if unit in free:
            extra = costs.get(f"priority:{free[unit]}", 0) + costs.get("size", 0)
            worth[k] = extra + costs.get("fit", 0) * int(market.fit[k])
            bound = duals["units"].get(unit, 0)
            bound += duals["assets"].get(refs[market.asset[k]], 0)
            assert bound >= worth[k]
    assert min([0, *duals["units"].values(), *duals["assets"].values()]) == 0
    total = sum(duals["units"].values())
    total += sum(seats[ref] * price for ref, price in duals["assets"].items())
    return bool(total == sum(worth.get(int(k), 0) for k in chosen))


def _free(market: Market) -> list[int]:
    return [u for u in range(len(market.units)) if market.home[u] < 0]


@given(instances(**PLAIN), st.sampled_from(("size-fit", "fit")), st.integers(0, 9))
def test_the_flow_finds_what_the_oracle_finds(
    data: dict[str, Any], maximise: str, salt: int
) -> None:
    """Values, chosen pairs, tie, equal assets and conflicts are the oracle's."""
    market, policy = market_of(data), policy_for(data, maximise)
    answer = solve_flow(market, policy, salt=str(salt))
    optima = Optima(data, Ask("best", policy.maximise), str(salt))
    if not optima.feasible:
        rows = [{"kind": c.kind, "refs": list(c.refs)} for c in answer.conflict]
        assert answer.status == "infeasible"
        assert optima.irreducible(rows)
        return
    winner, tie = optima.winner
    assert [level.name for level in answer.objectives] == optima.names
    assert tuple(level.value for level in answer.objectives) == optima.best[0]
    assert (assigned(market, answer), answer.tie) == (winner.assigned, tie)
    assert {u: list(others) for u, others in answer.equal} == optima.equal(winner)
    assert certified(market, answer.objectives[-1], answer.chosen)


def test_the_certificate_closes_on_two_hundred_random_instances() -> None:
    """Duals equal the value, to the last point, on larger markets with pins."""
    rng = random.Random(20261122)
    for _ in range(200):
        kind = rng.choice(("lists", "common", "two-sided"))
        data = tiny(rng, needs=30, assets=12, market=kind, density=0.3, priorities=True)
        market = market_of(data)
        answer = solve_flow(market, Policy("best"), salt=SALT)
        assert answer.status == "optimal"
        assert certified(market, answer.objectives[-1], answer.chosen)


def test_the_largest_fits_are_ranked_and_proven_exactly() -> None:
    """Fits of 2^31 - 1 at 2,500 units leave 53 bits behind, and no point is lost."""
    units = 2_500
    fits = [
        {"need": f"c{k:04}", "asset": f"f{k + d:04}", "fit": 2**31 - 1 - d}
        for k in range(units)
        for d in (0, 1)
    ]
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": f"c{k:04}", "priority": k % 3} for k in range(units)],
        "assets": [{"ref": f"f{k:04}"} for k in range(units + 1)],
        "fits": fits,
    }
    market = market_of(data)
    answer = solve_flow(market, Policy("best"), salt=SALT)
    assert answer.objectives[-1].value == units * (2**31 - 1)
    assert certified(market, answer.objectives[-1], answer.chosen)
    assert answer.tie == "unique"


def test_weights_beyond_64_bits_are_refused() -> None:
    """Nothing wraps around: the sentence says what to do."""
    data = tiny(random.Random(1), market="common", priorities=True)
    with pytest.raises(Refused, match="Scale the fits down"):
        costs(levels(market_of(data), BEST), 2**61)


def test_one_more_need_outweighs_any_sum_of_points() -> None:
    """Five pairs of 100 points give way to six pairs of none."""
    fits = [{"need": "c6", "asset": "f1", "fit": 0}]
    for k in range(1, 6):
        fits.append({"need": f"c{k}", "asset": f"f{k}", "fit": 100})
        fits.append({"need": f"c{k}", "asset": f"f{k + 1}", "fit": 0})
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": f"c{k}"} for k in range(1, 7)],
        "assets": [{"ref": f"f{k}"} for k in range(1, 7)],
        "fits": fits,
    }
    market = market_of(data)
    answer = solve_flow(market, Policy("best"), salt=SALT)
    assert [o.value for o in answer.objectives] == [6, 0]
    answer = solve_flow(market, Policy("best", maximise="fit"), salt=SALT)
    assert [o.value for o in answer.objectives] == [500]


def test_a_crowd_of_pins_is_cut_down_to_one_too_many() -> None:
    """Four needs pinned to two seats: three pins are the conflict, not four."""
    needs = [{"ref": f"c{k}", "prefers": [["f1"]]} for k in range(4)]
    data = {
        "format": "acorns-instance/1",
        "needs": needs,
        "assets": [{"ref": "f1", "capacity": 2}],
        "pinned": [[f"c{k}", "f1"] for k in range(4)],
    }
    answer = solve_flow(market_of(data), BEST, salt=SALT)
    assert [c.refs for c in answer.conflict] == [(f"c{k}", "f1") for k in range(3)]


def test_a_worse_assignment_has_no_duals() -> None:
    """Planted fault: what is held is not optimal, and the prices never settle."""
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}, {"ref": "c2"}],
        "assets": [{"ref": "f1"}],
        "fits": [
            {"need": "c1", "asset": "f1", "fit": 7},
            {"need": "c2", "asset": "f1", "fit": 9},
        ],
    }
    market = market_of(data)
    face = whole_face(market)
    assert prove(face, market.fit, np.array([False, True])).asset[0] == 7
    with pytest.raises(NotSolvedError):
        prove(face, market.fit, np.array([True, False]))


@given(instances(**PLAIN | {"pins": False, "market": "common"}))
def test_an_assets_dual_is_the_value_of_one_more_seat(data: dict[str, Any]) -> None:
    """The least prices say by how much one more seat raises the best fit."""
    market = market_of(data)
    face = whole_face(market)
    held = optimise(face, market.fit)
    prices = prove(face, market.fit, held).asset
    for asset in range(len(prices)):
        more = whole_face(market)
        more.seats[asset] += 1
        gain = market.fit[optimise(more, market.fit)].sum() - market.fit[held].sum()
        assert gain == prices[asset]


def test_a_face_knows_whether_it_has_one_assignment() -> None:
    """Two needs that could swap at no loss are two assignments; a point apart, one."""

    def alone(gap: int) -> bool:
        fits = [
            {"need": need, "asset": asset, "fit": 5 + gap * (need[1] == asset[1])}
            for need in ("c1", "c2")
            for asset in ("f1", "f2")
        ]
        market = market_of(
            {
                "format": "acorns-instance/1",
                "needs": [{"ref": "c1"}, {"ref": "c2"}],
                "assets": [{"ref": "f1"}, {"ref": "f2"}],
                "fits": fits,
            }
        )
        face = whole_face(market)
        held = optimise(face, market.fit)
        tight = narrow(face, market.fit, prove(face, market.fit, held))
        return unique(residual(tight, held))

    assert not alone(0)
    assert alone(1)


@pytest.mark.parametrize("feature", [*BEYOND, "minimum", "apart", "max_changes"])
def test_the_flow_takes_only_what_capacities_can_say(feature: str) -> None:
    """Any other field that an instance uses sends it to the integer programme."""
    key = {"siblings": "unless_one_group", "openings": "opens_with"}.get(
        feature, feature
    )
    rng = random.Random(feature)
    rows = (tiny(rng, **_on(feature)) for _ in range(60))
    used = [data for data in rows if f'"{key}"' in _text(data) and _counts(data)]
    assert used
    assert not any(only_capacities(market_of(data)) for data in used)


def _on(feature: str) -> dict[str, Any]:
    return {feature: True}


def _text(data: dict[str, Any]) -> str:
    return repr(data).replace("'", '"')


def _counts(data: dict[str, Any]) -> bool:
    """Tell whether a feature is there in effect: not absent, 0 or the default."""
    rows = [*data["needs"], *data["assets"]]
    amounts = ("limits", "opens_with", "minimum", "unless_one_group", "staffing")
    named = any(row.get(name) for row in rows for name in amounts)
    named |= any("max_units" in row or row.get("seats", 1) > 1 for row in rows)
    return bool(named or data.get("groups") or data.get("apart")) or (
        "max_changes" in data
    )


@given(instances(**PLAIN | {"pins": False}), st.integers(1, 6))
def test_parts_add_up_to_the_whole(data: dict[str, Any], nodes: int) -> None:
    """Solved part by part or at once, every level has the same value."""
    market = market_of(data)
    face, rank = whole_face(market), classes(market)
    apart = optimise_parts(face, market.fit, rank, nodes=nodes)
    whole = optimise(face, market.fit, rank)
    for amount in levels(market, BEST).values():
        assert amount[apart].sum() == amount[whole].sum()
    prove(face, weigh(levels(market, BEST), _costs(market), len(apart)), apart)


def _costs(market: Market) -> dict[str, int]:
    return costs(levels(market, BEST), step(market))
