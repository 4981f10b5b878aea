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


def grow(populated: Populated, rows: int, *, apart: bool = False) -> None:
    """Add so many rows of every kind that a list shows.

    Parameters
    ----------
    apart : bool
        Whether each row is somebody's own, with a proposal of the round between each
        two, as in a community; else all are one child's and one holder's.
    """
    populated.world.app.database.transaction(
        lambda session: _Grower(session, populated, apart=apart).all(rows)
    )


class _Grower:
    def __init__(self, session: Session, populated: Populated, *, apart: bool) -> None:
        self.session, self.apart = session, apart
        self.ids = populated.ids
        self.made: list[Row] = []

    def all(self, rows: int) -> None:
        people = [
            self._copy(Person, self.ids["people"], **self._self()) for _ in range(rows)
        ]
        self.session.flush()
        owned = [
            {"person_id": person.id, "beside_id": None} if self.apart else {}
            for person in people
        ]
        assets = [self._copy(Asset, self.ids["assets"], **own) for own in owned]
        needs = [self._copy(Need, self.ids["needs"], **own) for own in owned]
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
                own = owned[n] if kind is Staff else {}
                self._copy(kind, self.ids[name], **own)
            need = {"need_id": needs[n].id}
            self._copy(Ask, self.ids["asks"], **need)
            at = {"asset_id": assets[n].id} if self.apart else {}
            self._copy(Emergency, self.ids["emergencies"], **need, **at)
            self._copy(Opening, self.ids["openings"], asset_id=assets[n].id)
            self._copy(Suspension, self.ids["suspensions"], identity_id=new_id())
            links = {"other_id": people[n].id}
            if self.apart:
                links["person_id"] = people[n - 1].id
            self._copy(PersonLink, self.ids["person-links"], **links)
            self._copy(
                Account,
                self.ids["accounts"],
                person_id=people[n].id,
                address_blind=secrets.token_bytes(32),
            )
        round_ = {"round_id": self.ids["rounds"]} if self.apart else {}
        proposals = [
            self._copy(
                Proposal,
                self.ids["proposals"],
                **round_,
                **({"asset_id": asset.id} if self.apart else {}),
            )
            for asset in assets
        ]
        self.session.flush()
        for proposal, need in zip(proposals, needs, strict=True):
            self.session.add(
                ProposalNeed(
                    organisation_id=proposal.organisation_id,
                    proposal_id=proposal.id,
                    need_id=need.id if self.apart else self.ids["needs"],
                    created_at=proposal.created_at,
                )
            )
            self._copy(Again, self.ids["again"], about_id=proposal.id)
            self._copy(Match, self.ids["matches"], proposal_id=proposal.id)
        self.session.flush()

    def _self(self) -> dict[str, UUID]:
        """Return who a copy of a person is: somebody else, or the same human being."""
        return {"identity_id": new_id()} if self.apart else {}

    def _copy(self, kind: type[Row], id_: UUID, **other: Any) -> Any:
        found = self.session.get(kind, id_)
        assert found is not None
        values = found.model_dump(exclude={"id"})
        fresh = {name: f"x{new_id()}" for name in NAMED if name in values}
        made = kind(**values | fresh | other)
        self.session.add(made)
        return made
