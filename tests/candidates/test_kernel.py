"""The compiled sweep gives the pairs of the rules themselves, to the last bit."""

import random
import subprocess
import sys
from typing import Any

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy
from support.lines import invented

from matcher.candidates import Pool, clauses, find_candidates, kernel, pool, sweeping
from matcher.graph import AssetGraph, build_asset_graph
from matcher.model import Place, Snapshot
from matcher.schemes import Gate, Scheme, find_scheme

COLUMNS = ("need", "asset", "km", "staff", "staff_asset")
MORE_GATES = (
    *rounds.GATES,
    toy.gate("same", "same", need="level", asset="level"),
    toy.gate("alike", "same", need="level", asset="level", empty="passes"),
    toy.gate("enough", "at_least", need="km", asset="seats"),
    toy.gate("ample", "at_least", need="km", asset="seats", minus="low"),
    toy.gate("any", "one_of", need="want", asset="have", empty="passes"),
    toy.gate("twice", "slots", need="free", asset="free", at_least=2),
    toy.gate("whenever", "slots", need="free", asset="free", empty="passes"),
    toy.gate("lifted", "flag", need="lifts", if_="lifts"),
    toy.gate("ready", "check", on="left", **rounds.CHECK, accepted=("enhanced",)),
    toy.gate("fixed", "within", place="place", at="place", km=50, empty="passes"),
)


def swept(graph: AssetGraph, scheme: Scheme) -> Pool:
    """Return what the kernel finds, however small the round."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "SMALL", 0)
        return find_candidates(graph, scheme)


def same(one: Pool, other: Pool) -> bool:
    """Tell whether two pools hold the same pairs and distances, bit for bit."""
    return all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes()
        for name in COLUMNS
    )


@given(
    rounds.snapshots(most=7),
    st.lists(st.sampled_from(MORE_GATES), unique_by=lambda g: g.name, max_size=6),
)
def test_a_sweep_finds_what_testing_each_pair_finds(
    snapshot: Snapshot, gates: list[Gate]
) -> None:
    """Any mix of gates, with cells left empty, decisions, and people kept apart."""
    scheme = toy.scheme(
        gates=gates,
        columns=rounds.COLUMNS,
        build=rounds.BUILD,
        capabilities=rounds.SKILLS,
        trains=rounds.COURSES,
    )
    graph = build_asset_graph(snapshot, scheme)
    assert same(swept(graph, scheme), find_candidates(graph, scheme))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("name", "needs", "assets"),
    [
        ("norfolk-carers", 90, 400),
        ("oxfordshire-mentors", 200, 150),
        ("hartlepool-tutors", 300, 20),
        ("hartlepool-babybank", 200, 200),
    ],
)
def test_a_sweep_finds_it_for_each_scheme(
    name: str, needs: int, assets: int, seed: int
) -> None:
    """Whole invented communities, several words of bits to a row of cells."""
    scheme = find_scheme(name)
    graph = build_asset_graph(invented(name, needs, assets, seed), scheme)
    found = find_candidates(graph, scheme)
    assert len(found)
    assert same(swept(graph, scheme), found)


def test_gates_without_clauses_and_chunks_of_any_size_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too many words for bits, and no more space than one left row may need."""
    scheme = find_scheme("norfolk-carers")
    graph = build_asset_graph(invented("norfolk-carers", 60, 100), scheme)
    found = find_candidates(graph, scheme)
    monkeypatch.setattr(sweeping, "SPACE", 1)
    assert same(swept(graph, scheme), found)
    monkeypatch.setattr(clauses, "MOST_BITS", 0)
    assert same(swept(graph, scheme), found)


def test_limits_that_only_a_geodesic_can_tell_are_left_to_it() -> None:
    """Hundreds of kilometres, to the pole, over the date line, and exactly there."""
    rng = random.Random(7)
    places = [
        Place("XX1", rng.uniform(-90, 90), rng.choice([180.0, -179.9, 0.0, 40.0]))
        for _ in range(60)
    ]
    places += [Place("XX1", 52.0 + n / 50, 1.0) for n in range(60)] * 2
    gate = toy.gate("near", "within", place="place", at="place", km_column="km")
    scheme = toy.scheme(gates=[gate])
    cells: dict[str, dict[str, Any]] = {
        f"c{n:03}": {"place": place, "km": rng.choice([0, 2, 90, 700, 9000, 30000])}
        for n, place in enumerate(places)
    }
    rows = {f"f{n:03}": {"place": place} for n, place in enumerate(places)}
    graph = build_asset_graph(toy.snapshot(needs=cells, assets=rows), scheme)
    assert same(swept(graph, scheme), find_candidates(graph, scheme))


def test_a_planted_fault_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """One bit of one word turned round, and the pools differ."""
    scheme = find_scheme("norfolk-carers")
    graph = build_asset_graph(invented("norfolk-carers", 60, 100), scheme)
    found = find_candidates(graph, scheme)
    right = clauses.packed
    monkeypatch.setattr(clauses, "packed", lambda *given: ~right(*given))
    assert not same(swept(graph, scheme), found)


def test_a_small_round_loads_no_compiler() -> None:
    """A round of the demo's size never waits for one."""
    code = """
import sys
from support.lines import invented
from matcher.candidates import find_candidates
from matcher.graph import build_asset_graph
from matcher.schemes import find_scheme
scheme = find_scheme("norfolk-carers")
find_candidates(build_asset_graph(invented("norfolk-carers", 20, 20), scheme), scheme)
sys.exit("numba" in sys.modules)
"""
    path = ":".join(filter(None, sys.path))
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": path},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()


def test_where_nothing_can_be_kept_it_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No folder to write to: numba says so, and the function works."""
    right = numba.njit

    def njit(*functions: Any, **options: Any) -> Any:
        if options.pop("cache", False):
            raise RuntimeError("cannot cache function: no locator available")
        return right(*functions, **options)

    monkeypatch.setattr(numba, "njit", njit)
    assert kernel.compiled(lambda one: one + 1)(1) == 2
