"""Giving: a piece is set aside for a family, collected, handed over, or put back."""

from __future__ import annotations

from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.proposals_agreeing import agree_if_complete
from api.actions.proposals_case import Case, case_of, within_scheme
from api.actions.proposals_drafting import draft_proposal
from api.actions.proposals_ending import withdraw_one
from api.actions.proposals_moving import may, move_through_gates
from api.actions.proposals_offering import content_digest
from api.actions.proposals_telling import asked_first, tell
from api.actions.proposals_yes import decide
from api.actions.schemes_in_use import in_use
from api.actions.stock import hands_over
from api.permissions import NotThere
from api.records import Decision, Need, Proposal, Scheme
from api.steps import stock_kept_until
from matcher.errors import Refused

NOT_AVAILABLE = "This is not available. Look at the shelf again."


@acts("stock.set_aside", on=Scheme, adds=True)
def set_aside_item(
    desk: Desk, scheme: Scheme, *, need_id: UUID, asset_id: UUID
) -> Done:
    """Set a piece aside for 7 days for who asked for it, and tell them.

    The message holds the scheme's fixed words and no more; who sets the piece aside
    sees the whole of what is shown, the item and its size.

    Raises
    ------
    Refused
        It is not available, or something is set aside for this already.
    """
    case = _set_aside(desk, scheme, need_id, asset_id)
    tell(case, "offer", asked_first(case))
    desk.post(
        "proposal.expire",
        once=f"expire:{case.row.id}",
        not_before=case.row.expires_at,
        proposal=case.row.id,
    )
    desk.record("stock.set_aside", case.row)
    return desk.done(case.row)


@acts("stock.hand_over", on=Scheme, adds=True)
def hand_over_item(
    desk: Desk, scheme: Scheme, *, need_id: UUID, asset_id: UUID
) -> Done:
    """Hand a piece over on the spot: set aside and collected in one.

    Raises
    ------
    Refused
        It is not available.
    """
    case = _set_aside(desk, scheme, need_id, asset_id)
    _collect(case)
    desk.record("stock.hand_over", case.row)
    return desk.done(case.row)


@acts("stock.collect", on=Proposal)
def collect_item(desk: Desk, row: Proposal) -> Done:
    """Record that a family collected what was set aside for them.

    Raises
    ------
    IllegalStep
        It is not set aside any more.
    """
    case = _shelf_case(desk, row)
    _collect(case)
    desk.record("stock.collect", row)
    return desk.done(row)


@acts("stock.put_back", on=Proposal)
def put_back_item(desk: Desk, row: Proposal) -> Done:
    """Put what was set aside back on the shelf, before its 7 days are over."""
    _shelf_case(desk, row)
    withdraw_one(desk, row)
    desk.record("stock.put_back", row)
    return desk.done(row)


def _set_aside(desk: Desk, scheme: Scheme, need_id: UUID, asset_id: UUID) -> Case:
    need = desk.find(Need, need_id, within=within_scheme(desk, scheme.id))
    if need.scheme_id != scheme.id:
        raise NotThere
    row = draft_proposal(
        desk,
        scheme_id=scheme.id,
        scheme_version_id=in_use(desk, scheme).id,
        asset_id=asset_id,
        need_ids=[need.id],
        kind="item",
    )
    case = _shelf_case(desk, row)
    if case.asset.scheme_id != scheme.id or _own(case):
        raise NotThere
    desk.store.change(row, worker_agreed_at=desk.now)
    went = move_through_gates(
        case,
        "offer",
        "previewed",
        "may_be_offered",
        offered_at=desk.now,
        expires_at=stock_kept_until(desk.now),
        released_by=desk.who.account_id,
        previewed=content_digest(case),
    )
    if not went:
        raise Refused(NOT_AVAILABLE)
    return case


def _collect(case: Case) -> None:
    """Record both yeses: the family's, by taking it, and the shelf's, by giving it."""
    may(case, "agree", ("every_yes", "available"))
    for voice in case.voices:
        if voice.capacity == "parent" and voice.about is not None:
            _taken_by(case, voice.person.id, voice.about)
    decide(case, "hub", "yes")
    if not agree_if_complete(case):
        raise Refused(NOT_AVAILABLE)


def _taken_by(case: Case, person: UUID, about: UUID) -> None:
    case.desk.store.new(
        Decision,
        proposal_id=case.row.id,
        capacity="parent",
        answer="yes",
        person_id=person,
        account_id=case.desk.who.account_id,
        about_person_id=about,
    )


def _shelf_case(desk: Desk, row: Proposal) -> Case:
    case = case_of(desk, row)
    if not hands_over(case.rules) or case.staff is not None:
        raise NotThere
    return case


def _own(case: Case) -> bool:
    """Tell whether who gives would give to themselves, or somebody near to them."""
    who = case.desk.who
    near = {who.identity_id, *who.connected}
    people = {
        case.people[id_].identity_id
        for need in case.needs
        for id_ in (need.person_id, need.beside_id)
        if id_
    }
    return bool(near & people)
