"""The example that can be solved by eye, held to the answer written beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest
from support.lines import HARBOURSIDE, harbourside
from support.solved import explained, solved

from matcher.explaining import Case, Why
from matcher.schemes import find_scheme


@cache
def case() -> Case:
    """Return the solved example."""
    return solved(harbourside(), find_scheme("norfolk-carers"))


@cache
def whys() -> tuple[Why, ...]:
    """Return its explanations."""
    return explained(case())


@cache
def expected() -> dict[str, Any]:
    """Return what stands beside the sheets."""
    return tomllib.loads((HARBOURSIDE / "expected.toml").read_text("utf-8"))


def why(need: str) -> Why:
    """Return the explanation of a child."""
    return next(each for each in whys() if each.need == need)


def test_it_is_twelve_children_and_nine_households() -> None:
    """Its size is part of its name."""
    snapshot = harbourside()
    assert (len(snapshot.needs), len(snapshot.assets)) == (12, 9)


def test_the_pairs_are_those_written_down() -> None:
    """Who is proposed to whom, and who waits."""
    given = expected()
    pairs = {w.need: w.asset for w in whys() if w.kind == "pair"}
    for need, asset in given["pairs"].items():
        assert pairs.pop(need) == asset
        assert why(need).state == "proposed"
    assert set(pairs) == set(given["choose"])
    assert {w.need for w in whys() if w.kind == "need"} == set(given["waiting"])
    values = {row.name: row.value for row in case().solution.objectives}
    assert values == given["objectives"]


def test_a_tie_is_a_persons_to_choose() -> None:
    """Two children could have two homes either way; no version speaks of a draw."""
    for need, assets in expected()["choose"].items():
        found = why(need)
        assert found.state == "for you to choose"
        assert sorted({found.asset, *found.equal}) == assets
        assert set(found.versions) == {"staff", "approver"}
        assert "For you to choose" in found.summary
        for other in found.alternatives:
            assert other.asset in assets
            assert not any(other.changes.values())


@pytest.mark.parametrize("need", ["c8", "c9", "c10", "c11", "c12"])
def test_who_waits_and_what_would_change_it(need: str) -> None:
    """The reason, the kind of change and, where written, its sentence."""
    given, found = expected()["waiting"][need], why(need)
    (change,) = found.changes
    assert given["because"] in found.summary
    assert list(change.kinds) == given["kinds"]
    assert change.matched_to == given.get("matched_to", "")
    assert given.get("change", change.sentence) == change.sentence


def test_brothers_and_sisters_have_one_explanation() -> None:
    """The second refers to the first; both have their own reasons."""
    first, second = why("c1"), why("c2")
    assert "c1 and c2 with f1" in first.summary
    assert "together with c1" in second.summary
    assert not second.alternatives
    assert first.factors
    assert second.factors


def test_nothing_is_said_of_the_household_that_is_not_available() -> None:
    """f8 is kept apart from c10: no sentence about c10 names it."""
    said = repr(why("c10"))
    assert "f8" not in said
    assert "not available" in said


def test_the_golden_sentences() -> None:
    """What a coordinator reads of c4, word by word."""
    (other,) = why("c4").alternatives
    (said,) = next(
        part.lines
        for part in why("c4").versions["staff"]
        if part.heading == "Other choices"
    )
    assert said == (
        "f1: 2 fewer children of priority 1 matched, 2 fewer children matched and "
        "total fit 209 points lower. s1 would lose f1 and have nobody. It could not "
        "stay: c4 and f3, s1 and f1 would rather have each other."
    )
    assert other.unsettled == (("c4", "f3"), ("s1", "f1"))
