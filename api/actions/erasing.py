"""Erasure: the key goes, and with it every value; what stays says under which rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.holds import live_holds
from api.actions.people_about import at
from api.actions.performing import acts, reads
from api.actions.proposals_case import within_scheme
from api.actions.schemes_in_use import in_use
from api.records import (
    Account,
    Asset,
    Blind,
    Credential,
    Erasure,
    Listed,
    Match,
    MatchNeed,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    RecoveryCode,
    Scheme,
    SignIn,
    SignInLink,
    Staff,
    Token,
    View,
)
from api.steps import GOING, is_live
from api.store import col, find_among, or_, scheme_of
from api.store.rights import destroy_keys
from matcher.errors import Refused

CHILD = (
    "A looked-after child's file is kept until their 75th birthday, or for 15 years "
    "after a death before 18 (Care Planning, Placement and Case Review (England) "
    "Regulations 2010, regulation 50). It cannot be erased."
)
CARER = (
    "A foster carer's record is kept for at least 10 years after their approval ends "
    "(Fostering Services (England) Regulations 2011, regulation 32). It cannot be "
    "erased."
)
KEPT = {
    "audit log": "Ids of what was done and when, without a name or a value.",
    "decisions": "That an answer was given, in which capacity and when, without words.",
    "rounds": "Pseudonymous snapshots and results, until the retention table's day.",
    "safeguarding": "Records of concerns, where there are any (Children Act 2004, "
    "section 11).",
    "backups": "Sealed bytes that need a key. It stands in no backup made from now on; "
    "rotate the master key and remove the old one to close older ones as well.",
}


@acts("person.erase", on=Person)
def erase_person(desk: Desk, person: Person) -> Done:
    """Erase somebody from their organisation, and say what is kept and why.

    Raises
    ------
    Refused
        A legal hold, a record that the law keeps, a match or a proposal that lives, or
        it was done before.
    """
    if person.erased_at is not None:
        raise Refused("This person's record was erased before.")
    people = desk.store.find(Person, Person.identity_id == person.identity_id)
    _refuse(desk, people)
    destroyed = _destroy(desk, people)
    row = desk.store.new(
        Erasure,
        person_id=person.id,
        asked_by=desk.who.account_id,
        destroyed=destroyed,
        kept=KEPT,
    )
    desk.record("person.erase", row, **destroyed)
    return desk.done(row, destroyed=destroyed, kept=KEPT)


@reads("person.erasures", on=Person)
def list_erasures(desk: Desk, person: Person) -> dict[str, Any]:
    """Return what was erased of somebody, what was kept, and under which rule."""
    rows = desk.store.find(Erasure, Erasure.person_id == person.id)
    people = desk.store.find(Person, Person.identity_id == person.identity_id)
    items = [
        {
            "id": str(row.id),
            "on": row.created_at.isoformat(),
            "destroyed": row.destroyed,
            "kept": row.kept,
        }
        for row in rows
    ]
    return {
        "id": str(person.id),
        "version": person.version,
        "erased": person.erased_at is not None,
        "refused": _why_not(desk, people),
        "items": items,
        "next": None,
    }


def _why_not(desk: Desk, people: Sequence[Person]) -> str:
    """Return why somebody cannot be erased now, or nothing."""
    try:
        _refuse(desk, people)
    except Refused as error:
        return error.message
    return ""


def _refuse(desk: Desk, people: Sequence[Person]) -> None:
    ids = [person.id for person in people]
    for hold in live_holds(desk, ids):
        raise Refused(f"A legal hold keeps this record: {hold.rule}.")
    needs, assets = _rows(desk, Need, ids), _rows(desk, Asset, ids)
    if any(_is_home(desk, need) for need in needs):
        raise Refused(CHILD)
    if any(_is_home(desk, asset) for asset in assets):
        raise Refused(CARER)
    if _lives(desk, [*needs, *assets, *_rows(desk, Staff, ids)]):
        raise Refused("There is a live proposal or match. It has to end first.")


def _rows(desk: Desk, kind: type[Listed], ids: Sequence[UUID]) -> list[Listed]:
    beside = col(kind.beside_id).in_(ids if kind is not Need else ())
    return list(desk.store.find(kind, or_(col(kind.person_id).in_(ids), beside)))


def _is_home(desk: Desk, row: Listed) -> bool:
    """Tell whether a row's scheme finds homes: the law keeps its records."""
    scheme = desk.store.across("locate", Scheme, Scheme.id == row.scheme_id)[0]
    home = at(desk, scheme.organisation_id)
    return scheme_of(in_use(home, scheme)).steps.home


def _lives(desk: Desk, rows: Sequence[Listed]) -> bool:
    ids = [row.id for row in rows]
    store = desk.store
    within = {
        organisation
        for scheme_id in {row.scheme_id for row in rows}
        for organisation in _taking_part(desk, scheme_id)
    }
    pairs = find_among(store, ProposalNeed, ProposalNeed.need_id, ids, within=within)
    mine = or_(
        col(Proposal.asset_id).in_(ids),
        col(Proposal.staff_id).in_(ids),
        col(Proposal.id).in_([pair.proposal_id for pair in pairs]),
    )
    live = col(Proposal.state).in_(GOING)
    if store.count(Proposal, mine, live, within=within):
        return True
    held = find_among(store, MatchNeed, MatchNeed.need_id, ids, within=within)
    matches = store.find(
        Match,
        or_(
            col(Match.asset_id).in_(ids),
            col(Match.id).in_([pair.match_id for pair in held]),
        ),
        within=within,
    )
    return any(is_live(match.state) for match in matches)


def _taking_part(desk: Desk, scheme_id: UUID) -> set[UUID]:
    scheme = desk.store.across("locate", Scheme, Scheme.id == scheme_id)[0]
    home = at(desk, scheme.organisation_id)
    return {scheme.organisation_id, *within_scheme(home, scheme_id)}


def _destroy(desk: Desk, people: Sequence[Person]) -> dict[str, int]:
    ids = [person.id for person in people]
    store = desk.store
    listed = [row for kind in (Need, Asset, Staff) for row in _own(desk, kind, ids)]
    accounts = find_among(store, Account, Account.person_id, ids)
    counts = {
        "values": destroy_keys(store, ids),
        "ways to find them": store.delete_where(Blind, col(Blind.person_id).in_(ids)),
        "views": store.delete_where(
            View, col(View.identity_id).in_([person.identity_id for person in people])
        ),
        "rows": len(listed),
        "sign-ins": len(accounts),
    }
    for row in listed:
        store.change(row, state="closed", ref=f"erased-{row.id}", edited={})
    for account in accounts:
        nobody = store.keys.blind("address", f"erased {account.id}")
        store.change(account, state="closed", address_blind=nobody)
        for kind in (Token, SignIn, RecoveryCode, Credential):
            store.delete_where(kind, kind.account_id == account.id)
    store.delete_where(SignInLink, col(SignInLink.person_id).in_(ids))
    for person in people:
        store.change(person, ref=None, erased_at=desk.now)
    return counts


def _own(desk: Desk, kind: type[Listed], ids: Sequence[UUID]) -> Sequence[Listed]:
    return desk.store.find(kind, col(kind.person_id).in_(ids))
