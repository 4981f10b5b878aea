"""Laws that hold for every round: order, blocks, tightening, and one pair at a time."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy

from matcher.candidates import (
    count_by_asset,
    count_by_need,
    find_candidates,
    grid,
    near_misses,
    why_not,
)
from matcher.graph import AssetGraph, build_asset_graph
from matcher.model import Snapshot
from matcher.schemes import Gate, Scheme

Pairs = set[tuple[str, str]]


def candidates(graph: AssetGraph, scheme: Scheme) -> Pairs:
    """Return the pairs by ref."""
    pool = find_candidates(graph, scheme)
    pairs = zip(pool.need.tolist(), pool.asset.tolist(), strict=True)
    return {(graph.needs[n].ref, graph.assets[a].ref) for n, a in pairs}


def staffing(graph: AssetGraph, scheme: Scheme) -> Pairs:
    """Return which staff may be engaged where, by ref."""
    pool = find_candidates(graph, scheme)
    pairs = zip(pool.staff.tolist(), pool.staff_asset.tolist(), strict=True)
    return {(graph.staff[s].ref, graph.assets[a].ref) for s, a in pairs}


@given(rounds.snapshots(), rounds.schemes())
def test_the_pool_is_what_each_pair_says_of_itself(
    snapshot: Snapshot, scheme: Scheme
) -> None:
    """A pair is a candidate exactly if `why_not` finds every gate passed."""
    graph = build_asset_graph(snapshot, scheme)
    for left, find in (("needs", candidates), ("staff", staffing)):
        refs = product(
            (row.ref for row in getattr(graph, left)), (row.ref for row in graph.assets)
        )
        assert find(graph, scheme) == {
            pair
            for pair in refs
            if all(g.passed for g in why_not(graph, scheme, *pair, left=left))
        }


@given(rounds.snapshots(), rounds.schemes(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(
    snapshot: Snapshot, scheme: Scheme, seed: int
) -> None:
    """Shuffled rows give the same pairs, in the same order."""
    one = find_candidates(build_asset_graph(snapshot, scheme), scheme)
    graph = build_asset_graph(rounds.shuffled(snapshot, seed), scheme)
    other = find_candidates(graph, scheme)
    for name in ("need", "asset", "km", "staff", "staff_asset"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


@given(rounds.snapshots(most=6), rounds.schemes(), st.integers(1, 9))
def test_the_size_of_blocks_changes_nothing(
    snapshot: Snapshot, scheme: Scheme, size: int
) -> None:
    """Pairs tested a few at a time are the pairs tested all at once."""
    graph = build_asset_graph(snapshot, scheme)
    at_once = candidates(graph, scheme)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "BLOCK", size)
        assert candidates(graph, scheme) == at_once


TIGHTER: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "within": lambda cells: cells | {"km": (cells["km"] or 0) // 2},
    "one_of": lambda cells: cells | {"have": (cells["have"] or ())[1:]},
    "all_of": lambda cells: cells | {"have": (cells["have"] or ())[1:]},
    "none_of": lambda cells: cells | {"have": ("a", "b", "c")},
    "can": lambda cells: cells | {"capabilities": None, "training": None},
    "range": lambda cells: (
        cells | {"low": max(cells["low"] or 0, 5), "high": min(cells["high"] or 18, 6)}
    ),
    "at_least": lambda cells: cells | {"seats": (cells["seats"] or 0) - 1},
    "flag": lambda cells: cells | {"lifts": False, "hold": True},
    "check": lambda cells: cells | {"issued": None},
    "slots": lambda cells: cells | {"free": (cells["free"] or ())[1:]},
    "dates": lambda cells: cells | {"since": toy.START, "until": None},
    "not_own": lambda cells: cells | {"holder": cells["holder"] or "p1"},
}


@given(
    st.sampled_from(rounds.GATES[:-1]),
    st.lists(rounds.ROWS["needs"], min_size=1, max_size=3),
    st.lists(rounds.ROWS["assets"], min_size=1, max_size=3),
)
def test_tightening_a_gate_never_adds_a_candidate(
    gate: Gate, needs: list[dict[str, Any]], assets: list[dict[str, Any]]
) -> None:
    """An asset that offers less, or reaches less far, gains no need."""
    scheme = toy.scheme(
        gates=[gate], columns=rounds.COLUMNS, capabilities=rounds.SKILLS
    )
    rows = {f"c{n}": replace_empty(cells) for n, cells in enumerate(needs)}
    # An absent limit is no limit, so that halving one starts from a number.
    before = {f"f{n}": replace_empty(cells) for n, cells in enumerate(assets)}
    after = {ref: TIGHTER[gate.kind](cells) for ref, cells in before.items()}
    found = [
        candidates(
            build_asset_graph(toy.snapshot(needs=rows, assets=a), scheme), scheme
        )
        for a in (before, after)
    ]
    assert found[1] <= found[0]


def replace_empty(cells: dict[str, Any]) -> dict[str, Any]:
    """Fill in the limits whose absence means none; nobody trusts or is kin here."""
    return cells | {"km": cells["km"] or 100, "trusts": None, "partner": None}


@given(rounds.snapshots(), rounds.schemes())
def test_one_more_gate_never_adds_a_candidate(
    snapshot: Snapshot, scheme: Scheme
) -> None:
    """Each gate only takes away."""
    graph = build_asset_graph(snapshot, scheme)
    found = candidates(graph, scheme)
    for gate in rounds.GATES[:-1]:
        more = replace(scheme, gates=(*scheme.gates, replace(gate, name="more")))
        assert candidates(graph, more) <= found


@given(rounds.snapshots(), rounds.schemes())
def test_counts_are_what_single_pairs_add_up_to(
    snapshot: Snapshot, scheme: Scheme
) -> None:
    """Excluded, alone and candidates per need and asset, against pair by pair."""
    graph = build_asset_graph(snapshot, scheme)
    needs, assets = ([row.ref for row in rows] for rows in (graph.needs, graph.assets))
    by_need, by_asset = count_by_need(graph, scheme), count_by_asset(graph, scheme)
    said = {
        pair: [not result.passed for result in why_not(graph, scheme, *pair)]
        for pair in product(needs, assets)
    }
    for counts, refs, at in ((by_need, needs, 0), (by_asset, assets, 1)):
        for column, ref in enumerate(refs):
            failed = [each for pair, each in said.items() if pair[at] == ref]
            assert counts.candidates[column] == sum(not any(each) for each in failed)
            for gate in range(len(counts.gates)):
                out = [each for each in failed if each[gate]]
                assert counts.excluded[gate, column] == len(out)
                assert counts.alone[gate, column] == sum(sum(e) == 1 for e in out)
    alone = {pair for pair, each in said.items() if sum(each) == 1}
    for need in needs:
        found = near_misses(graph, scheme, need=need, most=99)
        assert {(miss.need, miss.asset) for miss in found} == {
            pair for pair in alone if pair[0] == need
        }


def test_counts_can_be_asked_for_some_rows_only() -> None:
    """Only the rows asked about are counted, against all of the other side."""
    scheme = toy.scheme(gates=[toy.gate("some", "one_of", need="want", asset="have")])
    graph = build_asset_graph(
        toy.snapshot(
            needs={"c1": {"want": "a"}, "c2": {"want": "b"}},
            assets={"f1": {"have": "a"}, "f2": {}, "f3": {}},
        ),
        scheme,
    )
    counts = count_by_need(graph, scheme, ["c2"])
    assert counts.refs == ("c2",)
    assert counts.excluded[:, 0].tolist() == [3, 0, 0]
    counts = count_by_asset(graph, scheme, ["f1", "f2"])
    assert counts.candidates.tolist() == [1, 0]
    assert counts.alone[0].tolist() == [1, 2]


def test_the_nearest_miss_is_the_one_least_far_off() -> None:
    """By the number first, then those without one, then by ref."""
    scheme = toy.scheme(gates=[toy.gate("room", "at_least", asset="seats", value=5)])
    graph = build_asset_graph(
        toy.snapshot(
            needs={"c1": {}},
            assets={"f1": {"seats": 1}, "f2": {"seats": 4}, "f3": {"seats": 5}},
            apart=[("c1", "f3")],
        ),
        scheme,
    )
    found = near_misses(graph, scheme, need="c1")
    assert [miss.asset for miss in found] == ["f2", "f1", "f3"]
    assert [miss.result.name for miss in found] == ["room", "room", "available"]


def test_nobody_at_all_is_no_error() -> None:
    """No needs, no assets, neither: an empty pool."""
    one: dict[str, dict[str, Any]] = {"x1": {}}
    for needs, assets in (({}, {}), (one, {}), ({}, one)):
        for gates in (rounds.GATES, ()):
            scheme = toy.scheme(gates=gates, build=rounds.BUILD)
            graph = build_asset_graph(toy.snapshot(needs=needs, assets=assets), scheme)
            assert len(find_candidates(graph, scheme)) == 0
            count_by_need(graph, scheme)
