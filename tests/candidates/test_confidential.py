"""A planted secret leaves no trace: kept apart reads like any ordinary hold."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy

from matcher.candidates import (
    count_by_asset,
    count_by_need,
    find_candidates,
    near_misses,
    why_not,
)
from matcher.graph import AssetGraph, build_asset_graph
from matcher.instance import write_instance
from matcher.instance.building import build_instance
from matcher.model import Snapshot
from matcher.schemes import Build, Scheme
from matcher.scoring import reasons, score_candidates

HOLD = toy.gate(
    "hold", "none_of", need="held_from", asset="held_for", confidential=True
)
Row = dict[str, Any]


def visible(graph: AssetGraph, scheme: Scheme) -> bytes:
    """Return all that pool, fits, instance, counts, misses, gates and reasons show."""
    pool = find_candidates(graph, scheme)
    fits = score_candidates(pool, scheme)
    shown: list[Any] = [
        [getattr(pool, name).tolist() for name in ("need", "asset", "staff")],
        fits.points.tolist(),
        fits.fit.tolist(),
        write_instance(build_instance(pool, fits, scheme)),
    ]
    both = count_by_need(graph, scheme), count_by_asset(graph, scheme)
    shown += [[c.gates, c.excluded.tolist(), c.alone.tolist()] for c in both]
    for need in (row.ref for row in graph.needs):
        shown.append([asdict(m) for m in near_misses(graph, scheme, need=need, most=9)])
        for asset in (row.ref for row in graph.assets):
            shown.append([asdict(g) for g in why_not(graph, scheme, need, asset)])
            shown.append([asdict(r) for r in reasons(graph, scheme, need, asset)])
    return repr(shown).encode()


def planted(
    scheme: Scheme, needs: Sequence[Row], assets: Sequence[Row], secret: str
) -> bytes:
    """Return all that shows when (c0, f0) is kept apart, on hold, or neither."""
    hold = "x" if secret == "hold" else None
    named = {f"c{n}": row for n, row in enumerate(needs)}
    offered = {f"f{n}": row for n, row in enumerate(assets)}
    named["c0"] = {**named["c0"], "held_from": hold}
    offered["f0"] = {**offered["f0"], "held_for": hold}
    apart = [("c0", "f0")] if secret == "apart" else []
    snapshot: Snapshot = toy.snapshot(needs=named, assets=offered, apart=apart)
    return visible(build_asset_graph(snapshot, scheme), scheme)


@given(
    rounds.schemes(),
    st.lists(rounds.ROWS["needs"], min_size=1, max_size=2),
    st.lists(rounds.ROWS["assets"], min_size=1, max_size=3),
)
def test_kept_apart_reads_like_a_hold(
    drawn: Scheme, needs: list[Row], assets: list[Row]
) -> None:
    """Byte for byte, whatever else is true of the two."""
    scheme = toy.scheme(
        gates=(*drawn.gates, HOLD),
        criteria=drawn.criteria,
        columns=rounds.COLUMNS,
        capabilities=rounds.SKILLS,
        supports=rounds.SUPPORTS,
        build=rounds.BUILD,
    )
    apart = planted(scheme, needs, assets, "apart")
    assert apart == planted(scheme, needs, assets, "hold")


def test_a_secret_does_change_who_is_proposed() -> None:
    """The test above can fail: without the secret more is visible."""
    scheme = toy.scheme(gates=[HOLD])
    shown = {
        secret: planted(scheme, [{}], [{}], secret) for secret in ("apart", "none")
    }
    assert shown["apart"] != shown["none"]


WAYS: dict[str, tuple[Row, Row, list[tuple[str, str]]]] = {
    "itself": ({}, {}, [("c1", "f1")]),
    "the other way round": ({}, {}, [("f1", "c1")]),
    "through the asset's holder": ({}, {"holder": "p1"}, [("c1", "p1")]),
    "through the need's holder": ({"holder": "p2"}, {}, [("p2", "f1")]),
    "through both": ({"holder": "p2"}, {"holder": "p1"}, [("p1", "p2")]),
    "through the second adult": ({}, {"holder": "p1", "partner": "p3"}, [("c1", "p3")]),
    "on hold": ({}, {"hold": True}, []),
    "full": ({}, {"seats": 0}, []),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_behind_it_the_line_is_one(way: str) -> None:
    """Not available, with nothing beside it, and every other gate as it was."""
    need, asset, apart = WAYS[way]
    held = toy.gate("held", "flag", asset="hold", confidential=True, **{"is": False})
    scheme = toy.scheme(
        gates=[held, toy.gate("some", "one_of", need="want", asset="have")],
        build=Build(capacity="seats"),
    )
    snapshot = toy.snapshot(needs={"c1": need}, assets={"f1": asset}, apart=apart)
    graph = build_asset_graph(snapshot, scheme)
    *others, last = why_not(graph, scheme, "c1", "f1")
    assert [result.name for result in others] == ["some", "decided"]
    assert all(result.passed for result in others)
    assert asdict(last) == {
        "name": "available",
        "passed": False,
        "sentence": "not available",
        "margin": None,
        "unit": "",
        "items": (),
        "change": "",
        "asked": True,
    }
    assert not len(find_candidates(graph, scheme))


def test_the_line_is_always_there() -> None:
    """For a pair that may meet it says so: its absence would tell."""
    snapshot = toy.snapshot(needs={"c1": {}}, assets={"f1": {}})
    graph = build_asset_graph(snapshot, toy.scheme())
    last = why_not(graph, toy.scheme(), "c1", "f1")[-1]
    assert (last.name, last.passed, last.sentence) == ("available", True, "available")


def test_staff_kept_apart_from_an_asset_are_not_engaged_there() -> None:
    """A tutor and the holder of a course, with an ordinary list for everybody."""
    scheme = toy.scheme(build=rounds.BUILD)
    snapshot = toy.snapshot(
        assets={"k1": {"holder": "p1"}, "k2": {}},
        staff={"t1": {"outcome": "tutor"}, "t2": {"outcome": "tutor"}},
        apart=[("t1", "p1")],
    )
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    instance = build_instance(pool, score_candidates(pool, scheme), scheme)
    assert [row.can for row in instance.staff] == [("k2",), ("k1", "k2")]
    assert instance.apart == ()
