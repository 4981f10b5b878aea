"""Whose yes is asked for a proposal, what was answered, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from api.actions.proposals_case import ASSET_SIDE, Case
from api.permissions import NotThere
from api.records import Decision, Need, Proposal
from api.steps import Answer, asked, still_missing
from api.store import read

SHOWN = "child-shown"
FIRST = ("offered", "interested")
_ANSWERS = ("yes", "no")
_STATUS = "legal_status"
"""The needs column that says whether the parents or the council are asked."""


def answers_of(case: Case) -> Sequence[Decision]:
    """Return the decisions on a proposal, in the order they were made."""
    return case.desk.store.find(Decision, Decision.proposal_id == case.row.id)


def answered_by_me(
    row: Proposal, decisions: Iterable[Decision], person_id: UUID | None
) -> list[str]:
    """Return what somebody has said so far of what was released: yes, no, met."""
    since = row.disclosed_at
    return sorted(
        {
            each.answer
            for each in decisions
            if each.person_id == person_id
            and each.proposal_id == row.id
            and each.answer in (*_ANSWERS, "met")
            and (since is None or each.created_at >= since)
        }
    )


def asked_for(case: Case, need: Need) -> tuple[str, ...]:
    """Return the capacities whose yes is asked for one of a proposal's needs."""
    status = case.values[need.id].get(_STATUS, "")
    return asked(
        case.rules.steps,
        child_age=age_of(case, need),
        can_say=not _cannot_say(case, need),
        legal=str(status),
    )


def still_asked(case: Case) -> dict[UUID | None, tuple[str, ...]]:
    """Return the capacities still missing, by the need's person; None for staff's own.

    A child's own no leaves all of them missing.
    """
    since = case.row.offered_at if case.opens else case.row.disclosed_at
    decisions = answers_of(case)
    if case.staff is not None:
        wanted = ("holder",)
        given = _answers(decisions, None)
        left = still_missing(given, wanted, since=since, at_once=case.opens)
        return {None: left} if left else {}
    found = {
        need.person_id: still_missing(
            _answers(decisions, need.person_id),
            asked_for(case, need),
            since=since,
            at_once=case.opens,
        )
        for need in case.needs
    }
    return {person: left for person, left in found.items() if left}


def age_of(case: Case, need: Need) -> int | None:
    """Return a child's age today in whole years; None where no month of birth is."""
    columns = case.rules.sheets["needs"].columns
    month = next((column.name for column in columns if column.kind == "month"), "")
    said = case.values[need.id].get(month)
    if not isinstance(said, dict) or "date" not in said:
        return None
    born, today = date.fromisoformat(said["date"]), case.today
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def child_side_allows(case: Case, answer: str, why: str) -> bool:
    """Record the child's side's word, and tell whether all of it is there.

    Raises
    ------
    NotThere
        Who is asking speaks for none of them.
    """
    capacity = speaks_first(case)
    mine = case.speaks(case.desk.who, capacity)
    if not mine:
        raise NotThere
    for person in mine:
        decide(case, capacity, answer, about=person, why=why)
    said = case.desk.store.find(
        Decision,
        Decision.proposal_id == case.row.id,
        Decision.answer == answer,
        Decision.why == why,
    )
    wanted: set[UUID | None] = {need.person_id for need in case.needs}
    if capacity in ASSET_SIDE:
        wanted = {None}
    there = {each.about_person_id for each in said if each.capacity == capacity}
    return bool(wanted) and wanted <= there


def speaks_first(case: Case) -> str:
    """Return whose word an offer and a disclosure wait for: worker or hub."""
    worker = case.rules.steps.worker and case.staff is None
    return "worker" if worker else "hub"


def decide(
    case: Case,
    capacity: str,
    answer: str,
    *,
    about: UUID | None = None,
    why: str = "",
    reasons_digest: str = "",
) -> Decision:
    """Append one person's decision, in one capacity, about one person or the whole."""
    who = case.desk.who
    return case.desk.store.new(
        Decision,
        proposal_id=case.row.id,
        capacity=capacity,
        answer=answer,
        person_id=who.person_id,
        account_id=who.account_id,
        about_person_id=about,
        why=why,
        reasons_digest=reasons_digest,
    )


def _answers(decisions: Sequence[Decision], person: UUID | None) -> list[Answer]:
    return [
        Answer(
            each.capacity,
            each.answer == "yes",
            each.created_at,
            str(each.person_id),
            str(each.person_id),
        )
        for each in decisions
        if each.answer in _ANSWERS
        and each.about_person_id == (None if each.capacity in ASSET_SIDE else person)
    ]


def _cannot_say(case: Case, need: Need) -> bool:
    """Tell whether the worker recorded, sealed, that this child cannot say it."""
    rows = [
        each
        for each in answers_of(case)
        if each.capacity == SHOWN and each.about_person_id == need.person_id
    ]
    said = read(case.desk.store, rows, ["cannot_say"])
    return any(said.values())


def comes_first(case: Case) -> bool:
    """Tell whether an answer now comes before anything is disclosed."""
    return "interested" in case.rules.steps.uses and case.row.state in FIRST


def may_answer(case: Case) -> tuple[str, ...]:
    """Return the capacities in which an answer is open, in the scheme's order.

    A member of staff answers for themselves; the holder's first word comes before all.
    """
    wanted = case.rules.steps.yes_from if case.staff is None else ("holder",)
    return (*wanted, *({"holder"} - {*wanted} if comes_first(case) else ()))
