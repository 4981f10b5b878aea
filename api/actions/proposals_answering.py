"""Answers: the holder's first yes or question, every later yes, and any no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.proposals_agreeing import agree_if_complete
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_ending import end
from api.actions.proposals_moving import look_again, may, move
from api.actions.proposals_showing import seen_by
from api.actions.proposals_yes import (
    SHOWN,
    asked_for,
    comes_first,
    decide,
    may_answer,
)
from api.actions.safeguarding_tasks import ask_workers
from api.permissions import NotThere
from api.records import Need, Proposal
from api.steps import ENDS, asked_why, on_child_no
from api.store import keep
from matcher.errors import Refused

WHY = (
    "no_room",
    "not_now",
    "times_do_not_suit",
    "too_far",
    "not_the_right_fit",
    "needs_support_first",
    "something_else",
)
"""Why a holder says no; nobody on a child's side is asked."""


@acts("proposal.answer", on=Proposal)
def answer_proposal(
    desk: Desk,
    row: Proposal,
    *,
    answer: str,
    capacity: str = "",
    why: str = "",
    words: str = "",
) -> Done:
    """Say yes, no, or ask something back, as oneself and in one's own capacity.

    Parameters
    ----------
    answer : {"yes", "no", "question"}
        A no needs no reason, but for the holder's, which has a code.
    capacity : str
        Which, where somebody holds several.
    why : str
        One of `WHY`, of the asset's side alone; dropped where a child's side says it.
    words : str
        A holder's question, sealed.

    Raises
    ------
    NotThere
        It has not come to them, or it was taken back.
    Refused
        It is not theirs to say, or not now; the sentence says what is open.
    """
    case = case_of(desk, row)
    seen_by(case, desk.audiences)
    said, about = _capacity(case, capacity)
    if answer == "no":
        _say_no(case, said, about, why)
    elif answer == "question":
        _ask_back(case, said, words)
    else:
        _say_yes(case, said, about)
    return desk.done(row)


@acts("proposal.show", on=Proposal)
def record_shown(
    desk: Desk,
    row: Proposal,
    *,
    need_id: UUID,
    answer: str,
    how: str,
    shown: str,
    cannot_say: bool = False,
) -> Done:
    """Record how a child was asked and what they showed; the words are sealed.

    For a child under the scheme's age, or one who cannot say it. A no ends it, at
    whatever step; a child's own yes is the child's alone.

    Raises
    ------
    NotThere
        Who is asking does not speak for this child.
    Refused
        A yes before the details were released, or for a child who can say it.
    """
    case = case_of(desk, row)
    need = next((each for each in case.needs if each.id == need_id), None)
    if need is None or need.person_id not in case.speaks(desk.who, SHOWN):
        raise NotThere
    if answer == "yes":
        _only_once_shown(case)
    said = decide(case, SHOWN, answer, about=need.person_id)
    words = {"how": how, "shown": shown, "cannot_say": cannot_say or None}
    keep(desk.store, said, need.person_id, **words)
    if answer == "yes":
        _own_yes_is_theirs(case, need)
    desk.store.change(row)
    desk.record("proposal.show", row, need=str(need.id))
    _after(case, SHOWN, answer)
    return desk.done(row)


def say_yes_for(
    case: Case, capacity: str, *, said: str = "agreed", **facts: str
) -> bool:
    """Record the yes of a capacity of the asset's side, and agree if it was the last.

    For what is decided elsewhere: a hub that opens a course says yes to all of it.

    Returns
    -------
    bool
        Whether there is a match now.
    """
    decide(case, capacity, "yes")
    case.desk.store.change(case.row)
    return agree_if_complete(case, said=said, **facts)


def _say_yes(case: Case, capacity: str, about: tuple[UUID | None, ...]) -> None:
    look_again(case, "agree")
    if capacity == "hub" and case.rules.build.opens_with:
        raise Refused("A hub says yes to a course by opening it.")
    first = comes_first(case)
    if not first:
        _only_once_shown(case)
    for person in about:
        decide(case, capacity, "yes", about=person)
    if first:
        move(case, "interest", *_by_holder(capacity, "holder_yes"))
        return
    case.desk.store.change(case.row)
    case.desk.record("proposal.yes", case.row, capacity=capacity)
    agree_if_complete(case)


def _ask_back(case: Case, capacity: str, words: str) -> None:
    if not words:
        raise Refused("Write what you would like to ask.")
    move(case, "ask_back", *_by_holder(capacity, "holder_question"))
    said = decide(case, capacity, "question")
    keep(case.desk.store, said, case.desk.who.person_id or said.id, words=words)


def _by_holder(capacity: str, need: str) -> tuple[str, ...]:
    """Return what the holder's word gives; an offer comes to nobody else."""
    return (need,) if capacity == "holder" else ()


def _say_no(
    case: Case, capacity: str, about: tuple[UUID | None, ...], why: str
) -> None:
    if not asked_why(capacity):
        why = ""
    elif why not in WHY:
        raise Refused(f"Say why, by one of: {', '.join(WHY)}.")
    if capacity != "child":
        may(case, "decline")
    for person in about:
        decide(case, capacity, "no", about=person, why=why)
    _after(case, capacity, "no")


def _after(case: Case, capacity: str, answer: str) -> None:
    """Take the step that an answer leads to; a child's no wins even afterwards."""
    if answer == "yes":
        agree_if_complete(case)
        return
    if capacity not in {"child", SHOWN}:
        end(case, "decline")
        return
    then = on_child_no(case.row.state)
    if then == "decline":
        end(case, "decline")
    elif then:
        ask_workers(case.desk, case.row, case.needs)
        case.desk.record("proposal.child_no", case.row)


def _capacity(case: Case, named: str) -> tuple[str, tuple[UUID | None, ...]]:
    """Return in which capacity, and for whom, who is asking answers.

    Raises
    ------
    NotThere
        In none.
    Refused
        In several, and none was named.
    """
    mine: dict[str, Any] = {
        name: found
        for name in may_answer(case)
        if (found := case.speaks(case.desk.who, name))
    }
    if named and named in mine:
        return named, mine[named]
    if named or not mine:
        raise NotThere
    if len(mine) > 1:
        raise Refused(f"Say in which capacity: {', '.join(mine)}.")
    return next(iter(mine.items()))


def _only_once_shown(case: Case) -> None:
    """Refuse a yes that would not count, or has nothing to stand on."""
    since = case.row.offered_at if case.opens else case.row.disclosed_at
    if since is None:
        raise Refused("The details were not released yet: this yes would not count.")
    if case.row.state in ENDS:
        may(case, "agree")


def _own_yes_is_theirs(case: Case, need: Need) -> None:
    if "child" in asked_for(case, need):
        raise Refused(
            "This child says yes or no for themselves. Record what they showed only "
            "where they cannot say it."
        )
