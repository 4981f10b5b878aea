"""What would change it: applied to the snapshot, the whole line matches the need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.lines import SALT
from support.solved import community, explained, tiny

from matcher.explaining import Case, Near, Why, changes_for, find_change
from matcher.explaining.changing import Found
from matcher.explaining.splicing import rebuilt
from matcher.solving import solve

pytestmark = pytest.mark.xdist_group("explained")  # told once for all workers
SOME = [
    ("norfolk-carers", 1),
    ("norfolk-carers", 3),
    ("oxfordshire-mentors", 1),
    ("oxfordshire-mentors", 2),
    ("hartlepool-tutors", 1),
    ("hartlepool-babybank", 1),
    ("hartlepool-babybank", 2),
    ("hartlepool-babybank", 3),
]
"""More than 200 units wait in these."""
LEAST = {"hartlepool-tutors": 0.3}
"""Share of units with a change; few parents rarely make up a further course."""


def waiting(case: Case) -> list[int]:
    """Return the units without a match."""
    count = range(len(case.market.units))
    return [unit for unit in count if case.members(unit)[0] not in case.homes]


class Applied:
    """The whole line run on changed snapshots, once for equal changes."""

    def __init__(self, case: Case) -> None:
        self.case, self.homes = case, dict[str, dict[str, str]]()

    def home(self, found: Found, need: str) -> str:
        """Return where a need sits with a change applied; "" where nowhere."""
        edit, case = found.trial.edit, self.case
        if edit.key not in self.homes:
            snapshot = edit.on(case.graph.snapshot)
            instance = rebuilt(snapshot, case.scheme)
            solution = solve(instance, case.policy, salt=SALT, effort=case.effort)
            self.homes[edit.key] = {row.need: row.asset for row in solution.chosen}
        return self.homes[edit.key].get(need, "")


def check(case: Case) -> list[bool]:
    """Prove every listed change of a round; return for which units there is one."""
    applied, results = Applied(case), []
    for unit in waiting(case):
        seen = Near.of(case, unit)
        found, changes = find_change(seen), changes_for(seen)
        results.append(found is not None)
        assert bool(changes) == (found is not None)
        if found is None:
            continue
        for need in case.members(unit):
            assert applied.home(found, need) == found.home
        (change,) = changes
        known = {row.ref for row in case.graph.assets}
        assert change.matched_to == (found.home if found.home in known else "")
        assert change.asset in known
        assert 1 <= len(change.kinds) <= 2
    return results


@pytest.mark.parametrize(("name", "seed"), SOME)
def test_a_listed_change_matches_the_need(name: str, seed: int) -> None:
    """Applied to the snapshot, and solved whole, each matches all of its unit."""
    results = check(community(name, seed))
    assert sum(results) >= LEAST.get(name, 0.85) * len(results)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("name", sorted({name for name, _ in SOME}))
def test_changes_of_larger_communities(name: str, seed: int) -> None:
    """The same at twice the size, over more draws."""
    assert check(community(name, seed, size=2))


def test_a_change_that_does_nothing_is_caught() -> None:
    """Planted: a change whose asset stays as it is proves nothing."""
    case = community("norfolk-carers", 1)
    unit = waiting(case)[0]
    found = find_change(Near.of(case, unit))
    assert found is not None
    record = case.graph.assets[0].record
    idle = replace(found.trial, edit=replace(found.trial.edit, assets=(record,)))
    need = case.members(unit)[0]
    assert Applied(case).home(replace(found, trial=idle), need) == ""
    assert Applied(case).home(found, need) == found.home


@pytest.mark.parametrize("name", sorted({name for name, _ in SOME}))
def test_nothing_unavailable_is_named(name: str) -> None:
    """No change, alternative or near miss names what is not available for a need."""
    case = tiny(name)
    for why in explained(case):
        if why.kind not in ("pair", "need"):
            continue
        named = {change.asset for change in why.changes} | set(why.equal)
        named |= {other.asset for other in why.alternatives}
        named |= {miss.ref for miss in why.nearest}
        assert not named & unavailable(case, why)


def unavailable(case: Case, why: Why) -> set[str]:
    """Return the assets that are not available for some member of a unit."""
    seen = Near.of(case, case.unit_of[why.need])
    names = [each.gate.name for each in seen.ready]
    shut = seen.failed[names.index("available")] | seen.failed[names.index("decided")]
    return {row.ref for row, no in zip(case.graph.assets, shut, strict=True) if no}
