"""The entry point: laws of every policy, and what it refuses."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, shuffled, tiny
from support.plain import SALT, solved
from support.tools import ROOT

from matcher.errors import Refused
from matcher.instance import Solution, instance_of, read_result, write_result
from matcher.model import PROPOSALS, Policy
from matcher.solving import solve

SIMPLE: dict[str, Any] = {
    "format": "acorns-instance/1",
    "needs": [{"ref": "c1"}, {"ref": "c2"}],
    "assets": [{"ref": "f1"}],
    "fits": [
        {"need": "c1", "asset": "f1", "fit": 8},
        {"need": "c2", "asset": "f1", "fit": 8},
    ],
}
ONE_SEAT = (
    "groups",
    "seats",
    "siblings",
    "max_units",
    "limits",
    "openings",
    "staffing",
)
PLAIN = dict.fromkeys((*ONE_SEAT, "persons", "minimum", "apart", "max_changes"), False)


def untimed(solution: Solution) -> Solution:
    """Return a solution without the seconds it took."""
    return replace(solution, seconds=0.0)


@given(
    instances(**PLAIN | {"repeats": False}),
    st.sampled_from(("best", *PROPOSALS)),
    st.integers(0, 999),
)
def test_shuffled_rows_change_nothing(
    data: dict[str, Any], policy: str, seed: int
) -> None:
    """Row order, order within ties and key order leave every byte but the seconds."""
    other = shuffled(random.Random(seed), data)
    assert untimed(solved(data, policy)) == untimed(solved(other, policy))


@given(instances(**PLAIN), st.integers(0, 99))
def test_the_salt_settles_ties_and_nothing_else(
    data: dict[str, Any], salt: int
) -> None:
    """Another salt keeps every value; a unique solution stays as it is."""
    one, other = solved(data), solved(data, salt=str(salt))
    assert [(o.name, o.value) for o in one.objectives] == [
        (o.name, o.value) for o in other.objectives
    ]
    assert (one.tie == "unique") == (other.tie == "unique")
    if one.tie == "unique":
        assert one.chosen == other.chosen


def test_some_salt_turns_a_tie() -> None:
    """Ten salts and one seat between two equal needs: both win somewhere."""
    winners = {solved(SIMPLE, salt=str(salt)).chosen[0].need for salt in range(10)}
    assert winners == {"c1", "c2"}


@pytest.mark.parametrize("policy", ["best", "stable", *PROPOSALS])
def test_a_result_reads_back(policy: str) -> None:
    """Every row that is written is read again as it was."""
    rng = random.Random(11)
    for market in ("lists", "common", "two-sided"):
        solution = solved(tiny(rng, market=market, priorities=True), policy)
        assert read_result(write_result(solution)) == solution


def test_every_need_is_chosen_or_unmatched_with_a_reason() -> None:
    """No row silently vanishes; group members stand row by row."""
    rng = random.Random(12)
    for _ in range(30):
        data = tiny(rng, market="two-sided", groups=True, openings=True)
        solution = solved(data)
        rows = [row.need for row in solution.chosen]
        rows += [need for need, reason in solution.unmatched if reason]
        assert sorted(rows) == sorted(row["ref"] for row in data["needs"])
        held = {row.asset for row in solution.chosen}
        could = {row["ref"] for row in data["assets"] if row.get("opens_with")}
        assert {asset for asset, _ in solution.closed} == could - held


def test_rows_carry_each_needs_own_points() -> None:
    """Fits are those of the row, and absent where the market lacks them."""
    rng = random.Random(13)
    for market in ("lists", "common", "two-sided"):
        data = tiny(rng, market=market, groups=True)
        rows = {(r["need"], r["asset"]): r for r in data.get("fits", [])}
        for row in solved(data).chosen:
            given_row = rows.get((row.need, row.asset), {})
            assert row.need_fit == given_row.get("need_fit")
            assert row.asset_fit == given_row.get("asset_fit")
            assert (row.fit is None) == (market == "lists")


def test_where_ties_are_a_persons_the_draw_is_provisional() -> None:
    """Both equal needs stand in ``equal``; the drawn one is marked provisional."""
    solution = solved(SIMPLE, ties="person")
    drawn = solution.chosen[0].need
    other = {"c1": "c2", "c2": "c1"}[drawn]
    assert solution.chosen[0].provisional
    assert solution.equal == tuple(sorted([(drawn, ()), (other, ("f1",))]))
    assert not solved(SIMPLE).equal


def test_infeasible_pins_are_named_and_nothing_is_chosen() -> None:
    """Two needs pinned to one seat: both pins, an empty result, status infeasible."""
    data = SIMPLE | {"pinned": [["c1", "f1"]], "agreed": [["c2", "f1"]]}
    for policy in ("best", *PROPOSALS):
        solution = solved(data, policy)
        assert solution.status == "infeasible"
        assert not solution.chosen
        assert [(c.kind, c.refs) for c in solution.conflict] == [
            ("agreed", ("c2", "f1")),
            ("pin", ("c1", "f1")),
        ]


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (Policy("quick"), "stable, best, fair, needs-first or assets-first"),
        (Policy("fair", maximise="fit"), "objectives of its own"),
        (Policy("fair", allow=1), "--allow"),
        (Policy("best", maximise="most"), "size-fit, fit, generous"),
        (Policy("best", allow=1), "--allow"),
        (Policy("stable", allow=-1), "--allow"),
        (Policy("best", margin=0), "--margin"),
        (Policy("stable", margin=5), "both sides' fits"),
        (Policy("needs-first", maximise="fit"), "no objectives"),
        (Policy("needs-first", ties="person"), "leaves them to a person"),
        (Policy("assets-first", maximise="fit"), "assets-first has no objectives"),
        (Policy("assets-first", ties="person"), "leaves them to a person"),
    ],
)
def test_what_cannot_be_asked_is_refused(policy: Policy, says: str) -> None:
    """The sentence names what exists or what to leave out."""
    with pytest.raises(Refused, match=says):
        solve(instance_of(SIMPLE), policy, salt=SALT)


def test_fair_is_refused_where_it_means_nothing() -> None:
    """Lists have no points to compare; a margin is for what blocks."""
    lists = {key: SIMPLE[key] for key in ("format", "needs", "assets")}
    lists["needs"] = [row | {"prefers": [["f1"]]} for row in SIMPLE["needs"]]
    with pytest.raises(Refused, match="has no fits"):
        solved(lists, "fair")
    both = [row | {"need_fit": 8, "asset_fit": 8} for row in SIMPLE["fits"]]
    with pytest.raises(Refused, match="policy stable only"):
        solved(SIMPLE | {"fits": both}, "fair", margin=2)


@pytest.mark.parametrize("salt", ["", "ABCD", "xyz", "12 34"])
def test_a_salt_is_lower_case_hex(salt: str) -> None:
    """Anything else would hash differently elsewhere."""
    with pytest.raises(Refused, match="lower-case hex"):
        solve(instance_of(SIMPLE), Policy("best"), salt=salt)


@pytest.mark.parametrize("effort", [0.0, -1.0, math.inf, math.nan])
def test_effort_is_an_amount(effort: float) -> None:
    """No effort, or no end of it, is refused."""
    with pytest.raises(Refused, match="effort"):
        solve(instance_of(SIMPLE), Policy("best"), salt=SALT, effort=effort)


@pytest.mark.parametrize("side", ["needs", "assets"])
def test_an_empty_round_is_refused(side: str) -> None:
    """Nothing to match is no optimal answer."""
    instance = instance_of(SIMPLE)
    instance = replace(instance, needs=()) if side == "needs" else instance
    instance = replace(instance, assets=()) if side == "assets" else instance
    with pytest.raises(Refused, match=f"no {side}"):
        solve(instance, Policy("best"), salt=SALT)


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("groups", {"groups": [{"ref": "s1", "members": ["c1", "c2"]}]}),
        ("seats", {"needs": [{"ref": "c1", "seats": 2}, {"ref": "c2"}]}),
        ("uses", {"needs": [{"ref": "c1", "uses": {"creche": 1}}, {"ref": "c2"}]}),
        ("apart", {"apart": [["c1", "c2"]]}),
        ("max_changes", {"max_changes": 1}),
        ("staff", {"staff": [{"ref": "t1", "role": "tutor"}]}),
        ("opens_with", {"assets": [{"ref": "f1", "opens_with": 1}]}),
        ("minimum", {"assets": [{"ref": "f1", "minimum": 1}]}),
        ("max_units", {"assets": [{"ref": "f1", "max_units": 1}]}),
        ("limits", {"assets": [{"ref": "f1", "limits": {"creche": 1}}]}),
        ("slots", {"assets": [{"ref": "f1", "slots": ["tue-am"]}]}),
        ("unless_one_group", {"assets": [{"ref": "f1", "unless_one_group": 2}]}),
        (
            "staffing",
            {"assets": [{"ref": "f1", "staffing": [{"role": "x", "exactly": 1}]}]},
        ),
    ],
)
def test_deferred_acceptance_names_the_fields_it_does_not_take(
    field: str, row: dict[str, Any]
) -> None:
    """A field it would not honour is refused by name."""
    for policy in PROPOSALS:
        with pytest.raises(Refused, match=field):
            solved(SIMPLE | row, policy)


def test_the_hash_seed_changes_nothing() -> None:
    """Another order of sets in another process: the same result digest."""
    data = tiny(random.Random(8), needs=9, assets=4, market="two-sided", apart=True)
    code = (
        "import sys; from matcher.instance import read_instance, result_digest;"
        "from matcher.model import Policy; from matcher.solving import solve;"
        "instance = read_instance(sys.stdin.read());"
        f"solution = solve(instance, Policy('best', ties='person'), salt='{SALT}');"
        "print(result_digest(solution))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(data),
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1
