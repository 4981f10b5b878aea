"""Asks: up to so many holders asked about one need today, and the first safe yes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from api.actions.asks_going_on import (
    WAITING,
    ask_next,
    end_ask,
    members_of_ask,
)
from api.actions.desk import Desk, Done
from api.actions.near import no_ask_of_the_near, not_near, whose
from api.actions.performing import acts, reads
from api.actions.proposals_case import Case, case_of, within_scheme
from api.actions.proposals_drafting import draft_proposal
from api.actions.proposals_moving import may, move_through_gates, take_back
from api.actions.proposals_offering import (
    CHANGED,
    approved_by_another,
    content_digest,
    preview_digest,
    until,
)
from api.actions.proposals_yes import answers_of
from api.actions.schemes_in_use import in_use, rules_of
from api.actions.shortlists import reasons_from, shortlist_today, uses_of
from api.actions.stock import hands_over
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Ask, Asset, Need, Proposal, Scheme
from api.steps import ASK, GONE, next_state, standing, waits_for
from api.store import col
from matcher.errors import Refused

MOST = 10
"""At most so many holders in one ask."""
HOW = ("in_order", "at_once")


@acts("ask.make", on=Scheme, adds=True)
def make_ask(
    desk: Desk, scheme: Scheme, *, need_id: UUID, asset_ids: list[UUID], how: str
) -> Done:
    """Draft an ask for one need of today's shortlist; nobody hears of it yet.

    Raises
    ------
    NotThere
        The need or a holder is of somebody whom who asks is connected to.
    Refused
        There is an ask already, one cannot be asked today, there are too many, or the
        scheme hands things over.
    """
    if how not in HOW or not 1 <= len(set(asset_ids)) <= MOST:
        raise Refused(f"An ask is in order or at once, and goes to 1 to {MOST}.")
    if hands_over(rules_of(desk, in_use(desk, scheme).id)):
        # An ask's seat is held once it is confirmed, and no piece would be behind it.
        raise Refused("What is handed over is set aside, never asked for in an ask.")
    found = shortlist_today(desk, scheme, need_id, only=asset_ids)
    _nobody_near(desk, scheme, found.needs, asset_ids)
    if desk.store.count(Ask, Ask.need_id == need_id, Ask.state != "closed"):
        raise Refused("There is an ask for this already. Close it first.")
    ask = desk.store.new(
        Ask,
        scheme_id=scheme.id,
        need_id=need_id,
        how=how,
        asked_by=desk.who.account_id,
    )
    for place, asset_id in enumerate(dict.fromkeys(asset_ids)):
        listed = found.of(asset_id)
        if listed is None:
            raise Refused("One of these is not available for it today.")
        draft_proposal(
            desk,
            scheme_id=scheme.id,
            scheme_version_id=in_use(desk, scheme).id,
            asset_id=asset_id,
            need_ids=found.needs,
            reasons=reasons_from(found, listed),
            kind="ask",
            ask_id=ask.id,
            place_in_ask=place,
            seats=found.seats,
            uses=uses_of(desk, scheme, found),
        )
    desk.record("ask.make", ask, holders=len(set(asset_ids)), how=how)
    return desk.done(ask)


@acts("ask.release", on=Ask)
def release_ask(desk: Desk, ask: Ask, *, previews: Mapping[UUID, str]) -> Done:
    """Release an ask as it was previewed: one holder, or all of them, are asked now.

    In order, the next is asked when the one before declines or lapses, with the same
    card; where the card would differ, somebody previews it again.

    Parameters
    ----------
    previews : mapping of UUID to str
        By proposal, the digest that was previewed; each that still waits has to be in.

    Raises
    ------
    Refused
        A preview is missing or has changed, or one waits for something else.
    """
    if ask.state != "open":
        raise Refused("This ask is not open any more.")
    given = {UUID(str(id_)): digest for id_, digest in previews.items()}
    for row in members_of_ask(desk, ask):
        if row.state in WAITING and row.available and not row.frozen:
            _look_through(desk, row, given.get(row.id, ""))
    asked = ask_next(desk, ask)
    desk.store.change(ask)
    desk.record("ask.release", ask, asked=asked)
    return desk.done(ask, asked=asked)


@acts("ask.confirm", on=Ask)
def confirm_safe(desk: Desk, ask: Ask, *, proposal_id: UUID) -> Done:
    """Confirm a holder's yes as safe: gates, the seat, and the others are let go.

    Raises
    ------
    Refused
        There is no yes yet, or another was confirmed.
    NotThere
        It is not one of this ask.
    """
    row = desk.find(Proposal, proposal_id)
    if row.ask_id != ask.id:
        raise NotThere
    case = case_of(desk, row)
    said = {each.answer for each in answers_of(case) if each.capacity == "holder"}
    yes = ["holder_yes"] if "yes" in said else []
    next_state(ASK, ask.state, "confirm_safe", given=("holder_yes", "available"))
    if not move_through_gates(case, "confirm_safe", *yes):
        desk.store.change(ask)
        return desk.done(ask, available=False)
    desk.store.change(ask, state="confirmed")
    for other in members_of_ask(desk, ask):
        if other.id != row.id and other.state not in GONE:
            take_back(case_of(desk, other), "no_longer_needed", kind="no_longer_needed")
    desk.record("ask.confirm", ask, proposal=str(row.id))
    return desk.done(ask)


@acts("ask.close", on=Ask)
def close_ask(desk: Desk, ask: Ask) -> Done:
    """Close an ask: whoever is still asked is let go, and the need is free again.

    Raises
    ------
    Refused
        It is closed already.
    """
    next_state(ASK, ask.state, "close")
    for row in members_of_ask(desk, ask):
        if row.state not in (*GONE, "agreed"):
            take_back(case_of(desk, row), "no_longer_needed", kind="no_longer_needed")
    end_ask(desk, ask)
    return desk.done(ask)


@reads("ask.read", on=Ask)
def read_ask(desk: Desk, ask: Ask) -> dict[str, Any]:
    """Return an ask and how each of its holders stands."""
    rows = members_of_ask(desk, ask)
    cases = [case_of(desk, row) for row in rows]
    need = desk.find(Need, ask.need_id, within=within_scheme(desk, ask.scheme_id))
    viewed_all(desk, "ask.read", whose(desk, [need, *(c.asset for c in cases)]))
    confirmed = next((row.id for row in rows if row.holds), None)
    return shown(
        "ask",
        desk.audiences,
        ask.state,
        {
            "id": str(ask.id),
            "version": ask.version,
            "scheme_id": str(ask.scheme_id),
            "need_id": str(ask.need_id),
            "how": ask.how,
            "state": ask.state,
            "members": [_member(case, confirmed) for case in cases],
        },
    )


@reads("ask.list", on=Scheme)
def list_asks(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the asks of a scheme, newest first."""
    rows = desk.store.find(
        Ask,
        Ask.scheme_id == scheme.id,
        *no_ask_of_the_near(desk),
        after=after,
        limit=limit + 1,
        newest_first=True,
    )
    items = [
        {"id": str(row.id), "need_id": str(row.need_id), "state": row.state}
        for row in rows[:limit]
    ]
    return {"items": items, "next": str(rows[limit - 1].id) if rows[limit:] else None}


def _nobody_near(
    desk: Desk, scheme: Scheme, needs: Collection[UUID], assets: Collection[UUID]
) -> None:
    within = within_scheme(desk, scheme.id)
    not_near(
        desk,
        *desk.store.find(Need, col(Need.id).in_(needs), within=within),
        *desk.store.find(Asset, col(Asset.id).in_(assets), within=within),
    )


def _look_through(desk: Desk, row: Proposal, preview: str) -> None:
    case = case_of(desk, row)
    if preview != preview_digest(case, until(case)):
        raise Refused(CHANGED)
    approved_by_another(case)
    word = ["may_be_offered"] if row.worker_agreed_at is not None else []
    may(case, "offer", ("previewed", "available", *word))
    desk.store.change(
        row, previewed=content_digest(case), released_by=desk.who.account_id
    )


def _member(case: Case, confirmed: UUID | None) -> dict[str, Any]:
    row = case.row
    answers = answers_of(case)
    yes = any(each.capacity == "holder" and each.answer == "yes" for each in answers)
    return {
        "proposal": str(row.id),
        "asset": {"id": str(row.asset_id), "ref": case.asset.ref},
        "available": row.available and not row.frozen,
        "waits_for": _waits_for(case),
        "stands": standing(
            row.state,
            said_yes=yes,
            confirmed=confirmed == row.id,
            other=confirmed not in {None, row.id},
        ),
    }


def _waits_for(case: Case) -> str:
    """Return what stands before a member; its turn, where it was released to wait."""
    row = case.row
    if row.state in WAITING and row.previewed and row.previewed == content_digest(case):
        return "turn"
    return waits_for(
        case.rules.steps,
        row.state,
        held=not row.available or row.frozen,
        word=row.worker_agreed_at is not None,
    )
