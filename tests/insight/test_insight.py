"""Insight: every figure is what the whole line gives when it is run again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from support.solved import community, solved, tiny
from support.whole import after, solved_again, without

from matcher.candidates import find_candidates
from matcher.explaining import Case
from matcher.explaining.edits import Edit
from matcher.explaining.learning import taught
from matcher.explaining.remedies import changed
from matcher.graph import Row, build_asset_graph
from matcher.insight import (
    Alone,
    Lesson,
    depends_alone,
    next_assets,
    one_more_seat,
    one_step_away,
    unmet_outcomes,
)
from matcher.model import Place, Value

NAMES = [
    "norfolk-carers",
    "oxfordshire-mentors",
    "hartlepool-tutors",
    "hartlepool-babybank",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_next_asset_brings_what_a_whole_round_with_it_does(name: str) -> None:
    """Needs matched and fit are those of the whole line on the changed sheets."""
    case = tiny(name)
    found = next_assets(case, most=3, tried=3)
    assert found.waiting >= found.looked > 0
    assert found.assets, "somebody waits, so something would help"
    for each in found.assets:
        assert each.gain == after(case, each.edit)
        assert each.edit.assets[0].ref not in case.names


def test_a_next_asset_reaches_the_needs_that_its_gates_let_through() -> None:
    """The count is that of candidate pairs, above the floors, with needs that wait."""
    case = community("norfolk-carers")
    waiting = {ref for ref, _ in case.solution.unmatched}
    for each in next_assets(case, most=2, tried=2).assets:
        market = case.after(each.edit).market
        instance = market.instance
        new = each.edit.assets[0].ref
        refs = [
            instance.needs[member].ref
            for unit, asset in zip(market.unit, market.asset, strict=True)
            if instance.assets[asset].ref == new
            for member in market.members[unit]
        ]
        assert each.reaches == len(waiting & set(refs)) > 0


@pytest.mark.parametrize("name", NAMES)
def test_one_more_seat_brings_what_a_whole_round_with_it_does(name: str) -> None:
    """The figures are those of the whole instance with one seat more."""
    case = tiny(name)
    for each in one_more_seat(case, most=3):
        rows = tuple(
            replace(row, capacity=row.capacity + 1) if row.ref == each.asset else row
            for row in case.instance.assets
        )
        assert each.gain == solved_again(case, replace(case.instance, assets=rows))
        assert each.wanted > 0


def test_one_more_seat_is_asked_of_full_assets_that_somebody_would_rather_have() -> (
    None
):
    """An asset with room, or that nobody would rather have, has no more to give."""
    case = community("oxfordshire-mentors")
    taken = Counter(row.asset for row in case.solution.chosen)
    room = {row.ref: row.capacity for row in case.instance.assets}
    found = one_more_seat(case, most=100)
    assert found
    assert all(taken[each.asset] == room[each.asset] for each in found)


@pytest.mark.parametrize("name", ["norfolk-carers", "oxfordshire-mentors"])
def test_unmet_outcomes_count_needs_and_a_lesson_brings_what_a_round_does(
    name: str,
) -> None:
    """Who asks is who waits, who is met, and who has a gap; lessons are re-solved."""
    case = community(name)
    found = unmet_outcomes(case, tried=2)
    assert found
    for each in found:
        able = _able(case, each.domain)
        asking = [row.ref for row in case.graph.needs if each.domain in _asks(row)]
        homes = [case.homes.get(ref, "") for ref in asking]
        assert (each.asked, each.waiting) == (len(asking), homes.count(""))
        assert each.gaps == sum(1 for h in homes if h and h not in able)
        assert each.able == len(able)
        if each.lesson:
            assert each.lesson.gain == after(case, _lesson(case, each.lesson))
    assert any(each.lesson for each in found)


def _asks(row: Row) -> set[str]:
    return {word for pairs in row.asked.values() for word, level in pairs if level}


def _able(case: Case, domain: str) -> set[str]:
    skills = {s for s, words in case.scheme.supports.items() if domain in words}
    return {row.ref for row in case.graph.assets if row.held & skills}


def _lesson(case: Case, lesson: Lesson) -> Edit:
    row = next(r.record for r in case.graph.assets if r.ref == lesson.asset)
    return Edit((changed(row, taught(row, (lesson.capability,), case.scheme)),))


@pytest.mark.parametrize("name", NAMES)
def test_who_is_depended_on_alone_leaves_those_needs_without_anybody(
    name: str,
) -> None:
    """Without a holder's or hub's assets exactly so many needs there reach nobody."""
    case = tiny(name)
    found = depends_alone(case.pool)
    before = set(case.pool.need.tolist())
    needs = case.graph.needs
    for each in found[:6]:
        gone = {row.ref for row in case.graph.assets if _through(row, each) == each.ref}
        assert gone
        snapshot = without(case.graph.snapshot, gone)
        pool = find_candidates(build_asset_graph(snapshot, case.scheme), case.scheme)
        lost = before - set(pool.need.tolist())
        here = [at for at in lost if _outcode(needs[at]) == each.outcode]
        assert len(here) == each.needs
        assert each.of == sum(_outcode(needs[at]) == each.outcode for at in before)


def _through(row: Row, each: Alone) -> str:
    if each.kind == "hub":
        return str(row.record.get("hub") or "")
    return row.holder[1].removeprefix("asset:") if row.holder else ""


def _outcode(row: Row) -> str:
    cells = (row.record.values[name] for name in sorted(row.record.values))
    return next((cell.outcode for cell in cells if isinstance(cell, Place)), "")


def test_only_who_asked_to_hear_and_is_one_step_away_is_named() -> None:
    """Not who did not tick it, not who is further off, not who leads already."""
    case = community("hartlepool-tutors")
    rows = case.graph.snapshot.needs
    ticked: dict[str, Value] = {"tell_me": True, "pathway": "completed"}
    told = changed(rows[0], ticked)
    quiet = changed(rows[1], {**ticked, "tell_me": False})
    early = changed(rows[2], {**ticked, "pathway": "attending"})
    along = changed(rows[3], {**ticked, "pathway": "in-training"})
    leads = changed(rows[4], ticked)
    first, *others = case.graph.snapshot.staff
    staff = [changed(first, {"person": leads.ref}), *others]
    needs = (told, quiet, early, along, leads)
    snapshot = replace(case.graph.snapshot, needs=needs, staff=tuple(staff))
    found = one_step_away(solved(snapshot, case.scheme))
    assert [(each.need, each.stage) for each in found] == [
        (along.ref, "in-training"),
        (told.ref, "completed"),
    ]
    assert one_step_away(community("norfolk-carers")) == ()
