"""Plans for declines, and what declines do: each step is an actual re-solve."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.solved import community, tiny

from matcher.explaining import Case
from matcher.insight import at_rates, falls_to, ordered_shortlists
from matcher.instance import compile_market
from matcher.solving import solve

NAMES = ["norfolk-carers", "oxfordshire-mentors", "hartlepool-babybank"]


@pytest.mark.parametrize("name", NAMES)
def test_a_decline_falls_to_the_next_whom_nobody_else_has(name: str) -> None:
    """Each step is the whole round with the declined forbidden and others pinned."""
    case = tiny(name)
    for unit in range(0, len(case.market.units), 7):
        steps = falls_to(case, unit, most=3)
        members = case.members(unit)
        declined = [case.homes.get(members[0], "")]
        for step in steps:
            assert step == _next(case, members, declined)
            declined.append(step)
        assert len(set(declined)) == len(declined)


def _next(case: Case, members: tuple[str, ...], declined: list[str]) -> str:
    pins = {(n, a) for n, a in case.homes.items() if n not in members}
    gone = {(m, a) for m in members for a in declined if a}
    stays = {*case.homes, *members}
    instance = replace(
        case.instance,
        needs=tuple(
            need if need.ref in stays else replace(need, prefers=())
            for need in case.instance.needs
        ),
        pinned=tuple(sorted(pins)),
        forbidden=tuple(sorted({*case.instance.forbidden, *gone})),
        previous=(),
        max_changes=None,
    )
    then = solve(instance, case.policy, salt=case.salt, effort=case.effort)
    return {row.need: row.asset for row in then.chosen}.get(members[0], "")


def test_every_free_unit_has_an_ordered_shortlist() -> None:
    """The alternatives stand as the unit ranks them, without the one it has."""
    case = community("norfolk-carers")
    market = case.market
    found = {each.unit: each for each in ordered_shortlists(case, most=4)}
    assert len(found) == int((market.home < 0).sum())
    for unit, ref in enumerate(market.units):
        each = found[ref]
        ranks = {
            case.instance.assets[market.asset[p]].ref: int(market.unit_rank[p])
            for p in range(market.start[unit], market.start[unit + 1])
        }
        order = [ranks[other.asset] for other in each.others]
        assert order == sorted(order)
        assert each.chosen not in [other.asset for other in each.others]
        assert len(each.others) == min(4, len(ranks) - bool(each.chosen))


@pytest.mark.parametrize("name", NAMES)
def test_where_everybody_says_yes_the_round_stands_as_it_is(name: str) -> None:
    """At rate 1 one wave settles all; at 0 everybody is asked and nobody settled."""
    case = tiny(name)
    (sure,) = at_rates(case, rates=(1.0,), runs=2)
    assert (sure.matched, sure.waves) == (len(case.homes), 1)
    assert sure.first == sure.matched
    (never,) = at_rates(case, rates=(0.0,), runs=1)
    assert never.matched == 0
    units = {case.unit_of[need] for need in case.homes}
    assert never.offers >= len(units)


def test_more_acceptance_never_needs_more_waves_on_average() -> None:
    """Higher rates settle more at once; the figures come again from the same salt."""
    case = community("hartlepool-babybank")
    low, high = at_rates(case, rates=(0.4, 0.9), runs=6)
    assert low.first < high.first <= high.matched
    assert at_rates(case, rates=(0.4,), runs=6) == (low,)


def test_a_pair_that_declined_is_never_offered_again() -> None:
    """At rate 0 a pair that a wave reaches is offered once at most."""
    case = community("oxfordshire-mentors")
    (never,) = at_rates(case, rates=(0.0,), runs=1)
    assert never.offers <= len(compile_market(case.instance).unit)
