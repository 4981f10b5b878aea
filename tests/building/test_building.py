"""From a scheme's `build` to the rows of an instance."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rounds, toy

from matcher.candidates import find_candidates
from matcher.graph import build_asset_graph
from matcher.instance import (
    Group,
    Instance,
    Staffing,
    compile_market,
    hygiene,
    read_instance,
    write_instance,
)
from matcher.instance.building import build_instance
from matcher.model import Ruling, Snapshot
from matcher.schemes import Build, Scheme
from matcher.scoring import score_candidates

Row = dict[str, Any]


def built(snapshot: Snapshot, scheme: Scheme) -> Instance:
    """Return the instance of a round."""
    graph = build_asset_graph(snapshot, scheme)
    pool = find_candidates(graph, scheme)
    return build_instance(pool, score_candidates(pool, scheme), scheme)


def built_with(build: Build, **rows: Any) -> Instance:
    """Return the instance of a scheme with nothing but `build`."""
    return built(toy.snapshot(**rows), toy.scheme(build=build))


def pairs(instance: Instance) -> list[tuple[str, str]]:
    """Return the pairs with a row of fits, by ref."""
    table = instance.fits
    return [
        (instance.needs[n].ref, instance.assets[a].ref)
        for n, a in zip(table.need.tolist(), table.asset.tolist(), strict=True)
    ]


CAPACITY = Build(capacity="seats")
NORFOLK = Build(
    capacity="vacancies",
    taken="placed",
    approved="approved",
    usual_limit=3,
    unless_one_group="siblings",
)
MENTORS = Build(capacity="seats", taken="taken")


@pytest.mark.parametrize(
    ("build", "cells", "capacity"),
    [
        (Build(), {}, 1),
        (CAPACITY, {"seats": 4}, 4),
        (CAPACITY, {}, 1),
        (MENTORS, {"seats": 3, "taken": 1}, 2),
        (MENTORS, {"seats": 3}, 3),
        (NORFOLK, {"vacancies": 2, "approved": 5, "placed": 0}, 2),
        (NORFOLK, {"vacancies": 5, "approved": 5, "placed": 0}, 3),
        (NORFOLK, {"vacancies": 5, "approved": 5, "placed": 2}, 1),
        (NORFOLK, {"vacancies": 5, "approved": 2, "placed": 1}, 1),
    ],
)
def test_capacity_is_what_is_left(build: Build, cells: Row, capacity: int) -> None:
    """The least of the column, approved - taken and the usual limit - taken."""
    instance = built_with(build, needs={"c1": {}}, assets={"f1": cells})
    assert [asset.capacity for asset in instance.assets] == [capacity]


@pytest.mark.parametrize(
    ("cells", "alone"),
    [
        ({"vacancies": 4, "approved": 6, "siblings": 4}, 4),
        ({"vacancies": 4, "approved": 6, "siblings": 4, "placed": 1}, None),
        ({"vacancies": 4, "approved": 6, "siblings": 3}, None),
        ({"vacancies": 4, "approved": 6}, None),
    ],
)
def test_the_sibling_exception_counts_in_an_empty_home(
    cells: Row, alone: int | None
) -> None:
    """Only where no other foster child lives, and only where it says more."""
    instance = built_with(NORFOLK, needs={"c1": {}}, assets={"f1": cells})
    assert instance.assets[0].unless_one_group == alone


@pytest.mark.parametrize(
    "cells",
    [{"vacancies": 0}, {"vacancies": 2, "placed": 3}, {"vacancies": 1, "approved": 0}],
)
def test_an_asset_without_a_seat_stays_out(cells: Row) -> None:
    """A full household is no candidate, and no row."""
    assets = {"f1": cells, "f2": {"vacancies": 1}}
    instance = built_with(NORFOLK, needs={"c1": {}}, assets=assets)
    assert [asset.ref for asset in instance.assets] == ["f2"]
    assert pairs(instance) == [("c1", "f2")]


@pytest.mark.parametrize("kind", ["pin", "agreed"])
def test_a_full_asset_that_somebody_settled_on_is_named(kind: Any) -> None:
    """Or the engine could not say which pin cannot hold."""
    instance = built_with(
        CAPACITY,
        needs={"c1": {}},
        assets={"f1": {"seats": 0}, "f2": {"seats": 1}},
        rulings=[Ruling("c1", "f1", kind)],
    )
    assert [asset.ref for asset in instance.assets] == ["f1", "f2"]
    assert pairs(instance) == [("c1", "f2")]
    assert compile_market(instance).bad_pins == ((kind, "c1", "f1"),)


def test_columns_become_numbers() -> None:
    """Seats, uses, limits, units, openings, minimum and staffing."""
    build = Build(
        capacity="seats",
        seats="takes",
        max_units="units",
        opens_with="opens",
        minimum="least",
        uses={"creche": "creche"},
        limits={"creche": "creche_seats", "prams": "pram_room"},
        slots="week",
        staffing=({"role": "tutor", "exactly": 2, "at_least": {"experienced": 1}},),
        staff_role="role",
        staff_traits="traits",
        most="most",
    )
    instance = built_with(
        build,
        needs={"c1": {"takes": 2, "creche": 1}, "c2": {"creche": 0}},
        assets={
            "k1": {
                "seats": 9,
                "units": 3,
                "opens": 8,
                "least": 2,
                "creche_seats": 0,
                "week": toy.week("tue-am;wed-pm/term;sat-am/holidays"),
            },
            "k2": {"seats": 1, "opens": 0, "least": 0},
        },
        staff={
            "t1": {"role": "tutor", "traits": ("shy", "experienced"), "most": 2},
            "t2": {"role": "cover"},
        },
    )
    assert [(need.seats, need.uses) for need in instance.needs] == [
        (2, (("creche", 1),)),
        (1, ()),
    ]
    first, second = instance.assets
    assert (first.max_units, first.opens_with, first.minimum) == (3, 8, 2)
    assert first.limits == (("creche", 0),)
    assert first.slots == ("sat-am/holidays", "tue-am", "wed-pm")
    assert first.staffing == (Staffing("tutor", 2, (("experienced", 1),)),)
    assert (second.max_units, second.opens_with, second.minimum) == (None, None, None)
    tutor, cover = instance.staff
    assert (tutor.role, tutor.traits, tutor.most) == (
        "tutor",
        ("experienced", "shy"),
        2,
    )
    assert (cover.role, cover.traits, cover.most) == ("cover", (), 1)
    assert tutor.can == cover.can == ("k1", "k2")


def test_weekly_and_monthly_sessions_clash_and_holidays_do_not() -> None:
    """Whatever the weeks, term time is one time; the holidays are another."""
    weeks = ["tue-am", "tue-am/monthly", "tue-am/term", "tue-am/holidays"]
    assets = {f"k{n}": {"week": toy.week(text)} for n, text in enumerate(weeks)}
    instance = built_with(Build(slots="week"), needs={"c1": {}}, assets=assets)
    slots = [asset.slots for asset in instance.assets]
    assert slots == [("tue-am",)] * 3 + [("tue-am/holidays",)]


def test_priorities_add_up() -> None:
    """A flag, and dates so many months before as_of; on the day counts."""
    build = Build(
        priority=(
            {"column": "missed", "flag": True, "gives": 2},
            {"column": "since", "months": 3, "gives": 1},
            {"column": "since", "months": 6, "gives": 1},
        )
    )
    needs = {
        "c1": {"missed": True, "since": date(2026, 5, 22)},
        "c2": {"since": date(2026, 5, 23)},
        "c3": {"missed": False, "since": date(2026, 8, 23)},
        "c4": {},
    }
    instance = built_with(build, needs=needs, assets={"f1": {}})
    assert date(2026, 11, 22) == toy.AS_OF
    assert [need.priority for need in instance.needs] == [4, 1, 0, 0]


FAMILY = Build(group="group", together="together")


def family(*together: str | None) -> Instance:
    """Return the instance of one family, child by child."""
    needs = {
        f"c{n}": {"group": "s1", "together": said} for n, said in enumerate(together)
    }
    return built_with(FAMILY, needs=needs, assets={"f1": {}})


def test_siblings_enter_as_a_group() -> None:
    """Required, preferred, or not assessed."""
    for said in ("required", "preferred", None):
        instance = family(said, said)
        assert instance.groups == (Group("s1", ("c0", "c1")),)
        assert instance.apart == ()


def test_a_child_assessed_apart_is_never_with_the_others() -> None:
    """The others stay together."""
    instance = family("required", "apart", "preferred")
    assert instance.groups == (Group("s1", ("c0", "c2")),)
    assert instance.apart == (("c0", "c1"), ("c1", "c2"))


def test_one_child_of_a_family_alone_is_no_group() -> None:
    """Nor are two who are apart."""
    assert family("required").groups == ()
    assert family("apart", "apart").groups == ()


def test_a_group_named_like_a_need_gets_a_ref_of_its_own() -> None:
    """All refs of one side share one namespace."""
    needs = {"c1": {"group": "c1"}, "c2": {"group": "c1"}}
    instance = built_with(FAMILY, needs=needs, assets={"f1": {}})
    assert [group.ref for group in instance.groups] == ["c1-group"]


def test_rulings_reach_the_engine() -> None:
    """Pins, agreed and previous pairs as they are; forbid and declined both forbid."""
    rulings = [
        Ruling("c1", "f1", "pin"),
        Ruling("c2", "f1", "forbid"),
        Ruling("c2", "f2", "declined"),
        Ruling("c3", "f2", "agreed"),
        Ruling("c4", "f9", "previous"),
    ]
    needs: dict[str, Row] = {f"c{n}": {} for n in range(1, 5)}
    instance = built_with(
        Build(), needs=needs, assets={"f1": {}, "f2": {}}, rulings=rulings
    )
    assert instance.pinned == (("c1", "f1"),)
    assert instance.forbidden == (("c2", "f1"), ("c2", "f2"))
    assert instance.agreed == (("c3", "f2"),)
    assert instance.previous == (("c4", "f9"),)
    assert not {("c2", "f1"), ("c2", "f2")} & set(pairs(instance))


def test_pairs_below_a_floor_are_no_pairs() -> None:
    """Waiting is better."""
    scheme = toy.scheme(
        criteria=[toy.criterion("it", "points", asset="points")], need_floor=45
    )
    assets = {"f1": {"points": 44}, "f2": {"points": 45}}
    instance = built(toy.snapshot(needs={"c1": {}}, assets=assets), scheme)
    assert pairs(instance) == [("c1", "f2")]
    assert instance.market == "two-sided"


def test_without_one_pair_nobody_accepts_anybody() -> None:
    """An instance without fits is a market of lists: the lists have to be empty."""
    scheme = toy.scheme(gates=[toy.gate("must", "can", need="must")])
    snapshot = toy.snapshot(needs={"c1": {"must": ("makaton",)}}, assets={"f1": {}})
    instance = built(snapshot, scheme)
    assert [need.prefers for need in instance.needs] == [()]
    assert len(compile_market(read_instance(write_instance(instance))).unit) == 0


TEACHING = Build(staffing=({"role": "tutor", "exactly": 1},), staff_role="role")


def people(needs: Row, staff: Row) -> list[str | None]:
    """Return the person of each staff row."""
    tutors = {ref: {"role": "tutor", **cells} for ref, cells in staff.items()}
    instance = built_with(TEACHING, needs=needs, assets={"k1": {}}, staff=tutors)
    return [row.person for row in instance.staff]


def test_staff_and_needs_of_one_human_are_joined() -> None:
    """By a holder's ref, by the need's ref, by another staff row's, or not at all."""
    assert people({"p1": {"holder": "h1"}}, {"t1": {"person": "h1"}}) == ["p1"]
    assert people({"p1": {}}, {"t1": {"person": "p1"}}) == ["p1"]
    assert people({"p1": {}}, {"t1": {}, "t2": {"person": "t1"}}) == [None, "t1"]
    assert people({}, {"t1": {"person": "h1"}, "t2": {"person": "h1"}}) == [None, "t1"]
    assert people({"p1": {}}, {"t1": {"person": "h1"}}) == [None]


def test_kept_apart_between_needs_and_staff_is_for_the_engine() -> None:
    """By their own refs, or through the person behind them."""
    instance = built_with(
        TEACHING,
        needs={"p1": {"holder": "h1"}, "p2": {}, "p3": {}},
        assets={"k1": {}},
        staff={"t1": {"person": "h9", "role": "tutor"}, "t2": {"person": "h9"}},
        apart=[("h1", "p2"), ("p3", "h9")],
    )
    assert instance.apart == (("p1", "p2"), ("p3", "t1"))


def test_the_role_of_staff_is_their_own_or_the_only_one() -> None:
    """Somebody without a role, where a column asks for it, can staff nothing."""
    staff = {"t1": {"role": "tutor"}, "t2": {}}
    instance = built_with(TEACHING, needs={}, assets={"k1": {}}, staff=staff)
    assert [(row.ref, row.role) for row in instance.staff] == [("t1", "tutor")]
    only = Build(staffing=({"role": "tutor", "exactly": 1},))
    instance = built_with(only, needs={}, assets={"k1": {}}, staff=staff)
    assert [row.role for row in instance.staff] == ["tutor", "tutor"]


def test_without_staffing_there_are_no_staff() -> None:
    """A scheme that staffs nothing has no use for the sheet."""
    instance = built_with(Build(), needs={"p1": {}}, assets={}, staff={"t1": {}})
    assert instance.staff == ()


@given(rounds.snapshots(), rounds.schemes(), st.integers(0, 99))
def test_the_instance_is_canonical_and_blind_to_order(
    snapshot: Snapshot, scheme: Scheme, seed: int
) -> None:
    """Shuffled rows give one text; it reads back, and compiles."""
    instance = built(snapshot, scheme)
    text = write_instance(instance)
    assert write_instance(built(rounds.shuffled(snapshot, seed), scheme)) == text
    again = read_instance(text)
    assert write_instance(again) == text
    for name in ("needs", "assets", "groups", "staff", "pinned", "apart", "forbidden"):
        assert getattr(again, name) == getattr(instance, name)
    assert pairs(again) == pairs(instance)
    compile_market(instance)
    hygiene(instance)
