"""Whose a person's record is, for permissions: themselves, and who speaks for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk
from api.permissions import About, Who
from api.records import Account, Asset, Listed, Need, Person, Scheme, Speaker, Staff
from api.steps import london_day
from api.store import Store, col, read

_LISTED: tuple[type[Listed], ...] = (Need, Asset, Staff)
_PARTY = {"parental-responsibility": "parent"}


def at(desk: Desk, organisation_id: UUID, who: Who | None = None) -> Desk:
    """Return the same desk in another organisation, in the same transaction."""
    store = Store(
        desk.store.session,
        keys=desk.store.keys,
        organisation_id=organisation_id,
        now=desk.now,
    )
    if who is None:
        return replace(desk, store=store)
    # In another's name: what is recorded there says nothing of who began it here.
    return replace(desk, store=store, who=who, audiences=(who.by,))


@tells(Person)
def about_person(desk: Desk, person: Person) -> About:
    """Return who a person is to permissions.

    Parties are ``self`` and each capacity in which somebody speaks for them today;
    organisations that run a scheme in which they have a row take part.
    """
    parties: dict[str, set[UUID]] = {"self": {person.identity_id}}
    for speaker in speakers_of(desk, person):
        party = _PARTY.get(speaker.capacity, speaker.capacity)
        who = desk.store.get(
            Person, speaker.speaker_id, within=(person.organisation_id,)
        )
        if who is not None:
            parties.setdefault(party, set()).add(who.identity_id)
    return About(
        person.organisation_id,
        parties={name: frozenset(ids) for name, ids in parties.items()},
        people=frozenset({person.identity_id}),
        members=frozenset(running_schemes_of(desk, person)),
    )


def speakers_of(desk: Desk, person: Person) -> list[Speaker]:
    """Return who speaks for a person today."""
    today = london_day(desk.now)
    rows = desk.store.find(
        Speaker, Speaker.person_id == person.id, within=(person.organisation_id,)
    )
    return [
        row
        for row in rows
        if row.starts <= today and (row.ends is None or row.ends >= today)
    ]


def running_schemes_of(desk: Desk, person: Person) -> set[UUID]:
    """Return the organisations that run a scheme in which a person has a row."""
    within = (person.organisation_id,)
    schemes: set[UUID] = set()
    for kind in _LISTED:
        mine = (col(kind.person_id) == person.id) | (col(kind.beside_id) == person.id)
        schemes |= {row.scheme_id for row in desk.store.find(kind, mine, within=within)}
    rows = desk.store.across("locate", Scheme, col(Scheme.id).in_(schemes))
    return {row.organisation_id for row in rows} - {person.organisation_id}


def rows_of_identity(desk: Desk, identity_id: UUID) -> list[Person]:
    """Return every row of one human being, in whatever organisation."""
    found = desk.store.across("identity", Person, Person.identity_id == identity_id)
    return list(found)


def called(desk: Desk, people: Collection[Person]) -> list[dict[str, str]]:
    """Return what people are called, for whoever may hear their names.

    Whoever was erased, or never named, is called by the ref their sheet gave them.
    """
    within = {person.organisation_id for person in people}
    names = read(desk.store, people, ("name",), within=within)
    return [
        {
            "id": str(person.id),
            "name": str(names.get((person.id, "name")) or person.ref or ""),
            "kind": person.kind,
        }
        for person in people
    ]


def accounts_of(desk: Desk, identity_id: UUID) -> list[Account]:
    """Return every account of one human being."""
    ids = [person.id for person in rows_of_identity(desk, identity_id)]
    found = desk.store.across("identity", Account, col(Account.person_id).in_(ids))
    return list(found)
