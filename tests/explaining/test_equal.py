"""Equally good: every asset named was seen in an answer of the same values."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.lines import SALT
from support.solved import community, explained, solved

from matcher.explaining import Case
from matcher.explaining.drawing import drawn
from matcher.solving import solve


def tied(name: str, seed: int) -> Case:
    """Return a community whose criteria say nothing: everything is a tie."""
    case = community(name, seed)
    return solved(case.graph.snapshot, replace(case.scheme, criteria=()))


@pytest.mark.parametrize("seed", [1, 3])
@pytest.mark.parametrize("name", ["norfolk-carers", "oxfordshire-mentors"])
def test_each_equal_asset_is_shown_by_an_answer_of_equal_values(
    name: str, seed: int
) -> None:
    """Forcing it and solving again gives every objective its value of today."""
    case = tied(name, seed)
    values = {row.name: row.value for row in case.solution.objectives}
    checked = 0
    for unit, assets in case.solution.equal:
        need = case.members(case.market.units.index(unit))[0]
        for asset in assets:
            pinned = tuple(sorted({*case.instance.pinned, (need, asset)}))
            forced = replace(case.instance, pinned=pinned)
            then = solve(forced, case.policy, salt=SALT)
            assert {row.name: row.value for row in then.objectives} == values
            checked += 1
    assert checked


def test_a_choice_that_is_a_persons_reaches_nobody_outside() -> None:
    """Provisional pairs are for staff and approver; no draw is told of any."""
    case = tied("norfolk-carers", 1)
    provisional = {row.need for row in case.solution.chosen if row.provisional}
    assert provisional
    for why in explained(case):
        if why.kind == "pair":
            open_ = why.need in provisional
            assert (why.state == "for you to choose") == open_
            assert (set(why.versions) == {"staff", "approver"}) == open_
        assert "published draw" not in repr(why.versions)


def test_a_draw_is_told_to_those_for_whom_it_counted() -> None:
    """Families whose piece had no rival read nothing of a draw."""
    case = community("hartlepool-babybank", 1)
    by_draw, market = drawn(case), case.market
    told = {
        why.need
        for why in explained(case)
        if "published draw" in repr(why.versions.get("family", ()))
    }
    assert told == by_draw & set(case.homes)
    lone = [
        case.members(unit)[0]
        for unit in range(len(market.units))
        if market.start[unit + 1] - market.start[unit] == 1
    ]
    ranks = {
        (int(a), int(r), int(market.priority[u]))
        for u, a, r in zip(market.unit, market.asset, market.asset_rank, strict=True)
    }
    assert told
    assert len(ranks) < len(market.unit)
    assert set(lone) - told
