"""A proposal with what it is about: its rules, its two sides, who speaks for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk
from api.actions.schemes_in_use import members_of, rules_of
from api.permissions import About, Who
from api.records import (
    Asset,
    Disclosure,
    Hub,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    Ruling,
    Run,
    SchemeMember,
    Speaker,
    Staff,
)
from api.steps import Machine, london_day, proposal_machine
from api.store import col, read
from matcher.schemes import Scheme

PARTY = {
    "child": "young_person",
    "child-shown": "worker",
    "parental-responsibility": "parent",
    "parent": "parent",
    "council": "council",
    "worker": "worker",
    "advocate": "advocate",
    "holder": "holder",
    "hub": "hub",
}
"""Which party a capacity makes somebody."""
SPOKEN = tuple(name for name in PARTY if name not in {"child", "child-shown"})
"""Capacities that a dated record gives to somebody; nobody is given a child's own."""
ASSET_SIDE = ("holder", "hub")
"""Capacities of the asset's side; every other is for one child or family."""


@dataclass(frozen=True, slots=True)
class Voice:
    """That a person may speak in a capacity, for one of those it is about or for all.

    ``about`` is a need's person, or None for the asset's side.
    """

    capacity: str
    person: Person
    about: UUID | None


@dataclass(frozen=True, slots=True)
class Speakers:
    """Records of who speaks for somebody today, and the people who speak, by id."""

    rows: tuple[Speaker, ...]
    people: Mapping[UUID, Person]


@dataclass(frozen=True)
class Case:
    """One proposal, read once for one request."""

    desk: Desk
    row: Proposal
    rules: Scheme
    needs: tuple[Need, ...]
    asset: Asset
    staff: Staff | None
    within: tuple[UUID, ...]

    @property
    def machine(self) -> Machine:
        """Return the machine of this proposal."""
        return proposal_machine(self.rules.steps, kind=self.row.kind)

    @property
    def opens(self) -> bool:
        """Tell whether the scheme has no disclosure: what is offered is all."""
        return "disclosed" not in self.rules.steps.uses

    @property
    def today(self) -> date:
        """Return the London day of the request."""
        return london_day(self.desk.now)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """Return who may speak today, in which capacity, for whom."""
        return (*self._own(), *self._recorded())

    @cached_property
    def people(self) -> dict[UUID, Person]:
        """Return the people it is about, and those beside them, by id."""
        ids = {row.person_id for row in self.sides} | {
            row.beside_id for row in self.sides if row.beside_id
        }
        return persons(self.desk, ids, self.within)

    @cached_property
    def speakers(self) -> Speakers:
        """Return who is recorded today as speaking for those it is about."""
        side = self.staff or self.asset
        wanted = {*(need.person_id for need in self.needs), side.person_id}
        return speakers_for(self.desk, wanted, self.within)

    @cached_property
    def hubs(self) -> frozenset[UUID]:
        """Return the organisations whose hub staff answer for the asset."""
        hub = self.desk.store.get(Hub, self.asset.hub_id, within=self.within)
        found = {self.asset.organisation_id}
        return frozenset(found | ({hub.organisation_id} if hub else set()))

    @property
    def sides(self) -> tuple[Need | Asset | Staff, ...]:
        """Return the rows of both sides."""
        staff = () if self.staff is None else (self.staff,)
        return (*self.needs, self.asset, *staff)

    @cached_property
    def values(self) -> dict[UUID, dict[str, Any]]:
        """Return what the columns of both sides hold, as JSON, by row id."""
        found = read(self.desk.store, self.sides, ["values"], within=self.within)
        return {row.id: dict(found.get((row.id, "values")) or {}) for row in self.sides}

    def speaks(self, who: Who, capacity: str) -> tuple[UUID | None, ...]:
        """Return for whom somebody may speak in a capacity, the asset's side as None.

        The hub's word is also that of its staff.
        """
        wanted = "worker" if capacity == "child-shown" else capacity
        found = [
            voice.about
            for voice in self.voices
            if voice.capacity == wanted and voice.person.identity_id == who.identity_id
        ]
        if capacity == "hub" and self.of_hub(who):
            found.append(None)
        return tuple(dict.fromkeys(found))

    def spoken_by(self, who: Who) -> frozenset[UUID]:
        """Return the persons of needs that somebody is or speaks for."""
        return frozenset(
            voice.about
            for voice in self.voices
            if voice.about and voice.person.identity_id == who.identity_id
        )

    def of_hub(self, who: Who) -> bool:
        """Tell whether somebody is staff of the asset's own hub."""
        mine = {self.row.organisation_id, *self.hubs}
        held = who.has("hub", self.row.scheme_id)
        return held and who.organisation_id in mine

    def _own(self) -> Iterator[Voice]:
        for need in self.needs:
            person = self.people[need.person_id]
            own = "child" if person.kind == "child" else "parent"
            yield Voice(own, person, need.person_id)
            if own == "child" and need.beside_id and self.opens:
                # Where nothing is private to release, a family asks for its child.
                yield Voice("parent", self.people[need.beside_id], need.person_id)
        side = self.staff or self.asset
        for id_ in (side.person_id, side.beside_id):
            if id_:
                yield Voice("holder", self.people[id_], None)

    def _recorded(self) -> Iterator[Voice]:
        children = {need.person_id for need in self.needs}
        side = self.staff or self.asset
        who = self.speakers.people
        for row in self.speakers.rows:
            if row.capacity not in SPOKEN or row.speaker_id not in who:
                continue
            # A record on the other side's person makes nobody anything here.
            if row.capacity not in ASSET_SIDE and row.person_id in children:
                yield Voice(row.capacity, who[row.speaker_id], row.person_id)
            elif row.capacity in ASSET_SIDE and row.person_id == side.person_id:
                yield Voice(row.capacity, who[row.speaker_id], None)


def case_of(desk: Desk, row: Proposal) -> Case:
    """Return a proposal with what it is about."""
    within = within_scheme(desk, row.scheme_id)
    pairs = desk.store.find(ProposalNeed, ProposalNeed.proposal_id == row.id)
    ids = {pair.need_id for pair in pairs}
    needs = desk.store.find(Need, col(Need.id).in_(ids), within=within) if ids else ()
    return Case(
        desk,
        row,
        rules_of(desk, row.scheme_version_id),
        tuple(needs),
        desk.find(Asset, row.asset_id, within=within),
        desk.store.get(Staff, row.staff_id, within=within),
        within,
    )


def within_scheme(desk: Desk, scheme_id: UUID) -> tuple[UUID, ...]:
    """Return every organisation that takes part in a scheme, or did."""
    rows = desk.store.find(SchemeMember, SchemeMember.scheme_id == scheme_id)
    return tuple(row.member_id for row in rows)


def speakers_for(
    desk: Desk, ids: Collection[UUID], within: Collection[UUID]
) -> Speakers:
    """Return who is recorded today as speaking for these people."""
    today = london_day(desk.now)
    found = desk.store.find(Speaker, col(Speaker.person_id).in_(ids), within=within)
    rows = tuple(
        row
        for row in found
        if row.starts <= today and (row.ends is None or row.ends >= today)
    )
    return Speakers(rows, persons(desk, {row.speaker_id for row in rows}, within))


def persons(
    desk: Desk, ids: Collection[UUID], within: Collection[UUID]
) -> dict[UUID, Person]:
    """Return people by id; those of nobody who takes part are left out."""
    if not ids:
        return {}
    found = desk.store.find(Person, col(Person.id).in_(ids), within=within)
    return {person.id: person for person in found}


@tells(Proposal)
def about_proposal(desk: Desk, row: Proposal) -> About:
    """Return who is a party to a proposal, whom it is about, and who acted on it."""
    case = case_of(desk, row)
    parties: dict[str, set[UUID]] = {}
    for voice in case.voices:
        party = PARTY[voice.capacity]
        parties.setdefault(party, set()).add(voice.person.identity_id)
    taking_part = {*members_of(desk, row.scheme_id)} & case.hubs
    return About(
        row.organisation_id,
        row.scheme_id,
        row.state,
        {party: frozenset(ids) for party, ids in parties.items()},
        frozenset(person.identity_id for person in case.people.values()),
        frozenset(acted_on(case)),
        frozenset(taking_part),
    )


def acted_on(case: Case) -> Iterator[UUID]:
    """Yield the accounts that ran, pinned, swapped, drafted or released it."""
    row, store = case.row, case.desk.store
    yield from (who for who in (row.drafted_by, row.released_by) if who)
    for released in store.find(Disclosure, Disclosure.proposal_id == row.id):
        yield released.account_id
    if row.round_id is not None:
        # An approval outlives a rerun: whoever asked for any of them had a hand in it.
        runs = store.find(Run, Run.round_id == row.round_id)
        yield from (run.asked_by for run in runs if run.asked_by)
    members = [need.id for need in case.needs]
    for ruling in store.find(
        Ruling, Ruling.round_id == row.round_id, col(Ruling.need_id).in_(members)
    ):
        yield ruling.ruled_by
