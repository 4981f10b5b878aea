"""Whose yes is asked for a match, and when they are all there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matcher.schemes import Steps

CHILD, SHOWN = "child", "child-shown"
"""The child's own answer, and the worker's record of what the child showed."""

# Section 20 leaves the decision with the parents; an order gives it to the council.
# An unwritten or another status asks both: nobody is left out by a gap in a record.
_SPARED = {
    "section-20": "council",
    "care-order": "parental-responsibility",
    "interim-care-order": "parental-responsibility",
    "placement-order": "parental-responsibility",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One decision, as it was written down; a later one never edits it.

    Parameters
    ----------
    capacity : str
        In which capacity: one of `asked`.
    yes : bool
        Yes or no.
    at : datetime
        When, with its time zone.
    person, entered_by : str
        Whose it is, and who wrote it down. Nobody enters a child's yes as the child.
    """

    capacity: str
    yes: bool
    at: datetime
    person: str = ""
    entered_by: str = ""


def asked(
    steps: Steps, *, child_age: int | None, can_say: bool = True, legal: str = ""
) -> tuple[str, ...]:
    """Return the capacities whose yes makes a match, in the scheme's order.

    Parameters
    ----------
    steps : Steps
        The scheme's ``yes_from`` and ``child_yes_from_age``.
    child_age : int or None
        In whole years; None where nobody knows, and then the child is asked.
    can_say : bool
        Whether the child can say yes or no.
    legal : str
        The child's legal status, where the scheme keeps it. Under section 20 those
        with parental responsibility are asked, under a care order the council; where
        it is not known, both.

    Notes
    -----
    Under the age, or where a child cannot say, ``child-shown`` stands in the child's
    place: the worker records how the child was asked and what they showed.
    """
    spared = _SPARED.get(legal)
    both = {"council", "parental-responsibility"} <= set(steps.yes_from)
    names = (name for name in steps.yes_from if not (both and name == spared))
    own = _asks_the_child(steps, child_age, can_say=can_say)
    return tuple(SHOWN if name == CHILD and not own else name for name in names)


def _asks_the_child(steps: Steps, age: int | None, *, can_say: bool) -> bool:
    old_enough = age is None or age >= (steps.child_yes_from_age or 0)
    return can_say and old_enough


def asked_why(capacity: str) -> bool:
    """Tell whether somebody who says no is asked why: on the asset's side alone."""
    return capacity in {"holder", "hub"}


def counts(answer: Answer, *, since: datetime, at_once: bool = False) -> bool:
    """Tell whether a yes counts: dated after `since`, and a child's own.

    Parameters
    ----------
    answer : Answer
        A decision; a no never counts as a yes.
    since : datetime
        When the details were released, or, in a scheme without that step, offered.
    at_once : bool
        Whether a yes of that same instant counts too: a hand-over on the spot, where
        nothing is disclosed, is offer and yes in one.
    """
    own = answer.capacity != CHILD or answer.person == answer.entered_by
    after = answer.at >= since if at_once else answer.at > since
    return answer.yes and own and after


def child_said_no(answers: Iterable[Answer]) -> bool:
    """Tell whether the child ever said or showed a no; no later yes undoes it."""
    return any(not each.yes and each.capacity in {CHILD, SHOWN} for each in answers)


def still_missing(
    answers: Iterable[Answer],
    capacities: Iterable[str],
    *,
    since: datetime | None,
    at_once: bool = False,
) -> tuple[str, ...]:
    """Return the capacities whose yes is not there, in their order.

    `since` and `at_once` are those of `counts`. The last answer of a capacity stands,
    of two in one instant the no. A child's no leaves every capacity missing, and so
    does a proposal whose details were never released.
    """
    answers = sorted(answers, key=lambda answer: (answer.at, not answer.yes))
    wanted = tuple(capacities)
    if since is None or child_said_no(answers):
        return wanted
    last = {answer.capacity: answer for answer in answers}
    good = {
        name
        for name, answer in last.items()
        if counts(answer, since=since, at_once=at_once)
    }
    return tuple(name for name in wanted if name not in good)


def complete(
    answers: Iterable[Answer],
    capacities: Iterable[str],
    *,
    since: datetime | None,
    at_once: bool = False,
) -> bool:
    """Tell whether every capacity has a yes dated after disclosure.

    Nothing is complete where nobody is asked: a match is never nobody's decision.
    """
    wanted = tuple(capacities)
    missing = still_missing(answers, wanted, since=since, at_once=at_once)
    return bool(wanted) and not missing
