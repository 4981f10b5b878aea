"""Which rows are somebody's: what a subject access export is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_apart import partners_of
from api.records import (
    Account,
    Again,
    Asset,
    Attendance,
    Connection,
    Credential,
    Decision,
    Deputy,
    Disclosure,
    Emergency,
    Erasure,
    Feed,
    Hold,
    Hours,
    Invitation,
    Leader,
    Match,
    Membership,
    Message,
    Need,
    Person,
    PersonLink,
    Proposal,
    ProposalNeed,
    RecoveryCode,
    Review,
    Row,
    SignIn,
    SignInLink,
    Speaker,
    Staff,
    Token,
    View,
    ViewCount,
)
from api.store import col, or_

R = TypeVar("R", bound=Row)
_SAFETY = ("concern", "suspension")
_SAFETY_READ = ("person.kept_apart", "person.suspend", "person.list")


def views_of(person: Person) -> Any:
    """Say which reads of somebody may be told: none that is about their safety.

    That somebody read about it, or looked for them, would say that there is something.
    """
    return (
        (col(View.identity_id) == person.identity_id)
        & col(View.table_name).not_in(_SAFETY)
        & col(View.act).not_in(_SAFETY_READ)
    )


@dataclass
class Theirs:
    """Everything of one human being that their organisation answers for.

    Parameters
    ----------
    rows : list of Row
        In the order of the export.
    others : set of UUID
        People who are met in those rows: none of theirs gets in.
    """

    people: list[Person]
    rows: list[Row] = field(default_factory=list)
    others: set[UUID] = field(default_factory=set)


def rows_of(desk: Desk, person: Person) -> Theirs:
    """Gather what an organisation and its partners in schemes keep of somebody."""
    found = _Gathering(desk, tuple(partners_of(desk, person)))
    people = found.find(Person, Person.identity_id == person.identity_id, own=True)
    theirs = Theirs(list(people))
    ids = [each.id for each in people]
    _accounts(found, theirs, ids)
    _listed(found, theirs, ids)
    theirs.rows += [
        *found.find(Attendance, col(Attendance.person_id).in_(ids)),
        *found.find(Leader, col(Leader.person_id).in_(ids)),
        *found.find(Hours, col(Hours.person_id).in_(ids)),
        *found.find(Message, col(Message.person_id).in_(ids)),
        *found.find(SignInLink, col(SignInLink.person_id).in_(ids)),
        *found.find(PersonLink, col(PersonLink.person_id).in_(ids)),
        *found.find(Connection, Connection.identity_id == person.identity_id),
        *found.find(Hold, col(Hold.person_id).in_(ids)),
        *found.find(Erasure, col(Erasure.person_id).in_(ids)),
        *found.find(View, views_of(person)),
    ]
    speaking = or_(col(Speaker.person_id).in_(ids), col(Speaker.speaker_id).in_(ids))
    for speaker in found.find(Speaker, speaking):
        theirs.rows.append(speaker)
        theirs.others |= {speaker.person_id, speaker.speaker_id}
    theirs.others -= set(ids)
    return theirs


@dataclass(frozen=True)
class _Gathering:
    desk: Desk
    within: tuple[UUID, ...]

    def find(self, kind: type[R], condition: Any, *, own: bool = False) -> Sequence[R]:
        within = () if own else self.within
        return self.desk.store.find(kind, condition, within=within)


def _accounts(found: _Gathering, theirs: Theirs, ids: list[UUID]) -> None:
    accounts = found.find(Account, col(Account.person_id).in_(ids))
    held = [account.id for account in accounts]
    theirs.rows += [
        *accounts,
        *found.find(Membership, col(Membership.account_id).in_(held)),
        *found.find(Deputy, col(Deputy.account_id).in_(held)),
        *found.find(Invitation, col(Invitation.account_id).in_(held)),
        *found.find(Token, col(Token.account_id).in_(held)),
        *found.find(Feed, col(Feed.account_id).in_(held)),
        *found.find(SignIn, col(SignIn.account_id).in_(held)),
        *found.find(Credential, col(Credential.account_id).in_(held)),
        *found.find(RecoveryCode, col(RecoveryCode.account_id).in_(held)),
        *found.find(ViewCount, col(ViewCount.account_id).in_(held)),
        *found.find(Again, col(Again.asked_by).in_(held)),
    ]


def _listed(found: _Gathering, theirs: Theirs, ids: list[UUID]) -> None:
    needs = found.find(Need, col(Need.person_id).in_(ids))
    beside = or_(col(Asset.person_id).in_(ids), col(Asset.beside_id).in_(ids))
    assets = found.find(Asset, beside)
    staff = found.find(Staff, col(Staff.person_id).in_(ids))
    for row in (*needs, *assets, *staff):
        theirs.rows.append(row)
        theirs.others |= {id_ for id_ in (row.person_id, row.beside_id) if id_}
    need_ids, asset_ids = [row.id for row in needs], [row.id for row in assets]
    pairs = found.find(ProposalNeed, col(ProposalNeed.need_id).in_(need_ids))
    asked = or_(
        col(Proposal.asset_id).in_(asset_ids),
        col(Proposal.staff_id).in_([row.id for row in staff]),
    )
    # A side that has not heard of a proposal learns of none here.
    told = [
        *found.find(Proposal, asked & col(Proposal.offered_at).is_not(None)),
        *found.find(
            Proposal,
            col(Proposal.id).in_([pair.proposal_id for pair in pairs])
            & col(Proposal.disclosed_at).is_not(None),
        ),
    ]
    proposals = [row.id for row in told]
    theirs.rows += told
    theirs.others |= _other_side(found, told)
    decided = or_(
        col(Decision.person_id).in_(ids), col(Decision.about_person_id).in_(ids)
    )
    theirs.rows += [
        *found.find(Decision, decided & col(Decision.proposal_id).in_(proposals)),
        *found.find(Disclosure, col(Disclosure.proposal_id).in_(proposals)),
    ]
    matches = found.find(Match, col(Match.proposal_id).in_(proposals))
    at = [match.id for match in matches]
    theirs.rows += [
        *matches,
        *found.find(Review, col(Review.match_id).in_(at)),
        *found.find(Emergency, col(Emergency.need_id).in_(need_ids)),
    ]


def _other_side(found: _Gathering, proposals: Sequence[Proposal]) -> set[UUID]:
    ids = [row.id for row in proposals]
    pairs = found.find(ProposalNeed, col(ProposalNeed.proposal_id).in_(ids))
    needs = found.find(Need, col(Need.id).in_([pair.need_id for pair in pairs]))
    assets = found.find(Asset, col(Asset.id).in_([row.asset_id for row in proposals]))
    both = (*needs, *assets)
    return {row.person_id for row in both} | {
        row.beside_id for row in both if row.beside_id
    }
