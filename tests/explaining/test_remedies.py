"""The rule book of remedies: each kind of gate, shut, and what opens it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from support import toy
from support.solved import solved

from matcher.candidates import GATES, why_not
from matcher.explaining import Near, find_change
from matcher.explaining.changing import Found
from matcher.explaining.edits import Edit
from matcher.explaining.recruiting import opened
from matcher.graph import build_asset_graph
from matcher.model import Snapshot
from matcher.schemes import Build, Column, Gate, Scheme

CHECK = {"level": "level", "issued": "issued", "outcome": "outcome"}
OLD = toy.START.replace(year=2020)
Cells = Mapping[str, Any]

TABLE: list[tuple[Gate, Cells, Cells]] = [
    (toy.gate("g", "one_of", need="want", asset="have"), {"want": ("a",)}, {}),
    (
        toy.gate("g", "one_of", need="want", asset="kind"),
        {"want": ("a", "b")},
        {"kind": "c"},
    ),
    (
        toy.gate("g", "all_of", need="want", asset="have"),
        {"want": ("a", "b")},
        {"have": ("b", "c")},
    ),
    (
        toy.gate("g", "none_of", need="want", asset="have"),
        {"want": ("a",)},
        {"have": ("a", "b")},
    ),
    (
        toy.gate("g", "can", need="must"),
        {"must": ("signing",)},
        {"capabilities": ("medication",)},
    ),
    (
        toy.gate("g", "can", need="must", asset="skills"),
        {"must": ("signing",)},
        {"skills": ("medication",)},
    ),
    (toy.gate("g", "same", need="size", asset="size"), {"size": "s"}, {"size": "m"}),
    (
        toy.gate("g", "range", need="age", low="low", high="high"),
        {"age": 3},
        {"low": 5, "high": 9},
    ),
    (
        toy.gate("g", "range", need="born", low="low", high="high", years=True),
        {"born": toy.START.replace(year=2010)},
        {"low": 5, "high": 9},
    ),
    (toy.gate("g", "at_least", asset="count", value=2), {}, {"count": 1}),
    (
        toy.gate("g", "at_least", asset="count", value=1, minus="gone"),
        {},
        {"count": 1, "gone": 1},
    ),
    (toy.gate("g", "at_least", asset="count", need="asks"), {"asks": 3}, {}),
    (toy.gate("g", "flag", asset="lifts"), {}, {"lifts": False}),
    (toy.gate("g", "flag", asset="held", **{"is": False}), {}, {"held": True}),
    (
        toy.gate("g", "check", **CHECK, accepted=("enhanced", "barred"), months=36),
        {},
        {"level": "barred", "issued": OLD, "outcome": "suitable"},
    ),
    (
        toy.gate("g", "check", **CHECK, accepted=("x",), months=9, partner="second_"),
        {},
        {"partner": "p2", "level": "x", "issued": toy.START, "outcome": "no"},
    ),
    (
        toy.gate("g", "slots", need="free", asset="free", at_least=2),
        {"free": toy.week("mon-am; tue-eve/monthly")},
        {"free": toy.week("wed-am")},
    ),
    (
        toy.gate("g", "dates", from_="away", to="back"),
        {},
        {"away": toy.START, "back": toy.START},
    ),
    (
        toy.gate("g", "within", place="place", at="place", asset_km_column="km"),
        {"place": toy.NORWICH},
        {"place": toy.YARMOUTH, "km": 20},
    ),
]
ANEW: list[tuple[Gate, Cells, Cells]] = [
    (
        toy.gate("g", "within", place="place", at="place", km=5),
        {"place": toy.NORWICH},
        {"place": toy.LYNN},
    ),
    (
        toy.gate("g", "within", place="place", at="hub", km_column="km"),
        {"place": toy.NORWICH, "km": 5},
        {"hub": "h1"},
    ),
]
"""What only a new asset can be: nearer."""


def scheme_of(gate: Gate, *more: Gate, build: Build | None = None) -> Scheme:
    """Return a scheme with one gate, and columns of the kinds it reads."""
    found = toy.scheme(
        gates=(gate, *more),
        columns={
            "needs": {"must": "capabilities"},
            "assets": {
                "capabilities": "capabilities",
                "skills": "capabilities",
                "kind": "choice",
                "size": "choice",
                "training": "choices",
                "km": "whole",
                "seats": "whole",
                "room": "whole",
            },
        },
        build=build,
        capabilities={"signing": "", "makaton": "signing", "medication": ""},
        trains={"makaton-course": ("makaton",)},
    )
    return replace(found, words={"staff": {}})


def snapshot_of(need: Cells, asset: Cells) -> Snapshot:
    """Return one need and one asset, and two hubs."""
    hubs = {"h1": {"place": toy.LYNN}, "h2": {"place": toy.NORWICH}}
    return toy.snapshot(needs={"c1": need}, assets={"f1": asset}, hubs=hubs)


def passes(snapshot: Snapshot, scheme: Scheme) -> bool:
    """Tell whether the one pair passes every gate."""
    graph = build_asset_graph(snapshot, scheme)
    return all(result.passed for result in why_not(graph, scheme, "c1", "f1"))


@pytest.mark.parametrize(
    ("gate", "need", "asset", "anew"),
    [(*row, anew) for row in TABLE for anew in (False, True)]
    + [(*row, True) for row in ANEW],
)
def test_the_remedy_opens_the_gate(
    gate: Gate, need: Cells, asset: Cells, anew: bool
) -> None:
    """A pair that does not pass does so with the new cells, and only they are new."""
    scheme, snapshot = scheme_of(gate), snapshot_of(need, asset)
    assert not passes(snapshot, scheme)
    case = solved(snapshot, scheme)
    barriers = Near.of(case, 0).barriers(0)
    record = opened(case, snapshot.assets[0], barriers, anew=anew)
    assert record is not None
    assert passes(Edit((record,)).on(snapshot), scheme)
    assert record != snapshot.assets[0]


def test_every_kind_of_gate_is_in_the_rule_book() -> None:
    """But ``not_own``: nobody can stop being family."""
    kinds = {row[0].kind for row in (*TABLE, *ANEW)}
    assert kinds == set(GATES) - {"not_own"}


def test_a_remedy_for_one_gate_leaves_another_shut() -> None:
    """Planted: opening less than all that stands between is seen."""
    shut = toy.gate("other", "flag", asset="never")
    gate, need, asset = TABLE[0]
    scheme, snapshot = scheme_of(gate, shut), snapshot_of(need, asset)
    case = solved(snapshot, scheme)
    first = Near.of(case, 0).barriers(0)[:1]
    record = opened(case, snapshot.assets[0], first)
    assert record is not None
    assert not passes(Edit((record,)).on(snapshot), scheme)


def test_nobody_is_asked_to_go_more_than_twice_as_far() -> None:
    """A limit that would have to be more than doubled has no remedy in place."""
    gate = toy.gate("g", "within", place="place", at="place", asset_km_column="km")
    scheme = scheme_of(gate)
    snapshot = snapshot_of({"place": toy.NORWICH}, {"place": toy.YARMOUTH, "km": 10})
    case = solved(snapshot, scheme)
    barriers = Near.of(case, 0).barriers(0)
    assert opened(case, snapshot.assets[0], barriers) is None
    assert opened(case, snapshot.assets[0], barriers, anew=True) is not None


def test_what_a_course_teaches_is_learnt_on_the_course() -> None:
    """Makaton is a kind of signing: the course is done, the word is not written."""
    gate, need, asset = TABLE[4]
    case = solved(snapshot_of(need, asset), scheme_of(gate))
    record = opened(case, case.graph.assets[0].record, Near.of(case, 0).barriers(0))
    assert record is not None
    assert record.get("training") == ("makaton-course",)
    assert record.get("capabilities") == ("medication",)


# --- Assets that may stay closed ------------------------------------------------------

OPENS = Build(
    capacity="seats",
    opens_with="opens",
    limits={"creche": "room"},
    uses={"creche": "takes"},
    slots="free",
    staffing=({"role": "tutor", "exactly": 1},),
    staff_role="role",
    staff_traits="traits",
)
FREE = toy.gate("free", "slots", need="free", asset="free")
COURSE = {"free": toy.week("mon-am"), "seats": 4, "opens": 2, "room": 1}
PARENT = {"free": toy.week("mon-am")}
TUTOR = {"role": "tutor"}
HUBS = {"h1": {"place": toy.LYNN}}


def staff_gate(kind: str, **options: Any) -> Gate:
    """Return a gate for staff."""
    return replace(toy.gate("able", kind, left="staff", **options), change="support")


STAFF: list[tuple[Gate, Cells, Cells]] = [
    (staff_gate("one_of", need="leads", asset="topic"), {"leads": ("x",)}, {}),
    (
        staff_gate("slots", need="free", asset="free"),
        {"free": toy.week("tue-am")},
        {},
    ),
    (
        staff_gate("within", place="place", at="hub", km_column="km"),
        {"place": toy.NORWICH, "km": 45},
        {"hub": "h1"},
    ),
    (
        staff_gate("check", on="left", **CHECK, accepted=("x",), months=12),
        {"level": "x", "issued": OLD, "outcome": "suitable"},
        {},
    ),
    (staff_gate("flag", need="ready"), {"ready": False}, {}),
]


def change_with(
    staff: Mapping[str, Cells],
    *gates: Gate,
    course: Cells | None = None,
    parents: int = 2,
    last: Cells | None = None,
) -> Found | None:
    """Return what would match some parent who waits, of those who want one course."""
    rows = {f"a{n}": dict(PARENT) for n in range(1, parents + 1)}
    rows[f"a{parents}"] |= last or {}
    offered = {"k1": {**COURSE, "topic": ("y",), **(course or {})}}
    snapshot = toy.snapshot(needs=rows, assets=offered, staff=staff, hubs=HUBS)
    case = solved(snapshot, scheme_of(FREE, *gates, build=OPENS))
    waits = [u for u in range(parents) if case.members(u)[0] not in case.homes]
    return find_change(Near.of(case, waits[-1]))


@pytest.mark.parametrize(("gate", "tutor", "course"), STAFF)
def test_staff_who_are_there_are_put_right(
    gate: Gate, tutor: Cells, course: Cells
) -> None:
    """One gate shut for the only tutor: opened in place, and the course opens."""
    found = change_with({"t1": {**TUTOR, **tutor}}, gate, course=course)
    assert found is not None
    assert found.trial.kinds == ("support",)
    assert found.home == "k1"
    assert "t1" in found.trial.sentence


@pytest.mark.parametrize(("gate", "_tutor", "course"), STAFF)
def test_staff_are_recruited_where_there_are_none(
    gate: Gate, _tutor: Cells, course: Cells
) -> None:
    """A newcomer passes every gate for staff."""
    found = change_with({}, gate, course=course)
    assert found is not None
    assert found.trial.kinds == ("recruit",)
    assert found.trial.sentence == "Recruit 1 tutor for k1."


def test_a_course_may_open_with_fewer() -> None:
    """Three of four would come: a smaller start is one change, in support."""
    found = change_with({"t1": TUTOR}, course={"opens": 4}, parents=3)
    assert found is not None
    assert found.trial.kinds == ("support",)
    assert "with 3 needs rather than 4" in found.trial.sentence


def test_a_course_that_far_too_few_want_stays_closed() -> None:
    """One of four is no smaller start: nothing is offered."""
    assert change_with({"t1": TUTOR}, course={"opens": 4}, parents=1) is None


def test_a_full_course_makes_room() -> None:
    """Who lost a seat has one more, who needs the creche a place there."""
    found = change_with({"t1": TUTOR}, course={"seats": 2}, parents=3)
    assert found is not None
    assert found.trial.sentence == "Make room at k1: 1 more seat."
    found = change_with({"t1": TUTOR}, parents=3, last={"takes": 2})
    assert found is not None
    assert found.trial.sentence == "Make room at k1: 1 more for creche."


def test_a_column_of_the_scheme_bounds_how_far_somebody_goes() -> None:
    """A limit above what the sheet may hold is no remedy."""
    gate = toy.gate("g", "within", place="place", at="place", asset_km_column="km")
    scheme = scheme_of(gate)
    sheet = scheme.sheets["assets"]
    columns = tuple(
        Column("km", "whole", "km", high=25) if c.name == "km" else c
        for c in sheet.columns
    )
    sheets = {**scheme.sheets, "assets": replace(sheet, columns=columns)}
    snapshot = snapshot_of({"place": toy.NORWICH}, {"place": toy.YARMOUTH, "km": 20})
    case = solved(snapshot, replace(scheme, sheets=sheets))
    assert opened(case, snapshot.assets[0], Near.of(case, 0).barriers(0)) is None
