"""Who stands around one drafted proposal of the demo, so that they can look in."""

from __future__ import annotations

from uuid import UUID

from api.actions import App
from api.main.inventing import People, signs_in
from api.records import Asset, Need, Person, Proposal, ProposalNeed, Speaker
from api.steps import london_day
from api.store import Session, Store

_WITH_CHILDREN = _FIRST, _ = ("norfolk-carers", "oxfordshire-mentors")
# By what they are called: the role they sign in with, and the capacity they have.
_SPEAK = {
    "worker": ("worker", "worker"),
    "council": ("worker", "council"),
    "parent": ("parent", "parental-responsibility"),
    "advocate": ("advocate", "advocate"),
}


def invent_parties(app: App, people: People, rounds: dict[str, UUID]) -> People:
    """Let those of one drafted proposal sign in, and those who speak for the child.

    It is of the first scheme that has children in it and drafted any; where none did,
    of nobody's proposal, a household and a child of the first scheme.
    """

    def write(session: Session) -> People:
        stores = {
            name: Store(
                session,
                keys=app.keys,
                organisation_id=people[name, "coordinator"].organisation_id,
                now=app.now(),
            )
            for name in _WITH_CHILDREN
        }
        for name, store in stores.items():
            pair = _drafted_pair(store, rounds[name])
            if pair is not None:
                return _around(store, name, *pair)
        store = stores[_FIRST]
        return _around(store, _FIRST, *_any_pair(store))

    return app.database.transaction(write)


def _drafted_pair(store: Store, round_id: UUID) -> tuple[Asset, Need] | None:
    drafted = store.find(Proposal, Proposal.round_id == round_id, limit=1)
    if not drafted:
        return None
    (pair, *_) = store.find(ProposalNeed, ProposalNeed.proposal_id == drafted[0].id)
    asset, need = store.get(Asset, drafted[0].asset_id), store.get(Need, pair.need_id)
    return (asset, need) if asset and need else None


def _any_pair(store: Store) -> tuple[Asset, Need]:
    return store.find(Asset, limit=1)[0], store.find(Need, limit=1)[0]


def _around(store: Store, name: str, asset: Asset, need: Need) -> People:
    found = {}
    for role, id_ in (("holder", asset.person_id), ("young_person", need.person_id)):
        person = store.get(Person, id_)
        assert person is not None
        found[name, role] = signs_in(store, person, name, role)
    for called, (role, capacity) in _SPEAK.items():
        person = store.new(Person, kind="adult")
        found[name, called] = signs_in(store, person, name, role, called=called)
        store.new(
            Speaker,
            person_id=need.person_id,
            speaker_id=person.id,
            capacity=capacity,
            starts=london_day(store.now),
        )
    return found
