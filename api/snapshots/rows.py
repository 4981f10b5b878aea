"""The rows of a scheme as they stand: records, people, what their cells hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from api.records import (
    Asset,
    Hub,
    Listed,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    Row,
    SchemeMember,
    Seats,
    Staff,
    Suspension,
)
from api.store import Store, col, find_among, read
from matcher.model import Value, values_from_json

L = TypeVar("L", bound=Listed)
VALUES, POINTS, APART, AWAY, DECISIONS = (
    "values",
    "points",
    "apart",
    "away",
    "decisions",
)
"""The sealed fields: cells, true points, kept-apart and kept-away, old decisions."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything of a scheme that a snapshot is made of, read in a few queries.

    Parameters
    ----------
    within : tuple of UUID
        The organisations that take part beside the one that runs the scheme.
    people : mapping of UUID to Person
        By id: whose rows they are, and who stands beside them.
    sealed : mapping of (UUID, str) to Any
        Sealed fields of rows and of their people.
    suspended : frozenset of UUID
        Identities; suspension follows them everywhere.
    seats : mapping of UUID to sequence of Seats
        What is held, by asset.
    occupants : sequence of (Need, UUID)
        Needs with the asset whose seat they hold, by an offer or by a match.
    """

    scheme_id: UUID
    within: tuple[UUID, ...]
    needs: Sequence[Need]
    assets: Sequence[Asset]
    staff: Sequence[Staff]
    hubs: Sequence[Hub]
    people: Mapping[UUID, Person]
    sealed: Mapping[tuple[UUID, str], Any]
    suspended: frozenset[UUID] = frozenset()
    seats: Mapping[UUID, Sequence[Seats]] = field(default_factory=dict)
    occupants: Sequence[tuple[Need, UUID]] = ()

    def listed(self) -> Iterable[Listed]:
        """Yield needs, assets and staff."""
        yield from self.needs
        yield from self.assets
        yield from self.staff

    def values(self, row: Row) -> dict[str, Value]:
        """Return what a row's cells hold."""
        return dict(self.sealed.get((row.id, VALUES), {}))

    def identity(self, row: Listed) -> UUID:
        """Return whose row it is, as a human being or a household."""
        return self.people[row.person_id].identity_id

    def identities(self, row: Listed) -> frozenset[UUID]:
        """Return whose row it is, and who stands beside them."""
        ids = {row.person_id, row.beside_id} - {None}
        return frozenset(
            self.people[person_id].identity_id for person_id in ids if person_id
        )


def read_rows(
    store: Store,
    scheme_id: UUID,
    *,
    needs: Collection[UUID] | None = None,
    assets: Collection[UUID] | None = None,
) -> Rows:
    """Read the rows of a scheme that this organisation runs, and their people.

    Parameters
    ----------
    needs, assets : collection of UUID, optional
        Only these, whatever their state; else every row that is not closed.
    """
    within = members_of(store, scheme_id)
    found_needs = _rows(store, Need, scheme_id, needs, within)
    found_assets = _rows(store, Asset, scheme_id, assets, within)
    found_staff = _rows(store, Staff, scheme_id, None, within)
    hubs = store.find(Hub, within=within)
    occupants = _occupants(store, scheme_id, within)
    there = {need.id: need for need, _ in occupants}
    there |= {need.id: need for need in found_needs}
    listed: list[Listed] = [*there.values(), *found_assets, *found_staff]
    ids = {whose for row in listed for whose in (row.person_id, row.beside_id) if whose}
    people = find_among(store, Person, Person.id, ids, within=within)
    sealed = _sealed(store, scheme_id, [*listed, *hubs, *people], within)
    return Rows(
        scheme_id,
        within,
        found_needs,
        found_assets,
        found_staff,
        [hub for hub in hubs if (hub.id, hub_field(scheme_id)) in sealed],
        {person.id: person for person in people},
        sealed,
        suspended_among(store, {person.identity_id for person in people}),
        _seats(store, found_assets, within),
        occupants,
    )


def _sealed(
    store: Store, scheme_id: UUID, rows: Sequence[Row], within: tuple[UUID, ...]
) -> Mapping[tuple[UUID, str], Any]:
    """Return what is sealed of rows; true points only where somebody is kept away."""
    fields = [VALUES, DECISIONS, APART, AWAY, hub_field(scheme_id)]
    cells = {VALUES: values_from_json, hub_field(scheme_id): values_from_json}
    found = read(store, rows, fields, within=within, parse=cells)
    if not any(field == AWAY for _, field in found):
        return found
    return {**found, **read(store, rows, [POINTS], within=within)}


def hub_field(scheme_id: UUID) -> str:
    """Return the sealed field of a hub's cells on this scheme's sheet."""
    return f"{VALUES}:{scheme_id}"


def members_of(store: Store, scheme_id: UUID) -> tuple[UUID, ...]:
    """Return the organisations that take part in a scheme that this one runs."""
    rows = store.find(
        SchemeMember,
        SchemeMember.scheme_id == scheme_id,
        col(SchemeMember.ended_at).is_(None),
    )
    return tuple(row.member_id for row in rows)


def values_of(
    store: Store, rows: Sequence[Row], *, within: Collection[UUID] = ()
) -> dict[UUID, dict[str, Value]]:
    """Return what the cells of rows hold, by id; {} where nothing is kept."""
    sealed = read(store, rows, [VALUES], within=within)
    return {row.id: values_from_json(sealed.get((row.id, VALUES), {})) for row in rows}


FEW = 500
"""So many are asked for by name; of more, whoever is suspended is looked through."""


def suspended_among(store: Store, identities: Collection[UUID]) -> frozenset[UUID]:
    """Return who of these is suspended, in whatever organisation that was done."""
    stands: list[Any] = [col(Suspension.lifted_at).is_(None)]
    if len(identities) <= FEW:
        stands.append(col(Suspension.identity_id).in_(identities))
    rows = store.across("identity", Suspension, *stands)
    return frozenset({row.identity_id for row in rows} & set(identities))


def _rows(
    store: Store,
    kind: type[L],
    scheme_id: UUID,
    only: Collection[UUID] | None,
    within: tuple[UUID, ...],
) -> Sequence[L]:
    mine = col(kind.scheme_id) == scheme_id
    if only is None:
        open_ = col(kind.state) != "closed"  # type: ignore[attr-defined]
        return store.find(kind, mine, open_, within=within)
    found = find_among(store, kind, kind.id, only, within=within)
    return [row for row in found if row.scheme_id == scheme_id]


def _occupants(
    store: Store, scheme_id: UUID, within: tuple[UUID, ...]
) -> list[tuple[Need, UUID]]:
    holding = {
        row.id: row.asset_id
        for row in store.find(
            Proposal, Proposal.scheme_id == scheme_id, col(Proposal.holds).is_(True)
        )
    }
    links = find_among(store, ProposalNeed, ProposalNeed.proposal_id, list(holding))
    ids = {link.need_id for link in links}
    needs = {
        need.id: need for need in find_among(store, Need, Need.id, ids, within=within)
    }
    return [
        (needs[link.need_id], holding[link.proposal_id])
        for link in links
        if link.need_id in needs
    ]


def _seats(
    store: Store, assets: Sequence[Asset], within: tuple[UUID, ...]
) -> dict[UUID, list[Seats]]:
    ids = [asset.id for asset in assets]
    found: dict[UUID, list[Seats]] = {}
    for row in find_among(store, Seats, Seats.asset_id, ids, within=within):
        found.setdefault(row.asset_id, []).append(row)
    return found
