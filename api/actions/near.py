"""Staff do nothing about themselves, or about somebody they know: lists leave it out.

What an act is done on is looked at by `api.permissions`; what it names beside that, in
a scheme or a round, is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.permissions import NotThere
from api.records import (
    Ask,
    Asset,
    Listed,
    Match,
    MatchNeed,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    Staff,
)
from api.store import col, or_

_WHY = "identity"


def not_about_the_near(desk: Desk) -> list[Any]:
    """Return conditions that leave out proposals about who asks, or the connected.

    In a constant number of queries, whoever asks and however many there are.
    """
    needs = near_rows(desk, Need)
    pairs = desk.store.across(_WHY, ProposalNeed, col(ProposalNeed.need_id).in_(needs))
    return [
        col(Proposal.id).not_in([pair.proposal_id for pair in pairs]),
        col(Proposal.asset_id).not_in(near_rows(desk, Asset)),
        or_(
            col(Proposal.staff_id).is_(None),
            col(Proposal.staff_id).not_in(near_rows(desk, Staff)),
        ),
    ]


def no_match_of_the_near(desk: Desk) -> list[Any]:
    """Return conditions that leave out matches of who asks, or of the connected."""
    needs = near_rows(desk, Need)
    pairs = desk.store.across(_WHY, MatchNeed, col(MatchNeed.need_id).in_(needs))
    return [
        col(Match.id).not_in([pair.match_id for pair in pairs]),
        col(Match.asset_id).not_in(near_rows(desk, Asset)),
    ]


def no_ask_of_the_near(desk: Desk) -> list[Any]:
    """Return conditions that leave out asks for, or to, who asks or the connected."""
    at = col(Proposal.asset_id).in_(near_rows(desk, Asset))
    asked = desk.store.across(_WHY, Proposal, at, col(Proposal.ask_id).is_not(None))
    return [
        col(Ask.id).not_in({row.ask_id for row in asked}),
        col(Ask.need_id).not_in(near_rows(desk, Need)),
    ]


def near_rows(desk: Desk, kind: type[Listed]) -> set[UUID]:
    """Return the ids of rows that are of who asks, or of the connected."""
    people = desk.store.across(_WHY, Person, col(Person.identity_id).in_(_near(desk)))
    ids = [person.id for person in people]
    whose = or_(col(kind.person_id).in_(ids), col(kind.beside_id).in_(ids))
    return {row.id for row in desk.store.across(_WHY, kind, whose)}


def not_near(desk: Desk, *rows: Listed | None) -> None:
    """Let whoever asks go on only about people they do not know.

    Raises
    ------
    NotThere
        One of the rows is theirs, their household's, or of somebody connected.
    """
    if _near(desk) & identities_of(desk, [row for row in rows if row is not None]):
        raise NotThere


def identities_of(desk: Desk, rows: Iterable[Listed]) -> frozenset[UUID]:
    """Return whose these rows are, with who stands beside them, as identities."""
    ids = {id_ for row in rows for id_ in (row.person_id, row.beside_id) if id_}
    people = desk.store.across(_WHY, Person, col(Person.id).in_(ids))
    return frozenset(person.identity_id for person in people)


def whose(desk: Desk, rows: Iterable[Listed]) -> list[tuple[Listed, UUID]]:
    """Return each row with the identity of whose it is, as the log of views wants."""
    there = list(rows)
    ids = {row.person_id for row in there}
    people = desk.store.across(_WHY, Person, col(Person.id).in_(ids))
    by_id = {person.id: person.identity_id for person in people}
    return [(row, by_id[row.person_id]) for row in there]


def _near(desk: Desk) -> set[UUID]:
    near = {desk.who.identity_id, *desk.who.connected}
    return {identity for identity in near if identity is not None}
