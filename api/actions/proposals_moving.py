"""Taking a step: the machine's word, the seats, the claim, the audit row, at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from api.actions.gates import passes_today
from api.actions.proposals_case import Case
from api.actions.proposals_telling import heard, tell
from api.actions.stock import follow
from api.records import Claim, Need, Proposal
from api.steps import IllegalStep, next_state, seat_effect
from api.store import Taken, all_or_none, free_seats, hold_seats, new_or_taken
from matcher.errors import Refused

TOLD = {"declined": "declined", "lapsed": "lapsed", "withdrawn": "withdrawn"}
_AVAILABLE = "available"


def held(row: Proposal) -> bool:
    """Tell whether a proposal is held; by what is nobody's to tell."""
    return row.frozen or not row.available


def may(case: Case, act: str, given: Collection[str] = ()) -> str:
    """Return the state that an act would lead to.

    Raises
    ------
    IllegalStep
        It is not open, or waits for something; the sentence says for what.
    """
    return next_state(
        case.machine, case.row.state, act, given=given, held=held(case.row)
    )


def look_again(case: Case, act: str) -> None:
    """Refuse an act while the proposal is held; lift the hold where its gates pass.

    Raises
    ------
    IllegalStep
        It is not available; whatever the reason is, in the same words.
    """
    row = case.row
    if not held(row):
        return
    if row.frozen or not passes_today(case):
        missing = (_AVAILABLE,)
        raise IllegalStep(case.machine, row.state, act, missing=missing, held=True)
    case.desk.store.change(row, available=True)
    case.desk.record("proposal.unhold", row)


def move(case: Case, act: str, *given: str, **changes: Any) -> None:
    """Take a step that asks for no gate: state, seats, claim and audit row.

    Raises
    ------
    IllegalStep
        As `may`.
    """
    target = may(case, act, given)
    _settle_seats(case, act, changes)
    case.desk.store.change(case.row, state=target, **changes)
    follow(case, act)
    if target in TOLD:
        _give_back(case)
    case.desk.record(f"proposal.{act}", case.row, state=target)


def move_through_gates(case: Case, act: str, *given: str, **changes: Any) -> bool:
    """Take a step if this pair's gates pass on today's records.

    Returns
    -------
    bool
        False where they do not: the proposal is held, reads "not available", and stays
        where it is. Nothing else changes.

    Raises
    ------
    IllegalStep
        The step is not open, waits for something else, or it was held before and
        still is.
    """
    row = case.row
    if row.frozen:
        may(case, act, given)
    ready = passes_today(case)
    if not (row.available or ready):
        may(case, act, given)
    target = next_state(case.machine, row.state, act, given=(*given, _AVAILABLE))
    wants = seat_effect(act, row.kind) == "hold" and not row.holds
    if not ready or (wants and not _hold(case, act)):
        return _unavailable(case, act)
    if act == "offer":
        _claim(case)
    changes |= {"holds": True} if wants else {}
    case.desk.store.change(row, state=target, available=True, **changes)
    if not wants:
        follow(case, act)
    case.desk.record(f"proposal.{act}", row, state=target)
    return True


def take_back(
    case: Case, act: str, *given: str, tells: bool = True, kind: str = ""
) -> None:
    """Decline, lapse or withdraw: claim, seats and what was shown go at once.

    Parameters
    ----------
    tells, kind
        Whether those who had heard of it get a message, and of which kind.

    Raises
    ------
    IllegalStep
        It has ended already.
    """
    parties = heard(case)
    move(case, act, *given, ended_at=case.desk.now)
    if tells:
        tell(case, kind or TOLD[case.row.state], parties)


def _unavailable(case: Case, act: str) -> bool:
    if case.row.available:
        case.desk.store.change(case.row, available=False)
    case.desk.record("proposal.hold", case.row, at=act)
    return False


def _settle_seats(case: Case, act: str, changes: dict[str, Any]) -> None:
    if seat_effect(act, case.row.kind) == "free" and case.row.holds:
        row = case.row
        free_seats(case.desk.store, case.asset, seats=row.seats, uses=row.uses)
        changes["holds"] = False


def _hold(case: Case, act: str) -> bool:
    """Hold every seat and every limit, with the pieces behind them, or nothing."""
    row, store = case.row, case.desk.store
    return all_or_none(
        store,
        lambda: (
            hold_seats(store, case.asset, seats=row.seats, uses=row.uses)
            and follow(case, act)
        ),
    )


def _claim(case: Case) -> None:
    """Take each need's one claim, for this offer or for its whole ask."""
    holder = case.row.ask_id or case.row.id
    for need in case.needs:
        claim(case, need, holder)


def claim(case: Case, need: Need, holder: UUID) -> None:
    """Take a need's one claim.

    Raises
    ------
    Refused
        Another offer or ask has it.
    """
    store = case.desk.store
    there = store.across("locate", Claim, Claim.need_id == need.id)
    if there and there[0].holder_id == holder:
        return
    try:
        new_or_taken(store, Claim, need_id=need.id, holder_id=holder)
    except Taken:
        raise Refused(
            "There is an offer or an ask for this already. Withdraw it first."
        ) from None


def _give_back(case: Case) -> None:
    case.desk.store.delete_where(Claim, Claim.holder_id == case.row.id)
