"""Fits of pairs: weights, floors, both sides, and the same points on demand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy

from matcher.candidates import find_candidates
from matcher.errors import Refused
from matcher.graph import build_asset_graph
from matcher.instance.document import harmonic
from matcher.model import Snapshot
from matcher.schemes import Criterion, Scheme
from matcher.scoring import PoolFits, fits, reasons, score_candidates


def scored(snapshot: Snapshot, scheme: Scheme) -> PoolFits:
    """Return the fits of a round."""
    graph = build_asset_graph(snapshot, scheme)
    return score_candidates(find_candidates(graph, scheme), scheme)


def judged(name: str, side: str, weight: int) -> Criterion:
    """Return a criterion that takes its points from the asset's column."""
    return toy.criterion(name, "points", side=side, weight=weight, asset=name)


def test_a_side_is_the_weighted_whole_rounded_down() -> None:
    """(3 * 80 + 1 * 35) // 4 is 68; the other side has its own weights."""
    scheme = toy.scheme(
        criteria=[
            judged("one", "need", 3),
            judged("two", "need", 1),
            judged("three", "asset", 5),
        ]
    )
    cells = {"one": 80, "two": 35, "three": 41}
    found = scored(toy.snapshot(needs={"c1": {}}, assets={"f1": cells}), scheme)
    assert found.criteria == ("one", "two", "three")
    assert found.points[:, 0].tolist() == [80, 35, 41]
    assert (found.need_fit[0], found.asset_fit[0]) == (68, 41)
    assert found.fit[0] == 2 * 68 * 41 // (68 + 41)
    for array in (found.points, found.need_fit, found.asset_fit, found.fit):
        assert array.dtype == np.int32


def test_a_side_without_criteria_is_content() -> None:
    """Items of a baby bank do not mind who takes them."""
    scheme = toy.scheme(criteria=[judged("one", "need", 3)])
    found = scored(toy.snapshot(needs={"c1": {}}, assets={"f1": {"one": 60}}), scheme)
    assert (found.need_fit[0], found.asset_fit[0]) == (60, 100)


@pytest.mark.parametrize(
    ("need", "asset", "kept"),
    [(45, 40, True), (44, 40, False), (45, 39, False), (100, 100, True)],
)
def test_both_floors_have_to_be_reached(need: int, asset: int, kept: bool) -> None:
    """At the floor a pair stays; a point below on either side it goes."""
    scheme = toy.scheme(
        criteria=[judged("one", "need", 1), judged("two", "asset", 1)],
        need_floor=45,
        asset_floor=40,
    )
    cells = {"one": need, "two": asset}
    found = scored(toy.snapshot(needs={"c1": {}}, assets={"f1": cells}), scheme)
    assert bool(found.kept[0]) is kept


@given(st.integers(0, 100), st.integers(0, 100))
def test_the_fit_is_what_the_engine_would_reckon(need: int, asset: int) -> None:
    """One formula, in the fits and in an instance that leaves them out."""
    sides = np.array([need], np.int32), np.array([asset], np.int32)
    assert fits.both_sides(*sides).tolist() == harmonic(*sides).tolist()


@given(rounds.snapshots(), rounds.schemes())
def test_points_on_demand_are_the_points_of_the_round(
    snapshot: Snapshot, scheme: Scheme
) -> None:
    """`reasons` sees one pair only, and says what `score_candidates` said of it."""
    found = scored(snapshot, scheme)
    graph = found.pool.graph
    for at in range(len(found.pool)):
        need = graph.needs[found.pool.need[at]].ref
        asset = graph.assets[found.pool.asset[at]].ref
        said = reasons(graph, scheme, need, asset)
        assert [r.points for r in said] == found.points[:, at].tolist()
        assert [r.name for r in said] == list(found.criteria)


@given(rounds.snapshots(), rounds.schemes())
def test_only_evidence_that_counted_is_cited(
    snapshot: Snapshot, scheme: Scheme
) -> None:
    """No points, no reason; full points, no gap; nothing asked, nothing said."""
    graph = build_asset_graph(snapshot, scheme)
    for need, asset in product(graph.needs, graph.assets):
        for reason in reasons(graph, scheme, need.ref, asset.ref):
            assert 0 <= reason.points <= 100
            assert not (reason.sentence and reason.points == 0)
            assert not (reason.gap and reason.points == 100)
            if not reason.counted:
                assert reason.points == fits.ABSENT
                said = (reason.sentence, reason.gap, reason.support)
                assert said + reason.found + reason.missing == ("", "", "")
                assert not reason.paths


@given(rounds.snapshots(), rounds.schemes(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(
    snapshot: Snapshot, scheme: Scheme, seed: int
) -> None:
    """Shuffled rows give the same points for the same pairs."""
    one, other = (
        scored(snapshot, scheme),
        scored(rounds.shuffled(snapshot, seed), scheme),
    )
    for name in ("points", "need_fit", "asset_fit", "fit", "kept"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


@given(rounds.snapshots(), rounds.schemes(), st.integers(1, 5))
def test_the_size_of_blocks_changes_nothing(
    snapshot: Snapshot, scheme: Scheme, size: int
) -> None:
    """Points reckoned a few pairs at a time are those reckoned all at once."""
    at_once = scored(snapshot, scheme)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fits, "BLOCK", size)
        assert scored(snapshot, scheme).points.tobytes() == at_once.points.tobytes()


def test_a_ref_that_is_not_there_is_refused_by_name() -> None:
    """A mistyped ref gets a sentence."""
    graph = build_asset_graph(toy.snapshot(needs={"c1": {}}), toy.scheme())
    with pytest.raises(Refused, match='"f9"'):
        reasons(graph, toy.scheme(), "c1", "f9")


def test_among_equal_paths_the_first_by_name_is_shown() -> None:
    """Two skills that both support a domain: the same path on every machine."""
    scheme = toy.scheme(
        criteria=[toy.criterion("it", "covers", need="levels", asset="capabilities")],
        columns=rounds.COLUMNS,
        capabilities={"z-skill": "", "a-skill": ""},
        supports={"z-skill": ("health",), "a-skill": ("health",)},
    )
    graph = build_asset_graph(
        toy.snapshot(
            needs={"c1": {"levels": (("health", 1),)}},
            assets={"f1": {"capabilities": ("a-skill", "z-skill")}},
        ),
        scheme,
    )
    (path,) = reasons(graph, scheme, "c1", "f1")[0].paths
    assert [(step.source[1], step.kind, step.target[1]) for step in path] == [
        ("c1", "needs", "health"),
        ("a-skill", "supports", "health"),
        ("asset:f1", "holds", "a-skill"),
        ("asset:f1", "holds", "f1"),
    ]
