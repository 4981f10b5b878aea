"""Lists for staff leave out what is about themselves, or somebody they know."""

from __future__ import annotations

from typing import Any

from api.actions.desk import Desk
from api.records import Asset, Listed, Need, Person, Proposal, ProposalNeed, Staff
from api.store import col, or_

_WHY = "identity"


def not_about_the_near(desk: Desk) -> list[Any]:
    """Return conditions that leave out proposals about who asks, or the connected.

    In a constant number of queries, whoever asks and however many there are.
    """
    near = {desk.who.identity_id, *desk.who.connected} - {None}
    people = desk.store.across(_WHY, Person, col(Person.identity_id).in_(near))
    ids = [person.id for person in people]
    needs = _rows(desk, Need, ids)
    pairs = desk.store.across(_WHY, ProposalNeed, col(ProposalNeed.need_id).in_(needs))
    return [
        col(Proposal.id).not_in([pair.proposal_id for pair in pairs]),
        col(Proposal.asset_id).not_in(_rows(desk, Asset, ids)),
        or_(
            col(Proposal.staff_id).is_(None),
            col(Proposal.staff_id).not_in(_rows(desk, Staff, ids)),
        ),
    ]


def _rows(desk: Desk, kind: type[Listed], people: list[Any]) -> list[Any]:
    whose = or_(col(kind.person_id).in_(people), col(kind.beside_id).in_(people))
    return [row.id for row in desk.store.across(_WHY, kind, whose)]
