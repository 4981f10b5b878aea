"""Comparing policies: every figure is that of an actual solve, and names nobody."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from support.instances import tiny
from support.lines import harbourside
from support.optima import Optima
from support.oracle import Ask
from support.results import SALT

from matcher.instance import Instance, instance_of
from matcher.model import POLICIES, Policy
from matcher.rounds import compare_apart, comparing
from matcher.rounds.comparing import Comparison, Totals, compare
from matcher.schemes import find_scheme
from matcher.solving import solve
from matcher.verifying import Verification, verify_solution

Row = dict[str, Any]
ASKED = [
    Policy("stable"),
    Policy("stable", allow=3),
    Policy("best"),
    Policy("best", maximise="minimum-regret"),
    Policy("fair"),
]


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify in this process: another one each time would take most of the time."""

    def verified(instance: Instance, solution: Any, *, salt: str) -> Verification:
        return verify_solution(instance, solution, salt=salt)

    monkeypatch.setattr(comparing, "verify_apart", verified)


def example(seed: int, **more: bool) -> Row:
    """Return an instance with fits, priorities and groups."""
    rng = random.Random(f"comparing {seed}")
    options = {"priorities": True, "groups": True} | more
    return tiny(rng, needs=6, market=rng.choice(("common", "two-sided")), **options)


def row_of(data: Row, policy: Policy) -> Totals:
    """Return what a comparison says of one policy."""
    (row,) = compare(instance_of(data), [policy], salt=SALT)
    return row


def test_the_totals_are_those_of_a_solve() -> None:
    """Matched, fit, blocking pairs and levels are what solving by itself gives."""
    for seed in range(15):
        data = example(seed)
        instance = instance_of(data)
        rows = compare(instance, ASKED, salt=SALT)
        for policy, row in zip(ASKED, rows, strict=True):
            one = solve(instance, policy, salt=SALT)
            assert (row.status, row.matched) == (one.status, len(one.chosen))
            assert row.matched + row.unmatched == len(data["needs"])
            assert row.blocking_pairs == len(one.blocking_pairs)
            levels = [(level.name, level.value) for level in row.objectives]
            assert levels == [(level.name, level.value) for level in one.objectives]
            assert row.frontier == one.frontier
            assert row.verified


def test_the_totals_are_those_of_the_oracle() -> None:
    """By priority, by rank, in points and at worst: counted from the best solution."""
    for seed in range(40):
        data, policy = example(seed), ASKED[seed % len(ASKED)]
        if not data["fits"] or policy.allow is not None:
            continue
        row = row_of(data, policy)
        best = Optima(data, Ask(policy.name, policy.maximise), SALT)
        answer, o = best.winner[0], best.oracle
        members = [(m, a) for u, a in answer.assigned for m in o.members[u]]
        for level, many in row.by_priority.items():
            units = [u for u, _ in answer.assigned if o.priority(u) == level]
            assert many == sum(len(o.members[u]) for u in units)
        points = [o._side(o.rows[pair]) for pair in members]
        assert row.fit == sum(fit for _, _, fit in points)
        assert row.worst_need_fit == min((own for own, _, _ in points), default=None)
        pairs = [o.pairs[pair] for pair in answer.assigned]
        for ranks, mine in (
            (row.need_ranks, [pair.rank for pair in pairs]),
            (row.asset_ranks, [pair.asset_rank for pair in pairs]),
        ):
            assert ranks == {rank: mine.count(rank) for rank in sorted(set(mine))}


def test_the_frontier_is_that_of_each_allowance() -> None:
    """Each row is what a solve with that allowance gives; the last is the best."""
    longest = 0
    for seed in range(25):
        data = example(seed, seats=True)
        row = row_of(data, Policy("stable", allow=6))
        sizes = [(step["blocking"], step["size"], step["fit"]) for step in row.frontier]
        assert sizes == sorted(set(sizes))
        for blocking, size, fit in sizes:
            one = row_of(data, Policy("stable", allow=blocking))
            assert (size, fit) == (one.matched, one.fit)
            assert one.blocking_pairs <= blocking
        if sizes:
            assert sizes[-1][1:] == (row.matched, row.fit)
        longest = max(longest, len(sizes))
    assert longest > 1


def test_what_a_policy_cannot_take_is_no_figure() -> None:
    """Deferred acceptance takes no groups: it is listed as not possible."""
    data = example(3)
    assert data["groups"]
    rows = compare(instance_of(data), [Policy(name) for name in POLICIES], salt=SALT)
    assert [row.possible for row in rows] == [True, True, True, False, False]


def test_a_comparison_names_nobody_and_reads_back() -> None:
    """No ref of a need, an asset or a group is in what is kept."""
    data = example(3)
    rows = compare(instance_of(data), ASKED, salt=SALT)
    text = Comparison("0" * 64, rows).to_json()
    assert Comparison.from_json(text).to_json() == text
    refs = {row["ref"] for kind in ("needs", "assets", "groups") for row in data[kind]}
    assert not refs & set(_texts(json.loads(text)))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [t for k, v in value.items() for t in [k, *_texts(v)]]
    if isinstance(value, list):
        return [t for item in value for t in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_a_round_is_compared_in_a_process_of_its_own() -> None:
    """On a shipped example: the scheme's policy, best, and one that cannot be."""
    scheme = find_scheme("norfolk-carers")
    asked = [scheme.policy, Policy("best", ties="person"), Policy("needs-first")]
    found = compare_apart(harbourside(), scheme, asked, salt=SALT)
    assert found.snapshot_sha256 == harbourside().digest()
    stable, best, refused = found.policies
    assert stable.verified
    assert best.verified
    assert stable.blocking_pairs == 0 < stable.matched <= best.matched
    assert not refused.possible
