"""Who stands around one drafted proposal of the demo, so that they can look in."""

from __future__ import annotations

from uuid import UUID

from api.actions import App
from api.main.inventing import People, signs_in
from api.records import Asset, Need, Person, Proposal, ProposalNeed, Speaker
from api.steps import london_day
from api.store import Session, Store

_WITH_CHILDREN = ("norfolk-carers", "oxfordshire-mentors")
_SPEAK = {
    "worker": "worker",
    "parent": "parental-responsibility",
    "advocate": "advocate",
}


def invent_parties(app: App, people: People, rounds: dict[str, UUID]) -> People:
    """Let those of one drafted proposal sign in, and three who speak for the child.

    It is of the first scheme that has children in it and drafted any.
    """
    for name in _WITH_CHILDREN:

        def sign_in(session: Session, name: str = name) -> People:
            store = Store(
                session,
                keys=app.keys,
                organisation_id=people[name, "coordinator"].organisation_id,
                now=app.now(),
            )
            return _parties_of(store, name, rounds[name])

        found = app.database.transaction(sign_in)
        if found:
            return found
    return {}


def _parties_of(store: Store, name: str, round_id: UUID) -> People:
    drafted = store.find(Proposal, Proposal.round_id == round_id, limit=1)
    if not drafted:
        return {}
    (pair, *_) = store.find(ProposalNeed, ProposalNeed.proposal_id == drafted[0].id)
    asset, need = store.get(Asset, drafted[0].asset_id), store.get(Need, pair.need_id)
    assert asset is not None
    assert need is not None
    found = {}
    for role, id_ in (("holder", asset.person_id), ("young_person", need.person_id)):
        person = store.get(Person, id_)
        assert person is not None
        found[name, role] = signs_in(store, person, name, role)
    for role, capacity in _SPEAK.items():
        person = store.new(Person, kind="adult")
        found[name, role] = signs_in(store, person, name, role)
        store.new(
            Speaker,
            person_id=need.person_id,
            speaker_id=person.id,
            capacity=capacity,
            starts=london_day(store.now),
        )
    return found
