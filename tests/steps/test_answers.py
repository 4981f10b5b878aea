"""Whose yes is asked, and when they are all there, from cases typed by hand."""
# ruff: noqa: E501 - a table typed by hand stands in columns

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.steps import Answer, asked, asked_why, complete, still_missing
from matcher.schemes import Steps, find_scheme

TOLD = datetime(2026, 11, 22, 10, tzinfo=UTC)
BEFORE, AFTER, LATER = (TOLD + timedelta(hours=n) for n in (-1, 1, 2))


def steps_of(name: str) -> Steps:
    """Return the steps of a shipped scheme."""
    return find_scheme(name).steps


ASKED = [
    ("norfolk-carers", 7, True, "section-20", "child parental-responsibility worker holder"),
    ("norfolk-carers", 7, True, "care-order", "child council worker holder"),
    ("norfolk-carers", 7, True, "interim-care-order", "child council worker holder"),
    ("norfolk-carers", 7, True, "placement-order", "child council worker holder"),
    ("norfolk-carers", 7, True, "", "child parental-responsibility council worker holder"),
    ("norfolk-carers", 7, True, "remand", "child parental-responsibility council worker holder"),
    ("norfolk-carers", 17, True, "care-order", "child council worker holder"),
    ("norfolk-carers", 6, True, "care-order", "child-shown council worker holder"),
    ("norfolk-carers", 0, False, "care-order", "child-shown council worker holder"),
    ("norfolk-carers", 12, False, "care-order", "child-shown council worker holder"),
    ("norfolk-carers", None, True, "care-order", "child council worker holder"),
    ("oxfordshire-mentors", 5, True, "", "child parental-responsibility council worker holder"),
    ("oxfordshire-mentors", 4, True, "", "child-shown parental-responsibility council worker holder"),
    ("hartlepool-tutors", 3, True, "", "parent hub"),
    ("hartlepool-tutors", None, False, "section-20", "parent hub"),
    ("hartlepool-babybank", 0, False, "", "parent hub"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "age", "can_say", "legal", "wanted"), ASKED)
def test_whose_yes_is_asked(
    name: str, age: int | None, can_say: bool, legal: str, wanted: str
) -> None:
    """The scheme's capacities, the child's own from its age, by legal status."""
    found = asked(steps_of(name), child_age=age, can_say=can_say, legal=legal)
    assert found == tuple(wanted.split())


CAPACITIES = ("child", "council", "holder")


def yes(capacity: str, at: datetime = AFTER, **more: str) -> Answer:
    """Return a yes."""
    return Answer(capacity=capacity, yes=True, at=at, **more)


def no(capacity: str, at: datetime = AFTER) -> Answer:
    """Return a no."""
    return Answer(capacity=capacity, yes=False, at=at)


ALL = [yes(name) for name in CAPACITIES]
MISSING = [
    (ALL, ""),
    ([], "child council holder"),
    (ALL[:2], "holder"),
    ([*ALL[:2], yes("holder", BEFORE)], "holder"),
    ([*ALL[:2], yes("holder", TOLD)], "holder"),
    ([*ALL, yes("holder", BEFORE)], ""),
    ([*ALL, no("holder", LATER)], "holder"),
    ([no("holder", AFTER), *ALL[:2], yes("holder", LATER)], ""),
    ([*ALL, no("holder", AFTER)], "holder"),
    ([no("holder", AFTER), *ALL], "holder"),
    ([*ALL, no("child", LATER)], "child council holder"),
    ([*ALL, no("child", BEFORE)], "child council holder"),
    ([no("child", AFTER), *ALL, yes("child", LATER)], "child council holder"),
    ([*ALL, no("child-shown", AFTER)], "child council holder"),
    ([*ALL, no("parent", AFTER)], ""),
    ([yes("child", person="Ada", entered_by="Ada"), *ALL[1:]], ""),
    ([yes("child", person="Ada", entered_by="Worker"), *ALL[1:]], "child"),
    ([*ALL[:2], yes("holder", person="Bo", entered_by="Hub")], ""),
]


@pytest.mark.parametrize(("answers", "wanted"), MISSING)
def test_whose_yes_is_still_missing(answers: list[Answer], wanted: str) -> None:
    """A yes counts after disclosure, as the last of its capacity, a child's its own."""
    missing = still_missing(answers, CAPACITIES, since=TOLD)
    assert missing == tuple(wanted.split())
    assert complete(answers, CAPACITIES, since=TOLD) == (not wanted)


def test_nothing_is_agreed_before_anything_is_told() -> None:
    """Without a disclosure no yes counts; without anybody asked there is no match."""
    assert not complete(ALL, CAPACITIES, since=None)
    assert not complete(ALL, (), since=TOLD)


def test_a_hand_over_on_the_spot_is_both_at_once() -> None:
    """Where nothing is disclosed, a yes of the offer's own instant counts if asked."""
    answers = [yes("parent", TOLD), yes("hub", TOLD)]
    assert complete(answers, ("parent", "hub"), since=TOLD, at_once=True)
    assert not complete(answers, ("parent", "hub"), since=TOLD)
    assert not complete([yes("hub", BEFORE)], ("hub",), since=TOLD, at_once=True)


def test_only_the_asset_side_is_asked_why() -> None:
    """Nobody on the child's side is asked for a reason."""
    sides = "child parental-responsibility council worker parent child-shown holder hub"
    assert [name for name in sides.split() if asked_why(name)] == ["holder", "hub"]
