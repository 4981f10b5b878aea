"""An end before agreement: declined, lapsed or withdrawn; an ask then goes on."""

from __future__ import annotations

from itertools import islice

from api.actions.asks_going_on import go_on
from api.actions.courses_staffing import refill
from api.actions.desk import Desk, Done
from api.actions.gates import passes_today
from api.actions.performing import acts
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_moving import held, may, take_back
from api.actions.proposals_tasks import task
from api.actions.proposals_yes import answers_of
from api.records import Organisation, Proposal
from api.steps import is_over
from api.store import col
from matcher.errors import Refused

AT_ONCE = 200
"""How many offers one sweep lapses."""


@acts("proposal.withdraw", on=Proposal)
def withdraw_proposal(desk: Desk, row: Proposal) -> Done:
    """Withdraw a live proposal: everything it held or showed goes back at once."""
    withdraw_one(desk, row)
    return desk.done(row)


def withdraw_one(desk: Desk, row: Proposal) -> Proposal:
    """Withdraw a live proposal.

    Raises
    ------
    IllegalStep
        It has ended.
    """
    end(case_of(desk, row), "withdraw")
    return row


def lapse_one(desk: Desk, row: Proposal) -> Proposal:
    """Let a drafted or offered proposal lapse, whatever the clock says.

    Raises
    ------
    IllegalStep
        It is past offered, or has ended.
    """
    end(case_of(desk, row), "lapse")
    return row


def end(case: Case, act: str, *given: str) -> None:
    """Take a live proposal back; where it was one of an ask, the ask goes on.

    In place of a tutor who cannot, the next is drafted; no parent moves.

    Raises
    ------
    IllegalStep
        The act is not open.
    """
    offered = case.row.offered_at is not None
    take_back(case, act, *given)
    if case.row.ask_id is not None:
        go_on(case)
    elif case.staff is not None:
        if offered and act in {"decline", "expire", "lapse"}:
            refill(case)
    elif offered and act in {"decline", "expire"} and case.row.kind != "item":
        # Nothing is offered by itself: a coordinator looks at who comes next.
        task(case, "next_best", "coordinator")


@acts("proposal.expire", on=Proposal)
def expire_proposal(desk: Desk, row: Proposal) -> Done:
    """Let an offer lapse once its last day is over; else do nothing, however often."""
    case = case_of(desk, row)
    lapsed = _is_due(case) and _expire(case)
    if not lapsed:
        desk.record("proposal.not_expired", row)
    return desk.done(row, lapsed=lapsed)


@acts("proposal.expire_due", on=Organisation, adds=True)
def expire_due(desk: Desk, organisation: Organisation) -> Done:
    """Let every offer of an organisation lapse whose last day is over."""
    due = desk.store.find(
        Proposal,
        Proposal.state == "offered",
        col(Proposal.expires_at) <= desk.now,
    )
    # One that waits for somebody else's word stays due, and must not hide the others.
    ended = (row for row in due if _expire(case_of(desk, row)))
    lapsed = len(list(islice(ended, AT_ONCE)))
    desk.record("proposal.expire_due", organisation, lapsed=lapsed)
    return desk.done(organisation, lapsed=lapsed)


def _is_due(case: Case) -> bool:
    ends = case.row.expires_at
    return (
        case.row.state == "offered"
        and ends is not None
        and is_over(ends, case.desk.now)
    )


def _expire(case: Case) -> bool:
    """Lapse an offer unless somebody's answer waits for another's (a course's hub)."""
    answered = bool(answered_yes(case))
    given = ("past_its_end", *(() if answered else ("unanswered",)))
    try:
        may(case, "expire", given)
    except Refused:
        return False
    end(case, "expire", *given)
    return True


def answered_yes(case: Case) -> list[str]:
    """Return the capacities of the parties who have said yes so far."""
    return [each.capacity for each in answers_of(case) if each.answer == "yes"]


@acts("proposal.retry", on=Proposal)
def retry_proposal(desk: Desk, row: Proposal) -> Done:
    """Look again whether a proposal that is held passes its gates today.

    Raises
    ------
    IllegalStep
        It is not held, or still not available.
    """
    case = case_of(desk, row)
    given = ("available",) if not row.frozen and passes_today(case) else ()
    may(case, "unhold", given)
    desk.store.change(row, available=True)
    desk.record("proposal.unhold", row, held=held(row))
    return desk.done(row)
