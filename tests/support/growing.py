"""More rows of everything that a list shows: copies of an invented world's own."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from sqlmodel import Session
from support.populated import Populated

from api.records import (
    Account,
    Again,
    Ask,
    Asset,
    Concern,
    Emergency,
    Hub,
    Match,
    Need,
    Opening,
    Person,
    PersonLink,
    Proposal,
    ProposalNeed,
    Round,
    Row,
    Staff,
    Suspension,
    Task,
    new_id,
)
from api.records import Session as Meeting

NAMED = ("ref", "key", "name")
"""Columns that no two rows may share."""


def grow(populated: Populated, rows: int) -> None:
    """Add so many rows of every kind that a list shows."""
    populated.world.app.database.transaction(
        lambda session: _Grower(session, populated).all(rows)
    )


class _Grower:
    def __init__(self, session: Session, populated: Populated) -> None:
        self.session = session
        self.ids = populated.ids
        self.made: list[Row] = []

    def all(self, rows: int) -> None:
        people = [self._copy(Person, self.ids["people"]) for _ in range(rows)]
        self.session.flush()
        assets = [self._copy(Asset, self.ids["assets"]) for _ in range(rows)]
        needs = [self._copy(Need, self.ids["needs"]) for _ in range(rows)]
        self.session.flush()
        plain: tuple[tuple[type[Row], str], ...] = (
            (Staff, "staff"),
            (Hub, "hubs"),
            (Meeting, "sessions"),
            (Round, "rounds"),
            (Concern, "concerns"),
            (Task, "tasks"),
        )
        for n in range(rows):
            for kind, name in plain:
                self._copy(kind, self.ids[name])
            need = {"need_id": needs[n].id}
            self._copy(Ask, self.ids["asks"], **need)
            self._copy(Emergency, self.ids["emergencies"], **need)
            self._copy(Opening, self.ids["openings"], asset_id=assets[n].id)
            self._copy(Suspension, self.ids["suspensions"], identity_id=new_id())
            self._copy(PersonLink, self.ids["person-links"], other_id=people[n].id)
            self._copy(
                Account,
                self.ids["accounts"],
                person_id=people[n].id,
                address_blind=secrets.token_bytes(32),
            )
        proposals = [self._copy(Proposal, self.ids["proposals"]) for _ in range(rows)]
        self.session.flush()
        for proposal in proposals:
            self.session.add(
                ProposalNeed(
                    organisation_id=proposal.organisation_id,
                    proposal_id=proposal.id,
                    need_id=self.ids["needs"],
                    created_at=proposal.created_at,
                )
            )
            self._copy(Again, self.ids["again"], about_id=proposal.id)
            self._copy(Match, self.ids["matches"], proposal_id=proposal.id)
        self.session.flush()

    def _copy(self, kind: type[Row], id_: UUID, **other: Any) -> Any:
        found = self.session.get(kind, id_)
        assert found is not None
        values = found.model_dump(exclude={"id"})
        fresh = {name: f"x{new_id()}" for name in NAMED if name in values}
        made = kind(**values | fresh | other)
        self.session.add(made)
        return made
