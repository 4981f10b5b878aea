"""From runs to figures: what counts, what is a bound, and what is reached."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.benchmarks import Bench, Case, Entrant, Reach, Run, figures

US, PEER = Entrant("us", "x:y"), Entrant("peer", "x:y", limit=60)
FASTER = Reach("times as fast", "peer", over="us", at_least=20)
SOON = Reach("seconds", "us", take="most", at_most=3)
PROVEN = Reach("proven", "us", "proven", take="least", at_least=1)
RUNS = [
    Run("us", 1, "done", cpu=1.0, claims={"size": 5}, facts={"proven": 1}),
    Run("peer", 1, "done", cpu=10.0, claims={"size": 5}),
    Run("us", 2, "done", cpu=2.0, claims={"size": 7}, facts={"proven": 1}),
    Run("peer", 2, "done", cpu=60.0, claims={"size": 7}),
    Run("us", 3, "done", cpu=3.0, claims={"size": 6}, facts={"proven": 1}),
    Run("peer", 3, "done", cpu=60.0, claims={"size": 6}),
]


def case_of(runs: list[Run], *reach: Reach) -> dict[str, Any]:
    """Return the figures of one case."""
    case = Case("case", "x:y", {}, {}, (US, PEER), reach or (FASTER, SOON, PROVEN))
    bench = Bench("bench", "about", (case,))
    found: dict[str, Any] = figures(bench, {"case": runs}, quick=False)["cases"][0]
    return found


def with_run(at: int, **change: Any) -> list[Run]:
    """Return the runs with one of them changed."""
    return [replace(run, **change) if k == at else run for k, run in enumerate(RUNS)]


def reached(found: dict[str, Any]) -> list[bool | None]:
    """Return what is reached, in the order of the case."""
    return [row["reached"] for row in found["reach"]]


def test_medians_and_ratios() -> None:
    """Ratios are taken seed by seed, then their median; the most is shown beside."""
    found = case_of(RUNS)
    us, peer = found["entrants"]
    assert us["cpu"] == {"median": 2.0, "most": 3.0}
    assert (peer["ratio"], peer["at_least"]) == (20.0, False)
    assert [row["measured"] for row in found["reach"]] == [20.0, 3.0, 1.0]
    assert reached(found) == [True, True, True]


def test_a_run_that_was_stopped_is_a_bound() -> None:
    """A peer's limit bounds the ratio from below, and is said to."""
    found = case_of(with_run(3, state="over", claims={}))
    assert found["entrants"][1]["at_least"]
    assert found["reach"][0] | {"reached": True, "bound": True} == found["reach"][0]


def test_our_own_run_that_was_stopped_reaches_nothing() -> None:
    """A worst case that was cut off cannot be left out of the worst case."""
    for state in ("over", "failed"):
        stopped = with_run(4, state=state, cpu=180.0, facts={}, claims={})
        assert reached(case_of(stopped))[1:] == [False, False]


def test_a_missing_peer_reaches_nothing_and_misses_nothing() -> None:
    """Where the peer is not installed, nobody can say."""
    runs = [replace(r, state="missing") if r.entrant == "peer" else r for r in RUNS]
    found = case_of(runs)
    assert reached(found) == [None, True, True]
    assert found["entrants"][1]["state"] == "missing"


@pytest.mark.parametrize("at", [1, 3, 5])
def test_one_wrong_claim_takes_every_ratio(at: int) -> None:
    """If one claim differs on one seed, no ratio is shown and nothing is reached."""
    found = case_of(with_run(at, claims={"size": 8}))
    assert len(found["wrong"]) == 1
    assert reached(found) == [None, None, None]
    assert not any("ratio" in row for row in found["entrants"])


def test_claims_of_another_instance_are_not_compared() -> None:
    """An entrant that runs on another size may claim what it likes."""
    case = Case("c", "x:y", {}, {}, (US, replace(PEER, differs={"over": 1})))
    bench = Bench("bench", "about", (case,))
    runs = with_run(1, claims={"size": 9})
    assert figures(bench, {"c": runs}, quick=False)["cases"][0]["wrong"] == []
