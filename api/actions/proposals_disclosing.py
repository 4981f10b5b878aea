"""Details and the first meeting: released by the worker, recorded by both sides."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.proposals_agreeing import agree_if_complete
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_drafting import digest_of
from api.actions.proposals_moving import look_again, may, move_through_gates
from api.actions.proposals_showing import details_of
from api.actions.proposals_telling import CHILD_SIDE, tell
from api.actions.proposals_yes import (
    answers_of,
    child_side_allows,
    decide,
    speaks_first,
)
from api.actions.views import viewed_all
from api.permissions import NotThere
from api.records import Disclosure, Proposal
from matcher.errors import Refused


@reads("proposal.disclose", on=Proposal)
def preview_details(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return exactly what a release now would show to the holder, and to the family.

    Raises
    ------
    NotThere
        It is not theirs to release.
    """
    case = case_of(desk, row)
    if not case.speaks(desk.who, speaks_first(case)):
        raise NotThere
    read = [(need, case.people[need.person_id].identity_id) for need in case.needs]
    viewed_all(desk, "proposal.disclose", read)
    return {
        "id": str(row.id),
        "version": row.version,
        "scheme_id": str(row.scheme_id),
        "details": details_of(case),
        "holder_card": list(case.rules.steps.holder_card),
        "digest": _details_digest(case),
    }


@acts("proposal.disclose", on=Proposal)
def disclose_proposal(desk: Desk, row: Proposal, *, seen: str = "") -> Done:
    """Release the fixed list to the holder, and the holder's card to the child's side.

    Where several children go together, each one's worker releases theirs; the last
    one's word takes the step. A placement address is in neither.

    Parameters
    ----------
    seen : str
        The digest that `preview_details` gave, where it was looked at first.

    Raises
    ------
    NotThere
        It is not theirs to release.
    Refused
        It is not its turn, it is not available, or the list is not what was seen.
    """
    case = case_of(desk, row)
    if seen and seen != _details_digest(case):
        raise Refused("The list has changed since you read it. Read it again first.")
    safe = ["confirmed_safe"] if row.holds else []
    may_now = ("released_details", "available", *safe)
    look_again(case, "disclose")
    may(case, "disclose", may_now)
    if not child_side_allows(case, "approve", "disclose"):
        desk.store.change(row)
        desk.record("proposal.details_allowed", row)
        return desk.done(row)
    went = move_through_gates(
        case, "disclose", "released_details", *safe, disclosed_at=desk.now
    )
    if not went:
        return desk.done(row, available=False)
    _release(case)
    tell(case, "disclosed", ("holder", *CHILD_SIDE))
    return desk.done(row)


@acts("proposal.met", on=Proposal)
def record_meeting(desk: Desk, row: Proposal) -> Done:
    """Record a first meeting, for one's own side; both sides' records take the step.

    Raises
    ------
    Refused
        Nothing was disclosed yet, or it is not available.
    """
    case = case_of(desk, row)
    mine = [name for name in ("holder", *_CHILD) if case.speaks(desk.who, name)]
    if not mine:
        raise NotThere
    met = _met(case) | {_side(name) for name in mine}
    whole = ("met_by_holder", "met_by_child_side", "available")
    look_again(case, "introduce")
    may(case, "introduce", whole)
    for name in mine:
        decide(case, name, "met")
    if len(met) == len(_SIDES):
        if not move_through_gates(
            case, "introduce", *whole[:2], introduced_at=desk.now
        ):
            return desk.done(row, available=False)
        tell(case, "introduced", ("holder", *CHILD_SIDE))
        agree_if_complete(case)
    else:
        desk.store.change(row)
        desk.record("proposal.met", row)
    return desk.done(row)


def _details_digest(case: Case) -> str:
    return digest_of([details_of(case), list(case.rules.steps.holder_card)])


_CHILD = ("child", "parental-responsibility", "parent", "worker", "council")
_SIDES = ("holder", "child")


def _side(capacity: str) -> str:
    return "holder" if capacity == "holder" else "child"


def _met(case: Case) -> set[str]:
    return {_side(each.capacity) for each in answers_of(case) if each.answer == "met"}


def _release(case: Case) -> None:
    steps = case.rules.steps
    for side, fields in (
        ("holder", steps.disclosed),
        ("child_side", steps.holder_card),
    ):
        case.desk.store.new(
            Disclosure,
            proposal_id=case.row.id,
            to=side,
            fields=list(fields),
            account_id=case.desk.who.account_id,
        )
