"""The quick way equals the whole way: parts for wholes, one asset for all rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from support.lines import SALT
from support.solved import community, solved

from matcher.explaining import Case, Near
from matcher.explaining.components import Components
from matcher.explaining.forcing import forced
from matcher.explaining.resolving import resolve
from matcher.explaining.splicing import rebuilt, spliced
from matcher.explaining.trials import trials
from matcher.instance import (
    Instance,
    Solution,
    compile_market,
    read_instance,
    write_instance,
)
from matcher.model import MAXIMISE, Policy
from matcher.schemes import find_scheme
from matcher.solving import solve

SOME = [
    ("norfolk-carers", 1, 30),
    ("norfolk-carers", 2, 30),
    ("oxfordshire-mentors", 1, 25),
    ("oxfordshire-mentors", 3, 25),
    ("hartlepool-tutors", 1, 8),
    ("hartlepool-tutors", 3, 7),
    ("hartlepool-babybank", 1, 38),
    ("hartlepool-babybank", 2, 37),
]
"""200 pairs to force, of communities small enough to solve whole each time."""


def whole(case: Case, instance: Instance) -> Solution:
    """Solve an instance by the front door, ties by the draw."""
    return solve(instance, case.policy, salt=SALT, effort=case.effort)


def homes(solution: Solution) -> Mapping[str, str]:
    """Return need to asset."""
    return {row.need: row.asset for row in solution.chosen}


def drawn(case: Case, count: int) -> list[tuple[str, str]]:
    """Return so many accepted pairs of a round that are not chosen, drawn anew."""
    market, rows = case.market, case.instance.assets
    ends = zip(market.unit.tolist(), market.asset.tolist(), strict=True)
    pairs = [(case.members(unit)[0], rows[asset].ref) for unit, asset in ends]
    others = [pair for pair in pairs if case.homes.get(pair[0]) != pair[1]]
    return Random(count).choices(others, k=count)


def check_all(case: Case, count: int) -> None:
    """Hold so many drawn alternatives to whole re-solves."""
    for need, asset in drawn(case, count):
        check_forced(case, need, asset)


def check_forced(case: Case, need: str, asset: str) -> None:
    """Hold an alternative to a re-solve of the whole with the pair pinned."""
    found, now = forced(case, need, asset), case.solution
    pinned = tuple(sorted({*case.instance.pinned, (need, asset)}))
    then = whole(case, replace(case.instance, pinned=pinned))
    assert found.possible == (then.status != "infeasible")
    if not found.possible:
        return
    before = {row.name: row.value for row in now.objectives}
    after = {row.name: row.value for row in then.objectives}
    assert found.changes == {name: after[name] - before[name] for name in before}
    moved = {case.market.units[case.unit_of[need]]: asset}
    moved |= {move.unit: move.after for move in found.moves}
    for unit, ref in enumerate(case.market.units):
        member = case.members(unit)[0]
        expected = moved.get(ref, case.homes.get(member, ""))
        assert homes(then).get(member, "") == expected


@pytest.mark.parametrize(("name", "seed", "count"), SOME)
def test_an_alternative_is_what_a_whole_resolve_gives(
    name: str, seed: int, count: int
) -> None:
    """Values and moves of 200 forced pairs are those of the whole solved again."""
    case = community(name, seed)
    check_all(case, count)


@pytest.mark.parametrize("name", ["oxfordshire-mentors", "hartlepool-babybank"])
def test_prices_tell_what_a_whole_resolve_gives(name: str) -> None:
    """Under best on capacities no alternative is solved again, and none differs."""
    scheme = replace(find_scheme(name), policy=Policy("best"))
    case = solved(community(name).graph.snapshot, scheme)
    assert case.forcing is not None
    check_all(case, 30)


@pytest.mark.parametrize(
    "policy",
    [Policy("fair"), *(Policy("best", word) for word in MAXIMISE[2:])],
    ids=lambda policy: f"{policy.name} {policy.maximise}",
)
@pytest.mark.parametrize("name", ["oxfordshire-mentors", "norfolk-carers"])
def test_other_policies_are_explained_by_what_they_give(
    name: str, policy: Policy
) -> None:
    """An alternative under fair or by ranks is that policy's own re-solve."""
    scheme = replace(find_scheme(name), policy=policy)
    check_all(solved(community(name).graph.snapshot, scheme), 4)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("name", sorted({name for name, *_ in SOME}))
def test_alternatives_at_twice_the_size(name: str, seed: int) -> None:
    """The same on larger communities."""
    case = community(name, seed, size=2)
    check_all(case, 60)


def check_spliced(case: Case, units: int, most: int) -> int:
    """Hold the spliced instance and its outcome to those of the whole line."""
    waiting = [u for u, _ in enumerate(case.market.units) if not home_of(case, u)]
    done = 0
    for unit in Random(units).sample(waiting, min(units, len(waiting))):
        for trial in list(trials(Near.of(case, unit)))[:most]:
            snapshot = trial.edit.on(case.graph.snapshot)
            again = rebuilt(snapshot, case.scheme)
            quick = spliced(case.instance, case.graph, case.scheme, trial.edit)
            assert write_instance(quick) == write_instance(again)
            member = case.members(unit)[0]
            expected = homes(whole(case, again)).get(member, "")
            assert case.after(trial.edit).home(unit) == expected
            done += 1
    return done


def home_of(case: Case, unit: int) -> str:
    """Return where a unit sits; "" where it waits."""
    return case.homes.get(case.members(unit)[0], "")


@pytest.mark.parametrize("name", sorted({name for name, *_ in SOME}))
def test_a_spliced_instance_is_the_rebuilt_one(name: str) -> None:
    """A changed asset's rows, put in place, are those of the whole line."""
    assert check_spliced(community(name, 1), units=4, most=5) >= 8


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", sorted({name for name, *_ in SOME}))
def test_spliced_instances_of_larger_communities(name: str, seed: int) -> None:
    """The same for every trial of many units."""
    check_spliced(community(name, seed, size=2), units=12, most=12)


@pytest.mark.parametrize(("name", "seed", "_count"), SOME)
def test_solving_without_proof_gives_the_same_answer(
    name: str, seed: int, _count: int
) -> None:
    """What is left out of a re-solve for an explanation is proof alone."""
    case = community(name, seed)
    found = resolve(case.market, case.policy, salt=SALT, effort=case.effort)
    expected = whole(case, case.instance)
    assert found.homes == homes(expected)
    assert found.staff == expected.staff
    assert found.values == {row.name: row.value for row in expected.objectives}


@pytest.mark.parametrize("name", sorted({name for name, *_ in SOME}))
def test_parts_together_are_the_whole(name: str) -> None:
    """Every row is in one part; parts solved one by one give the round's answer."""
    case = community(name, 1)
    found, values = dict[str, str](), dict[str, int]()
    for label in sorted(set(case.components.need.tolist())):
        part = compile_market(case.components.part(label))
        if len(part.unit):
            outcome = case.part_now(label)
            found |= outcome.homes
            for level, value in outcome.values.items():
                values[level] = values.get(level, 0) + value
    expected = whole(case, case.instance)
    assert found == homes(expected)
    rows = {row.name: row.value for row in expected.objectives}
    assert {name: values.get(name, 0) for name in rows} == rows


def test_where_changes_are_limited_there_is_one_part() -> None:
    """``max_changes`` and ``allow`` are shared by all, so nothing is solved alone."""
    case = community("norfolk-carers", 1)
    limited = compile_market(replace(case.instance, max_changes=3))
    allowing = replace(case.policy, allow=2)
    for parts in (
        Components.of(limited, case.policy),
        Components.of(case.market, allowing),
    ):
        assert {*parts.need.tolist(), *parts.asset.tolist()} == {0}
        assert parts.part(0).needs == case.instance.needs


def test_one_person_joins_two_parts() -> None:
    """A parent who is also a tutor ties the course asked for to the course led."""
    text = """{"format": "acorns-instance/1",
        "needs": [{"ref": "a1"}, {"ref": "a2"}],
        "assets": [
            {"ref": "k1"},
            {"ref": "k2", "staffing": [{"role": "tutor", "exactly": 1}]}],
        "fits": [{"need": "a1", "asset": "k1", "fit": 5},
                 {"need": "a2", "asset": "k2", "fit": 5}],
        "staff": [{"ref": "t1", "role": "tutor", "person": "a1"}]}"""
    parts = Components.of(compile_market(read_instance(text)), Policy("best"))
    assert len({*parts.need.tolist(), *parts.asset.tolist(), *parts.staff}) == 1
    alone = read_instance(text.replace(', "person": "a1"', ""))
    parts = Components.of(compile_market(alone), Policy("best"))
    assert len(set(parts.need.tolist())) == 2


def test_a_wrong_alternative_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: parts that leave out a competitor do not pass the check."""
    case = community("norfolk-carers", 1)
    case = solved(case.graph.snapshot, case.scheme)
    original = Components.part

    def fewer(self: Components, label: int) -> Instance:
        part = original(self, label)
        return replace(part, agreed=part.agreed, groups=())

    monkeypatch.setattr(Components, "part", fewer)
    with pytest.raises(AssertionError):
        check_all(case, 30)
