"""The oracle itself, on cases small enough to settle by reading the rule."""

from __future__ import annotations

from typing import Any

import pytest
from support.optima import Optima, zero_is_certain
from support.oracle import Answer, Ask, Oracle
from support.proposed import Proposals

Row = dict[str, Any]


def world(*needs: Row, assets: list[Row], **more: Any) -> Row:
    """Return an instance; needs and assets accept all who accept them."""
    return {
        "format": "acorns-instance/1",
        "needs": list(needs),
        "assets": assets,
        **more,
    }


def fits(*rows: tuple[str, str, int, int]) -> list[Row]:
    """Return rows of two-sided fits."""
    names = ("need", "asset", "need_fit", "asset_fit")
    return [dict(zip(names, row, strict=True)) for row in rows]


def at(**assets: str) -> Answer:
    """Return an answer without staff."""
    return Answer(tuple(sorted(assets.items())))


C1, C2, C3 = ({"ref": f"c{k}"} for k in (1, 2, 3))
F1, F2 = {"ref": "f1"}, {"ref": "f2"}
RIVALS = fits(("c1", "f1", 50, 90), ("c2", "f1", 50, 80), ("c2", "f2", 40, 50))


def test_a_unit_and_an_asset_that_prefer_each_other_block() -> None:
    """The asset would drop c2, whom it ranks strictly below c1."""
    data = world(C1, C2, assets=[F1, F2], fits=RIVALS)
    assert Oracle(data).blocking(at(c2="f1")) == ([("c1", "f1")], [])
    assert Oracle(data).blocking(at(c1="f1", c2="f2")) == ([], [])


def test_a_tie_does_not_block() -> None:
    """Whoever is ranked as high as the unit stays."""
    rows = fits(("c1", "f1", 50, 80), ("c2", "f1", 50, 80))
    data = world(C1, C2, assets=[F1], fits=rows)
    assert Oracle(data).blocking(at(c2="f1")) == ([], [])


def test_a_pin_excuses_and_never_blocks() -> None:
    """The asset prefers c1 and has to keep c2; c2 itself has no wish that counts."""
    data = world(C1, C2, assets=[F1, F2], fits=RIVALS, pinned=[["c2", "f1"]])
    assert Oracle(data).blocking(at(c2="f1")) == ([], [("c1", "f1", "pin")])


@pytest.mark.parametrize(("most", "excused"), [(0, True), (1, False), (2, False)])
def test_a_rerun_excuses_what_would_change_too_much(most: int, excused: bool) -> None:
    """Moving c1 drops c2, who was there before: one change."""
    data = world(C1, C2, assets=[F1, F2], fits=RIVALS)
    data |= {"previous": [["c2", "f1"]], "max_changes": most}
    blocking, held_back = Oracle(data).blocking(at(c2="f1"))
    assert (blocking, held_back) == (
        ([], [("c1", "f1", "changes")]) if excused else ([("c1", "f1")], [])
    )


@pytest.mark.parametrize(("margin", "blocks"), [(1, True), (10, True), (11, False)])
def test_a_margin_spares_small_gains(margin: int, blocks: bool) -> None:
    """The asset gains 10 by c1 over c2: with a margin of 11 that is no gain."""
    data = world(C1, C2, assets=[F1, F2], fits=RIVALS)
    assert bool(Oracle(data).blocking(at(c2="f1"), margin)[0]) == blocks


def test_the_sibling_exception_is_for_one_unit_alone() -> None:
    """A group of two fits a home of one seat alone, and not beside a child."""
    data = world(
        C1,
        C2,
        C3,
        assets=[{"ref": "f1", "capacity": 1, "unless_one_group": 2}],
        groups=[{"ref": "s1", "members": ["c1", "c2"]}],
    )
    oracle = Oracle(data)
    assert oracle.holds("f1", ["s1"])
    assert oracle.holds("f1", ["c3"])
    assert not oracle.holds("f1", ["s1", "c3"])


def test_a_group_ranks_by_its_worst_member() -> None:
    """A home of two prefers c3 to the group: one of the two is ranked below it."""
    rows = fits(("c1", "f1", 9, 90), ("c2", "f1", 9, 10), ("c3", "f1", 9, 50))
    group = [{"ref": "s1", "members": ["c1", "c2"]}]
    data = world(
        C1, C2, C3, assets=[{"ref": "f1", "capacity": 2}], fits=rows, groups=group
    )
    assert Oracle(data).blocking(at(s1="f1"))[0] == [("c3", "f1")]
    assert Oracle(data).blocking(at(c3="f1"))[0] == []


def test_a_tie_group_that_a_ban_emptied_vanishes() -> None:
    """What stood second stands first."""
    wishes = {"ref": "c1", "prefers": [["f1"], ["f2"]]}
    data = world(wishes, C2, assets=[F1, F2], forbidden=[["c1", "f1"]])
    assert Oracle(data).pairs["c1", "f2"].rank == 1


def test_a_closed_course_is_an_opening_once_enough_prefer_it() -> None:
    """Two prefer it; it opens with two, not with three, and not without its tutor."""
    course = {"ref": "k1", "capacity": 3, "opens_with": 2}
    assert Oracle(world(C1, C2, assets=[course])).openings(at()) == 1
    course = {**course, "opens_with": 3}
    assert Oracle(world(C1, C2, assets=[course])).openings(at()) == 0
    staffing = [{"role": "tutor", "exactly": 1}]
    course = {"ref": "k1", "capacity": 3, "staffing": staffing, "slots": ["tue-am"]}
    staff = [{"ref": "t1", "role": "tutor", "person": "c1"}]
    data = world(C1, C2, assets=[course], staff=staff)
    assert Oracle(data).openings(at()) == 1  # t1 teaches c2, and is c1
    assert Oracle(world(C1, assets=[course], staff=staff)).openings(at()) == 0


def test_nobody_is_in_two_things_at_once() -> None:
    """A parent who teaches on Tuesday sits in no course on Tuesday."""
    staffing = [{"role": "tutor", "exactly": 1}]
    first = {"ref": "k1", "staffing": staffing, "slots": ["tue-am"]}
    other = {"ref": "k2", "slots": ["tue-am"]}
    staff = [{"ref": "t1", "role": "tutor", "person": "c1"}]
    found = Oracle(world(C1, C2, assets=[first, other], staff=staff)).solutions()
    assert not any({"c1", "c2"} <= answer.at().keys() for answer in found)


def test_zero_is_certain_only_with_plain_capacities() -> None:
    """Groups, limits, openings or a rerun may leave no stable solution."""
    assert zero_is_certain(world(C1, assets=[{"ref": "f1", "max_units": 1}]))
    assert not zero_is_certain(world(C1, assets=[{"ref": "f1", "opens_with": 1}]))
    assert not zero_is_certain(world(C1, assets=[F1], max_changes=0))


def test_either_side_that_proposes_leaves_no_exchange() -> None:
    """Of two stable solutions each side keeps the one that all of it prefer."""
    data = world(
        {"ref": "c1", "prefers": [["f2"], ["f1"]]},
        {"ref": "c2", "prefers": [["f1"], ["f2"]]},
        assets=[
            {"ref": "f1", "prefers": [["c1"], ["c2"]]},
            {"ref": "f2", "prefers": [["c2"], ["c1"]]},
        ],
    )
    for name, answer in (
        ("needs-first", at(c1="f2", c2="f1")),
        ("assets-first", at(c1="f1", c2="f2")),
    ):
        assert Proposals(data, name, "5a").best() == [answer]
        assert Proposals(data, name, "5a").winner() == answer


def test_a_conflict_is_irreducible_only_without_bystanders() -> None:
    """Two pins on one seat cannot hold; a third elsewhere has no part in it."""
    data = world(C1, C2, C3, assets=[F1, F2])
    data["pinned"] = [["c1", "f1"], ["c2", "f1"], ["c3", "f2"]]
    best = Optima(data, Ask("best"), "5a")
    pins = [{"kind": "pin", "refs": pair} for pair in data["pinned"]]
    assert not best.feasible
    assert best.irreducible(pins[:2])
    assert not best.irreducible(pins)
    assert not best.irreducible(pins[1:])
