"""Each field of the format changes an answer: a tiny instance with it, and without."""

from __future__ import annotations

import copy
import ctypes
import sys
from typing import Any

import pytest
from support.general import answered, assigned, disagreements, values

from matcher.model import Policy
from matcher.solving.integer import highs

Row = dict[str, Any]
STABLE, BEST = Policy("stable"), Policy("best")


def instance(
    needs: str | list[Row],
    assets: list[Row],
    fits: dict[str, int] | None = None,
    **more: Any,
) -> Row:
    """Return an instance; fits are written "c1 f1": points, common to both sides."""
    rows = [{"ref": ref} for ref in needs.split()] if isinstance(needs, str) else needs
    listed = [
        {"need": key.split()[0], "asset": key.split()[1], "fit": points}
        for key, points in (fits or {}).items()
    ]
    data: Row = {"format": "acorns-instance/1", "needs": rows, "assets": assets}
    return data | ({"fits": listed} if listed else {}) | more


def chosen(data: Row, policy: Policy) -> str:
    """Return the chosen pairs as one line of text."""
    return ", ".join(" ".join(p) for p in assigned(data, answered(data, policy)))


def without(data: Row, *path: str | int) -> Row:
    """Return a copy of an instance without one of its fields."""
    plain = copy.deepcopy(data)
    place: Any = plain
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return plain


TWO = {"c1 f1": 90, "c2 f1": 80, "c1 f2": 70, "c2 f2": 60}
CASES: dict[str, tuple[Row, Policy, str, tuple[str | int, ...], str]] = {
    "a group stays together": (
        instance(
            "c1 c2",
            [{"ref": "f1"}, {"ref": "f2", "capacity": 2}],
            TWO | {"c1 f1": 99},
            groups=[{"ref": "s1", "members": ["c1", "c2"]}],
        ),
        BEST,
        "s1 f2",
        ("groups",),
        "c1 f1, c2 f2",
    ),
    "the sibling exception": (
        instance(
            "c1 c2 c3",
            [{"ref": "f1", "capacity": 1, "unless_one_group": 2}],
            {"c1 f1": 50, "c2 f1": 50, "c3 f1": 90},
            groups=[{"ref": "s1", "members": ["c1", "c2"]}],
        ),
        BEST,
        "s1 f1",
        ("assets", 0, "unless_one_group"),
        "c3 f1",
    ),
    "max_units": (
        instance(
            "c1 c2",
            [{"ref": "f1", "capacity": 2, "max_units": 1}, {"ref": "f2"}],
            TWO,
        ),
        STABLE,
        "c1 f1, c2 f2",
        ("assets", 0, "max_units"),
        "c1 f1, c2 f1",
    ),
    "a limit": (
        instance(
            [
                {"ref": "c1", "uses": {"creche": 1}},
                {"ref": "c2", "uses": {"creche": 1}},
            ],
            [{"ref": "f1", "capacity": 2, "limits": {"creche": 1}}, {"ref": "f2"}],
            TWO,
        ),
        STABLE,
        "c1 f1, c2 f2",
        ("assets", 0, "limits"),
        "c1 f1, c2 f1",
    ),
    "opens_with": (
        instance(
            "c1 c2",
            [
                {"ref": "f1", "capacity": 3, "opens_with": 3},
                {"ref": "f2", "capacity": 2},
            ],
            TWO,
        ),
        BEST,
        "c1 f2, c2 f2",
        ("assets", 0, "opens_with"),
        "c1 f1, c2 f1",
    ),
    "staffing": (
        instance(
            "c1",
            [
                {"ref": "f1", "staffing": [{"role": "tutor", "exactly": 1}]},
                {"ref": "f2"},
            ],
            {"c1 f1": 90, "c1 f2": 50},
        ),
        BEST,
        "c1 f2",
        ("assets", 0, "staffing"),
        "c1 f1",
    ),
    "a minimum": (
        instance(
            "c1",
            [{"ref": "f1"}, {"ref": "f2", "minimum": 1}],
            {"c1 f1": 90, "c1 f2": 50},
        ),
        STABLE,
        "c1 f2",
        ("assets", 1, "minimum"),
        "c1 f1",
    ),
    "a pin": (
        instance("c1 c2", [{"ref": "f1"}, {"ref": "f2"}], TWO, pinned=[["c2", "f1"]]),
        STABLE,
        "c1 f2, c2 f1",
        ("pinned",),
        "c1 f1, c2 f2",
    ),
    "an agreed pair": (
        instance("c1 c2", [{"ref": "f1"}, {"ref": "f2"}], TWO, agreed=[["c2", "f1"]]),
        STABLE,
        "c1 f2, c2 f1",
        ("agreed",),
        "c1 f1, c2 f2",
    ),
    "a forbidden pair": (
        instance(
            "c1 c2", [{"ref": "f1"}, {"ref": "f2"}], TWO, forbidden=[["c1", "f1"]]
        ),
        STABLE,
        "c1 f2, c2 f1",
        ("forbidden",),
        "c1 f1, c2 f2",
    ),
    "apart": (
        instance(
            "c1 c2",
            [{"ref": "f1", "capacity": 2}, {"ref": "f2"}],
            TWO,
            apart=[["c1", "c2"]],
        ),
        STABLE,
        "c1 f1, c2 f2",
        ("apart",),
        "c1 f1, c2 f1",
    ),
    "a priority": (
        instance(
            [{"ref": "c1"}, {"ref": "c2", "priority": 1}],
            [{"ref": "f1"}],
            {"c1 f1": 90, "c2 f1": 80},
        ),
        BEST,
        "c2 f1",
        ("needs", 1, "priority"),
        "c1 f1",
    ),
    "max_changes": (
        instance(
            "c1 c2",
            [{"ref": "f1"}, {"ref": "f2"}],
            TWO,
            previous=[["c1", "f2"], ["c2", "f1"]],
            max_changes=0,
        ),
        STABLE,
        "c1 f2, c2 f1",
        ("max_changes",),
        "c1 f1, c2 f2",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_field_decides_the_answer(name: str) -> None:
    """With the field one answer, without it another; both are the oracle's."""
    data, policy, with_it, path, without_it = CASES[name]
    assert chosen(data, policy) == with_it
    assert chosen(without(data, *path), policy) == without_it
    assert disagreements(data, policy) == []


COURSES = [
    {
        "ref": ref,
        "capacity": 2,
        "slots": [slot],
        "staffing": [{"role": "tutor", "exactly": 1, "at_least": {"experienced": 1}}],
    }
    for ref, slot in (("k1", "mon-am"), ("k2", "mon-am"))
]


def tutored(**tutor: Any) -> Row:
    """Return two courses in one slot, two parents, and one experienced tutor."""
    staff = {"ref": "t1", "role": "tutor", "traits": ["experienced"], "most": 2} | tutor
    needs = [{"ref": "c1", "prefers": [["k1"]]}, {"ref": "c2", "prefers": [["k2"]]}]
    return instance(needs, copy.deepcopy(COURSES), staff=[staff])


def test_nobody_is_in_two_places_at_once() -> None:
    """One tutor for two courses runs both only if their slots differ."""
    both = tutored()
    assert values(answered(both, BEST)) == {"size": 1}
    both["assets"][1]["slots"] = ["tue-am"]
    assert values(answered(both, BEST)) == {"size": 2}


@pytest.mark.parametrize("lack", [{"traits": []}, {"most": 0}, {"can": []}])
def test_staff_lead_only_what_they_can(lack: Row) -> None:
    """A tutor without the trait, the time or the course opens nothing."""
    assert values(answered(tutored(), BEST)) == {"size": 1}
    assert values(answered(tutored(**lack), BEST)) == {"size": 0}


def test_one_human_being_with_two_refs() -> None:
    """A parent who is the tutor cannot sit in a course while leading it."""
    same = tutored(person="c1", can=["k1"])
    assert values(answered(same, BEST)) == {"size": 0}
    assert values(answered(tutored(person="c2", can=["k1"]), BEST)) == {"size": 1}


def test_staff_apart_from_a_need() -> None:
    """A tutor kept apart from a parent does not lead that parent's course."""
    data = tutored() | {"apart": [["c1", "t1"]]}
    assert chosen(data, BEST) == "c2 k2"


def test_an_opening_is_avoided_where_it_can_be() -> None:
    """A closed course that two unhappy parents could run is worse than opening it."""
    needs = [{"ref": ref, "prefers": [["k1"], ["f1"]]} for ref in ("c1", "c2")]
    assets = [
        {"ref": "k1", "capacity": 2, "opens_with": 2},
        {"ref": "f1", "capacity": 2},
    ]
    answer = answered(instance(needs, assets), STABLE)
    assert values(answer)["openings"] == 0
    assert chosen(instance(needs, assets), STABLE) == "c1 k1, c2 k1"
    assets[0]["opens_with"] = 3
    assert chosen(instance(needs, assets), STABLE) == "c1 f1, c2 f1"


def cyclic() -> Row:
    """Return an instance where every matching has a blocking pair.

    The pair of siblings fits only f1; f1 would rather have c3 than them, and them
    rather than c4; c3 would rather have f2, which would rather have c4.
    """
    needs = [
        {"ref": "c1", "prefers": [["f1"]]},
        {"ref": "c2", "prefers": [["f1"]]},
        {"ref": "c3", "prefers": [["f2"], ["f1"]]},
        {"ref": "c4", "prefers": [["f1"], ["f2"]]},
    ]
    assets: list[Row] = [
        {"ref": "f1", "capacity": 2, "prefers": [["c3"], ["c1", "c2"], ["c4"]]},
        {"ref": "f2", "prefers": [["c4"], ["c3"]]},
    ]
    return instance(needs, assets, groups=[{"ref": "s1", "members": ["c1", "c2"]}])


def test_the_fewest_blocking_pairs_where_none_is_not_possible() -> None:
    """Without a stable matching the value is 1, and `allow 0` is the one conflict."""
    data = cyclic()
    assert values(answered(data, STABLE))["blocking"] == 1
    assert disagreements(data, STABLE) == []
    answer = answered(data, Policy("stable", allow=0))
    assert [c.kind for c in answer.conflict] == ["allow"]
    assert answered(data, Policy("stable", allow=1)).conflict == ()


def test_a_margin_keeps_small_gains_from_blocking() -> None:
    """A gain below the margin does not block, so size may be chosen before it."""
    rows = [("c1", "f1", 90, 90), ("c1", "f2", 85, 90), ("c2", "f1", 50, 50)]
    fits = [
        {"need": n, "asset": a, "need_fit": x, "asset_fit": y} for n, a, x, y in rows
    ]
    data = instance("c1 c2", [{"ref": "f1"}, {"ref": "f2"}]) | {"fits": fits}
    assert chosen(data, STABLE) == "c1 f1"
    assert chosen(data, Policy("stable", margin=10)) == "c1 f2, c2 f1"


def test_equal_choices_are_a_persons() -> None:
    """Two equal children and one home: both stand there, whoever the draw names."""
    data = instance("c1 c2", [{"ref": "f1"}], {"c1 f1": 50, "c2 f1": 50})
    answer = answered(data, Policy("stable", ties="person"))
    assert dict(answer.equal) in ({"c1": (), "c2": ("f1",)}, {"c1": ("f1",), "c2": ()})
    assert answer.tie == "lottery"


def test_a_conflict_names_what_cannot_hold() -> None:
    """Two pins for one seat and a minimum that they leave unmet: two of the three."""
    data = instance(
        "c1 c2",
        [{"ref": "f1"}, {"ref": "f2", "minimum": 1}],
        TWO,
        pinned=[["c1", "f1"], ["c2", "f1"]],
    )
    answer = answered(data, STABLE)
    assert answer.status == "infeasible"
    assert len(answer.conflict) == 2
    assert disagreements(data, STABLE) == []


def test_a_pin_that_is_no_pair_is_a_conflict_by_itself() -> None:
    """It is named alone, whatever else is wrong."""
    data = instance("c1", [{"ref": "f1"}], {"c1 f1": 5}, pinned=[["c1", "f9"]])
    assert [(c.kind, c.refs) for c in answered(data, BEST).conflict] == [
        ("pin", ("c1", "f9"))
    ]


def test_a_line_of_highs_own_does_not_reach_standard_output(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What C code prints during a solve is gone; what we print stays."""
    sys.stdout.write("before\n")
    with highs._silence():
        ctypes.CDLL(None).puts(b"tmpSolver.run();")
    sys.stdout.write("after\n")
    assert capfd.readouterr().out.split() == ["before", "after"]


def rerun(*previous: list[str], needs: list[Row], assets: list[Row], most: int) -> Row:
    """Return a rerun of an earlier round."""
    return instance(needs, assets, previous=list(previous), max_changes=most)


def test_coming_back_is_no_change() -> None:
    """Moving c1 back home and dropping c2 keeps the budget, so the pair blocks."""
    data = rerun(
        ["c1", "f1"],
        ["c2", "f1"],
        needs=[
            {"ref": "c1", "prefers": [["f1"], ["f2"]]},
            {"ref": "c2", "prefers": [["f1"]]},
        ],
        assets=[{"ref": "f1", "prefers": [["c1"], ["c2"]]}, {"ref": "f2"}],
        most=1,
    )
    assert chosen(data, STABLE) == "c1 f1"
    assert disagreements(data, STABLE) == []


def test_staying_is_no_change() -> None:
    """Moving c1 beside c3, who stays where it was, keeps the budget of none."""
    data = rerun(
        ["c3", "f1"],
        needs=[
            {"ref": "c1", "prefers": [["f1"], ["f2"]]},
            {"ref": "c2", "prefers": [["f1"]]},
            {"ref": "c3", "prefers": [["f1"]]},
        ],
        assets=[
            {"ref": "f1", "capacity": 2, "prefers": [["c3"], ["c1"], ["c2"]]},
            {"ref": "f2"},
        ],
        most=0,
    )
    assert chosen(data, STABLE) == "c1 f1, c3 f1"
    assert disagreements(data, STABLE) == []


def test_one_human_being_is_no_crew_of_two() -> None:
    """A course that asks for two tutors is no opening where both are one person."""
    staffing = [{"role": "tutor", "exactly": 2}]
    assets = [{"ref": "k1", "slots": ["mon-am"], "staffing": staffing}]
    tutors = [{"ref": ref, "role": "tutor", "person": "p1"} for ref in ("t1", "t2")]
    data = instance([{"ref": "c1", "prefers": [["k1"]]}], assets, staff=tutors)
    assert values(answered(data, STABLE)) == {"blocking": 0, "openings": 0, "size": 0}
    assert disagreements(data, STABLE) == []
