"""Whose a need, an asset or a member of staff is, for permissions."""

from __future__ import annotations

from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk
from api.actions.people_about import speakers_of
from api.permissions import About, NotThere
from api.records import (
    Account,
    Asset,
    Listed,
    Membership,
    Need,
    Person,
    Scheme,
    Staff,
)
from api.store import col

_PARTY = {"parental-responsibility": "parent"}
_SPEAKS = ("worker", "parent", "advocate")
Parties = dict[str, set[UUID]]


def scheme_row(desk: Desk, row: Listed) -> Scheme:
    """Return the scheme of a row, whichever organisation runs it."""
    found = desk.store.across("locate", Scheme, Scheme.id == row.scheme_id)
    if not found:
        raise NotThere
    return found[0]


def people_of(desk: Desk, row: Listed) -> tuple[Person, ...]:
    """Return whose row it is, and who stands beside them."""
    ids = [id_ for id_ in (row.person_id, row.beside_id) if id_]
    found = desk.store.find(
        Person, col(Person.id).in_(ids), within=(row.organisation_id,)
    )
    return tuple(sorted(found, key=lambda person: person.id != row.person_id))


@tells(Need)
def about_need(desk: Desk, need: Need) -> About:
    """Return who speaks for a need's person, and whether it is their own."""
    people = people_of(desk, need)
    parties: Parties = {}
    if people and people[0].kind == "child":
        parties["young_person"] = {people[0].identity_id}
    elif people:
        parties["self"] = {people[0].identity_id}
    for speaker in speakers_of(desk, people[0]) if people else ():
        party = _PARTY.get(speaker.capacity, speaker.capacity)
        who = desk.store.get(Person, speaker.speaker_id, within=(need.organisation_id,))
        if who is not None and party in _SPEAKS:
            parties.setdefault(party, set()).add(who.identity_id)
    return _about(desk, need, people, parties)


@tells(Asset)
def about_asset(desk: Desk, asset: Asset) -> About:
    """Return who holds an asset."""
    people = people_of(desk, asset)
    holders = {person.identity_id for person in people}
    return _about(desk, asset, people, {"holder": holders})


@tells(Staff)
def about_staff(desk: Desk, staff: Staff) -> About:
    """Return who a member of staff is."""
    people = people_of(desk, staff)
    holders = {person.identity_id for person in people}
    return _about(desk, staff, people, {"holder": holders})


def _about(
    desk: Desk, row: Listed, people: tuple[Person, ...], parties: Parties
) -> About:
    running = scheme_row(desk, row).organisation_id
    mine = {person.identity_id for person in people}
    # Who entered a row about themselves is no hub to it: others judge their word.
    parties["hub"] = _hub(desk, row, running) - mine
    return About(
        row.organisation_id,
        row.scheme_id,
        str(getattr(row, "state", "")),
        {name: frozenset(ids) for name, ids in parties.items()},
        frozenset(mine),
        # Staff of the organisation that runs the scheme see what others entered for
        # it; nobody else's staff do.
        members=frozenset({running} - {row.organisation_id}),
    )


def _hub(desk: Desk, row: Listed, running: UUID) -> set[UUID]:
    """Return who works at the hub that entered a row: never those of another hub."""
    wanted = {row.entered_by} - {None}
    if row.organisation_id != running:
        held = desk.store.find(
            Membership,
            Membership.organisation_id == row.organisation_id,
            col(Membership.role).in_(("hub", "helper")),
            col(Membership.ended_at).is_(None),
            within=(row.organisation_id,),
        )
        wanted |= {membership.account_id for membership in held}
    if not wanted:
        return set()
    within = (row.organisation_id,)
    accounts = desk.store.find(Account, col(Account.id).in_(wanted), within=within)
    ids = [account.person_id for account in accounts]
    people = desk.store.find(Person, col(Person.id).in_(ids), within=within)
    return {person.identity_id for person in people}
