"""Telling people about a proposal: only those whose turn it is, by its step."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from api.actions.proposals_case import PARTY, Case

AUDIENCE = {
    "holder": "holder",
    "parent": "family",
    "advocate": "family",
    "young_person": "young_person",
    "worker": "staff",
    "council": "staff",
    "hub": "staff",
}
"""The words in which each party is written to."""
CHILD_SIDE = ("young_person", "parent", "advocate", "worker", "council")


def tell(case: Case, kind: str, parties: Collection[str], **facts: Any) -> None:
    """Post one message for each person who is one of these parties, bar who is asking.

    The letter is made when it is sent, from the step the proposal stands at then.
    """
    told: dict[UUID, str] = {}
    for voice in case.voices:
        party = PARTY[voice.capacity]
        if party in parties and voice.person.identity_id != case.desk.who.identity_id:
            told.setdefault(voice.person.id, AUDIENCE[party])
    for person_id, audience in sorted(told.items()):
        case.desk.post(
            "message",
            once=f"{kind}:{case.row.id}:{person_id}:{case.row.version}",
            message=kind,
            person=person_id,
            audience=audience,
            scheme_version=case.row.scheme_version_id,
            about_table="proposal",
            about=case.row.id,
            **facts,
        )


def asked_first(case: Case) -> tuple[str, ...]:
    """Return the parties whom an offer goes to."""
    if case.staff is not None or not case.opens:
        return ("holder",)
    first = {PARTY[capacity] for capacity in case.rules.steps.yes_from}
    return tuple(
        party for party in ("holder", "parent", "young_person") if party in first
    )


def heard(case: Case) -> tuple[str, ...]:
    """Return the parties who have heard of it: nobody before it was offered."""
    if case.row.offered_at is None:
        return ()
    seen = case.row.disclosed_at is not None
    return (*asked_first(case), *(CHILD_SIDE if seen else ()))
