"""The market's arrays against a slow reading of the same instance."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import MARKETS, SWITCHES, instances, tiny
from support.rules import Rules

from matcher.errors import InstanceError
from matcher.instance import Market, compile_market, instance_of
from matcher.instance.ranking import rank_by

Named = dict[tuple[str, str], tuple[int, ...]]


def named(market: Market) -> Named:
    """Return each pair's ranks and fits by refs."""
    assets = [row.ref for row in market.instance.assets]
    columns = (
        market.unit_rank,
        market.asset_rank,
        market.need_fit,
        market.asset_fit,
        market.fit,
    )
    return {
        (market.units[unit], assets[asset]): tuple(values)
        for unit, asset, *values in zip(
            market.unit.tolist(),
            market.asset.tolist(),
            *(column.tolist() for column in columns),
            strict=True,
        )
    }


def slow(data: dict[str, Any]) -> Named:
    """Return the same from the oracle's rules, which share no code with the market."""
    rules = Rules(data)
    return {
        (unit, asset): (p.rank, p.asset_rank, p.need_fit, p.asset_fit, p.fit)
        for (unit, asset), p in rules.pairs.items()
        if rules.holds(asset, [unit])
    }


@given(instances(needs=5, assets=4))
def test_pairs_and_ranks_agree_with_the_slow_reading(data: dict[str, Any]) -> None:
    """Ties, groups, forbidden pairs, one-sided lists, every limit: one answer."""
    assert named(compile_market(instance_of(data))) == slow(data)


@pytest.mark.deep
def test_many_pairs_and_ranks_agree_with_the_slow_reading() -> None:
    """The same on 20,000 instances."""
    for seed in range(20_000):
        rng = random.Random(seed)
        switches: dict[str, Any] = {name: rng.random() < 0.5 for name in SWITCHES}
        data = tiny(rng, needs=6, assets=4, market=rng.choice(MARKETS), **switches)
        assert named(compile_market(instance_of(data))) == slow(data), seed


@given(instances())
def test_the_arrays_are_what_the_docstring_says(data: dict[str, Any]) -> None:
    """Sorted pairs, starts by unit, members' seats and priority, homes among pairs."""
    market = compile_market(instance_of(data))
    rules = Rules(data)
    pairs = list(zip(market.unit.tolist(), market.asset.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert list(market.units) == sorted(rules.members)
    for unit, ref in enumerate(market.units):
        assert (market.unit[market.start[unit] : market.start[unit + 1]] == unit).all()
        assert market.seats[unit] == rules.seats(ref)
        assert market.size[unit] == len(rules.members[ref])
        assert market.priority[unit] == rules.priority(ref)
        names = {market.instance.needs[m].ref for m in market.members[unit]}
        assert names == set(rules.members[ref])
        home = int(market.home[unit])
        assert home == -1 or (unit, home) in pairs
    assert market.start[-1] == len(pairs)
    for name in ("unit", "asset", "start", "unit_rank", "asset_rank", "home", "seats"):
        assert getattr(market, name).dtype == np.int32
    assert market.fit.dtype == np.int64


@given(instances(pins=True))
def test_a_pin_is_met_by_its_home_or_reported(data: dict[str, Any]) -> None:
    """No pin is lost: its unit's home is its asset, or it stands in ``bad_pins``."""
    market = compile_market(instance_of(data))
    pairs = slow(data)
    unit_of = Rules(data).unit_of
    homes: dict[str, set[str]] = {}
    rows = [("pin", *p) for p in data.get("pinned", [])]
    rows += [("agreed", *p) for p in data.get("agreed", [])]
    for _, need, asset in rows:
        if (unit_of.get(need), asset) in pairs:
            homes.setdefault(unit_of[need], set()).add(asset)
    bad = {
        (kind, need, asset)
        for kind, need, asset in rows
        if (unit_of.get(need), asset) not in pairs or len(homes[unit_of[need]]) > 1
    }
    assert set(market.bad_pins) == bad
    assert len(market.bad_pins) == len(bad)
    assets = [row.ref for row in market.instance.assets]
    for unit, ref in enumerate(market.units):
        home = market.home[unit]
        named_home = {assets[home]} if home >= 0 else set()
        assert named_home <= homes.get(ref, set())
        assert bool(named_home) == bool(homes.get(ref))


def market_of(**data: Any) -> Named:
    """Return the pairs of an instance given by its fields."""
    whole = {"format": "acorns-instance/1", "fits": [], **data}
    return named(compile_market(instance_of(whole)))


def test_ties_share_a_rank_and_forbidden_pairs_leave_no_gap() -> None:
    """[f9] [f1 f2] [f3] with f9 forbidden ranks 1, 1, 2."""
    found = market_of(
        needs=[{"ref": "c1", "prefers": [["f9"], ["f2", "f1"], ["f3"]]}],
        assets=[{"ref": ref} for ref in ("f1", "f2", "f3", "f9")],
        forbidden=[["c1", "f9"]],
    )
    assert {asset: rank for (_, asset), (rank, *_) in found.items()} == {
        "f1": 1,
        "f2": 1,
        "f3": 2,
    }


def test_one_sided_entries_stay_counted() -> None:
    """f1 does not list c1, and f2 still is c1's second choice."""
    found = market_of(
        needs=[{"ref": "c1", "prefers": [["f1"], ["f2"]]}],
        assets=[{"ref": "f1", "prefers": []}, {"ref": "f2"}],
    )
    assert found == {("c1", "f2"): (2, 1, 0, 0, 0)}


def test_a_repeated_ref_counts_where_it_stands_first() -> None:
    """Naming f1 again at the end does not make it the last choice."""
    found = market_of(
        needs=[{"ref": "c1", "prefers": [["f1"], ["f2"], ["f1"]]}],
        assets=[{"ref": "f1"}, {"ref": "f2"}],
    )
    assert {asset: rank for (_, asset), (rank, *_) in found.items()} == {
        "f1": 1,
        "f2": 2,
    }


def test_absent_lists_are_ordered_by_each_sides_own_points() -> None:
    """The best points rank first on each side; equal points are a tie."""
    points = {"f1": (50, 80), "f2": (90, 10), "f3": (90, 90)}
    found = market_of(
        needs=[{"ref": "c1"}],
        assets=[{"ref": ref} for ref in points],
        fits=[
            {"need": "c1", "asset": ref, "need_fit": one, "asset_fit": other}
            for ref, (one, other) in points.items()
        ],
    )
    assert {a: rank for (_, a), (rank, *_) in found.items()} == {
        "f1": 2,
        "f2": 1,
        "f3": 1,
    }
    assert found["c1", "f3"] == (1, 1, 90, 90, 90)


def test_lists_outrank_fits_and_fits_still_decide_who_is_a_pair() -> None:
    """c1 likes f1 better whatever the points, and f3 has no row."""
    found = market_of(
        needs=[{"ref": "c1", "prefers": [["f1"], ["f2"], ["f3"]]}],
        assets=[{"ref": ref} for ref in ("f1", "f2", "f3")],
        fits=[
            {"need": "c1", "asset": "f1", "fit": 1},
            {"need": "c1", "asset": "f2", "fit": 99},
        ],
    )
    assert found == {("c1", "f1"): (1, 1, 1, 1, 1), ("c1", "f2"): (2, 1, 99, 99, 99)}


def test_a_group_takes_its_worst_rank_lowest_points_and_summed_fit() -> None:
    """Two siblings rank and fit as the less lucky one; what sums is summed."""
    found = market_of(
        needs=[{"ref": "c1"}, {"ref": "c2"}, {"ref": "c3"}],
        groups=[{"ref": "s1", "members": ["c2", "c1"]}],
        assets=[{"ref": "f1", "capacity": 2}],
        fits=[
            {"need": "c1", "asset": "f1", "need_fit": 90, "asset_fit": 30},
            {"need": "c2", "asset": "f1", "need_fit": 60, "asset_fit": 60},
            {"need": "c3", "asset": "f1", "need_fit": 60, "asset_fit": 40},
        ],
    )
    assert found["s1", "f1"] == (1, 3, 60, 30, 45 + 60)
    assert found["c3", "f1"] == (1, 2, 60, 40, 48)


@pytest.mark.parametrize(
    ("asset", "held"),
    [
        ({"capacity": 2}, True),
        ({"capacity": 1}, False),
        ({"capacity": 1, "unless_one_group": 2}, True),
        ({"capacity": 0, "unless_one_group": 1}, False),
        ({"capacity": 2, "max_units": 0}, False),
        ({"capacity": 2, "max_units": 1}, True),
        ({"capacity": 2, "limits": {"creche": 2}}, False),
        ({"capacity": 2, "limits": {"creche": 3}}, True),
        ({"capacity": 2, "limits": {"other": 0}}, True),
    ],
    ids=str,
)
def test_only_what_could_be_held_alone_is_a_pair(
    asset: dict[str, Any], held: bool
) -> None:
    """Seats, the sibling exception, units and limits: the market drops the rest."""
    found = market_of(
        needs=[{"ref": "c1", "uses": {"creche": 3}}, {"ref": "c2"}],
        groups=[{"ref": "s1", "members": ["c1", "c2"]}],
        assets=[{"ref": "f1", **asset}],
    )
    assert (("s1", "f1") in found) is held


def test_a_group_torn_apart_fits_nowhere() -> None:
    """Two members who must never share an asset cannot stay together."""
    found = market_of(
        needs=[{"ref": "c1"}, {"ref": "c2"}],
        groups=[{"ref": "s1", "members": ["c1", "c2"]}],
        assets=[{"ref": "f1", "capacity": 9}],
        apart=[["c2", "c1"]],
    )
    assert found == {}


def test_seats_beyond_32_bits_do_not_wrap_round() -> None:
    """Two members of 2^31 - 1 seats each fit nowhere, rather than everywhere."""
    most = 2**31 - 1
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1", "seats": most}, {"ref": "c2", "seats": most}],
        "groups": [{"ref": "s1", "members": ["c1", "c2"]}],
        "assets": [{"ref": "f1", "capacity": most}],
        "fits": [],
    }
    market = compile_market(instance_of(data))
    assert named(market) == {}
    assert market.seats.tolist() == [most]


def test_everybody_with_everybody_is_refused_where_it_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without lists and fits the pairs are the product: bounded, with a fix."""
    monkeypatch.setattr("matcher.instance.accepting.MAX_PAIRS", 3)
    with pytest.raises(InstanceError, match="everybody accepts everybody"):
        market_of(
            needs=[{"ref": "c1"}, {"ref": "c2"}],
            assets=[{"ref": "f1"}, {"ref": "f2"}],
        )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 100))))
def test_ranks_by_points_are_dense_within_a_row(rows: list[tuple[int, int]]) -> None:
    """A rank is 1 + the number of different better points in the row."""
    row = np.array([r for r, _ in rows], np.int32)
    points = np.array([p for _, p in rows], np.int32)
    want = [1 + len({q for s, q in rows if s == r and q > p}) for r, p in rows]
    assert rank_by(row, points).tolist() == want
