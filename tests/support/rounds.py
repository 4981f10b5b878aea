"""Random small rounds for Hypothesis: rows with most kinds of cells, most gates."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from support import toy

from matcher.model import CADENCES, DAYS, PARTS, Place, Ruling, Slot, Snapshot
from matcher.schemes import Build, Gate, Scheme

WORDS = ("a", "b", "c")
SKILLS = {"signing": "", "makaton": "signing", "medication": ""}
COURSES = {"makaton-course": ("makaton",)}
SUPPORTS = {"signing": ("communication",), "medication": ("health",)}
LETTER = {"needs": "c", "assets": "f", "staff": "t"}
KINDS = ("pin", "forbid", "agreed", "previous", "declined")

words = st.lists(st.sampled_from(WORDS), max_size=3, unique=True).map(sorted).map(tuple)
skills = st.lists(st.sampled_from(sorted(SKILLS)), max_size=2, unique=True).map(sorted)
places = st.builds(
    Place,
    st.just("XX1"),
    st.integers(500, 540).map(lambda n: n / 10),
    st.integers(-30, 20).map(lambda n: n / 10),
)
slots = st.lists(
    st.builds(
        Slot,
        st.sampled_from(DAYS[:2]),
        st.sampled_from(PARTS),
        st.sampled_from(CADENCES),
    ),
    max_size=3,
    unique=True,
).map(lambda week: tuple(sorted(week)))
days = st.integers(-1500, 400).map(lambda n: toy.START + timedelta(days=n))
born = st.integers(0, 18).map(lambda n: date(2026 - n, 6, 1))
small = st.integers(0, 6)


def maybe(cell: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Leave a cell empty now and then."""
    return st.none() | cell


COMMON = {
    "free": maybe(slots),
    "place": maybe(places),
    "km": maybe(st.integers(0, 300)),
    "lifts": maybe(st.booleans()),
    "level": maybe(st.sampled_from(["enhanced", "basic"])),
    "issued": maybe(days),
    "outcome": maybe(st.sampled_from(["suitable", "no"])),
}
ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "needs": st.fixed_dictionaries(
        COMMON
        | {
            "holder": maybe(st.sampled_from(["p1", "p2", "p3"])),
            "want": maybe(words),
            "must": maybe(skills.map(tuple)),
            "levels": maybe(st.just((("communication", 2), ("health", 1)))),
            "born": maybe(born),
            "trusts": maybe(st.sampled_from([("p1",), ("f1",), ("f1", "p2")])),
            "group": maybe(st.sampled_from(["s1", "s2"])),
            "together": maybe(st.sampled_from(["required", "preferred", "apart"])),
        }
    ),
    "assets": st.fixed_dictionaries(
        COMMON
        | {
            "holder": maybe(st.sampled_from(["p1", "p2", "p3"])),
            "have": maybe(words),
            "capabilities": maybe(skills.map(tuple)),
            "training": maybe(st.just(("makaton-course",))),
            "low": maybe(small),
            "high": maybe(st.integers(6, 18)),
            "seats": maybe(small),
            "hold": maybe(st.booleans()),
            "since": maybe(days),
            "until": maybe(days),
            "partner": maybe(st.sampled_from(["p4"])),
        }
    ),
    "staff": st.fixed_dictionaries(
        COMMON | {"person": maybe(st.sampled_from(["p1", "c1", "t2"]))}
    ),
}
COLUMNS = {
    "needs": {"must": "capabilities", "levels": "levels", "free": "slots"},
    "assets": {"capabilities": "capabilities", "free": "slots"},
}
CHECK = {"level": "level", "issued": "issued", "outcome": "outcome"}
GATES: tuple[Gate, ...] = (
    toy.gate("near", "within", place="place", at="place", km_column="km"),
    toy.gate("reach", "within", place="place", at="place", asset_km_column="km"),
    toy.gate("some", "one_of", need="want", asset="have"),
    toy.gate("all", "all_of", need="want", asset="have"),
    toy.gate("none", "none_of", need="want", asset="have"),
    toy.gate("skilled", "can", need="must"),
    toy.gate("own", "not_own"),
    toy.gate("week", "slots", need="free", asset="free"),
    toy.gate("age", "range", need="born", low="low", high="high", years=True),
    toy.gate("room", "at_least", asset="seats", value=1),
    toy.gate("lift", "flag", asset="lifts", **{"if": "lifts"}),
    toy.gate("held", "flag", asset="hold", confidential=True, **{"is": False}),
    toy.gate("there", "dates", **{"from": "since", "to": "until"}),
    toy.gate(
        "checked",
        "check",
        **CHECK,
        accepted=("enhanced",),
        months=36,
        partner="second_",
    ),
    toy.gate("able", "slots", left="staff", need="free", asset="free"),
)
CRITERIA = (
    toy.criterion("profile", "covers", weight=3, need="levels", asset="capabilities"),
    toy.criterion("wishes", "shares", weight=2, need="want", asset="have", full=2),
    toy.criterion("named", "trusts"),
    toy.criterion("near", "near", side="asset", place="place", at="place", km=200),
    toy.criterion("times", "slots", side="asset", need="free", asset="free", full=2),
    toy.criterion(
        "age", "in_range", side="asset", need="born", low="low", high="high", years=True
    ),
)
BUILD = Build(
    capacity="seats",
    group="group",
    together="together",
    slots="free",
    staffing=({"role": "tutor", "exactly": 1},),
    staff_role="outcome",
    priority=({"column": "lifts", "flag": True, "gives": 1},),
)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Draw a scheme: some of the gates, all of the criteria, perhaps floors."""
    chosen = draw(
        st.lists(st.sampled_from(GATES), unique_by=lambda g: g.name, max_size=5)
    )
    return toy.scheme(
        gates=chosen,
        criteria=CRITERIA,
        columns=COLUMNS,
        build=BUILD,
        capabilities=SKILLS,
        trains=COURSES,
        supports=SUPPORTS,
        need_floor=draw(st.sampled_from([0, 40])),
        asset_floor=draw(st.sampled_from([0, 40])),
    )


@st.composite
def snapshots(draw: st.DrawFn, most: int = 4) -> Snapshot:
    """Draw a snapshot with at most so many needs, assets and staff."""
    rows = {
        sheet: {
            f"{LETTER[sheet]}{n + 1}": cells
            for n, cells in enumerate(draw(st.lists(ROWS[sheet], max_size=most)))
        }
        for sheet in LETTER
    }
    needs, assets = (sorted(rows[sheet]) or ["x1"] for sheet in ("needs", "assets"))
    rulings = st.builds(
        Ruling, st.sampled_from(needs), st.sampled_from(assets), st.sampled_from(KINDS)
    )
    refs = sorted(
        {ref for sheet in rows.values() for ref in sheet} | {"p1", "p2", "p4"}
    )
    two = st.tuples(st.sampled_from(refs), st.sampled_from(refs))
    apart = two.filter(lambda pair: pair[0] != pair[1])
    return toy.snapshot(
        **rows,
        rulings=draw(st.lists(rulings, max_size=2, unique=True)),
        apart=draw(st.lists(apart, max_size=2, unique=True)),
    )


def shuffled(snapshot: Snapshot, seed: int) -> Snapshot:
    """Return the snapshot with every kind of row in another order."""
    rng = random.Random(seed)
    rows: dict[str, Any] = {}
    for name in ("needs", "assets", "staff", "hubs", "rulings", "apart"):
        each = list(getattr(snapshot, name))
        rows[name] = tuple(rng.sample(each, len(each)))
    return replace(snapshot, **rows)
