"""Splicing on small odd rounds: holders shared, refs reused, people on both sides."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy

from matcher.candidates import find_candidates
from matcher.explaining.edits import Edit
from matcher.explaining.splicing import rebuilt, spliced
from matcher.graph import build_asset_graph
from matcher.instance import build_instance, write_instance
from matcher.model import Snapshot
from matcher.schemes import Scheme
from matcher.scoring import score_candidates


@given(
    scheme=rounds.schemes(),
    snapshot=rounds.snapshots(),
    cells=rounds.ROWS["assets"],
    ref=st.sampled_from(["f1", "f2", "f3", "new"]),
    apart=st.sampled_from(["", "c1", "p1", "t1"]),
)
def test_a_spliced_instance_is_the_rebuilt_one(
    scheme: Scheme, snapshot: Snapshot, cells: dict[str, Any], ref: str, apart: str
) -> None:
    """Whatever the cells that change; who is behind a row stays, or is new with it."""
    known = {row.ref: row for row in snapshot.assets}
    if ref in known:
        names = {name: known[ref].get(name) for name in ("holder", "partner")}
    else:
        ref, names = "new", {"holder": "new", "partner": None}
    pairs = ((min(ref, apart), max(ref, apart)),) if apart and ref == "new" else ()
    edit = Edit((toy.record(ref, **{**cells, **names}),), apart=pairs)
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    instance = build_instance(pool, score_candidates(pool, scheme), scheme)
    quick = spliced(instance, graph, scheme, edit)
    whole = rebuilt(edit.on(snapshot), scheme)
    assert write_instance(quick) == write_instance(whole)


def test_a_change_at_one_asset_reaches_the_others_of_its_holder() -> None:
    """What somebody learns for one thing they offer, they can do in another."""
    scheme = toy.scheme(
        gates=(toy.gate("must", "can", need="must"),),
        columns={"needs": {"must": "capabilities"}, "assets": rounds.COLUMNS["assets"]},
        capabilities=rounds.SKILLS,
    )
    snapshot = toy.snapshot(
        needs={"c1": {"must": ("medication",)}},
        assets={"f1": {"holder": "p1"}, "f2": {"holder": "p1"}},
    )
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    instance = build_instance(pool, score_candidates(pool, scheme), scheme)
    able = toy.record("f1", holder="p1", capabilities=("medication",))
    quick = spliced(instance, graph, scheme, Edit((able,)))
    assert not len(instance.fits)
    assert len(quick.fits) == 2
    assert write_instance(quick) == write_instance(
        rebuilt(Edit((able,)).on(snapshot), scheme)
    )
