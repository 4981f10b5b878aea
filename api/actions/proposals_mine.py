"""One's own proposals: by the rows one stands behind, in a constant number of reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.proposals_case import ASSET_SIDE, PARTY
from api.actions.proposals_showing import state_for, step_of
from api.permissions import shown
from api.records import (
    Asset,
    Hub,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    SchemeVersion,
    Speaker,
    Staff,
)
from api.steps import london_day
from api.store import col, scheme_of

_WHY = "party"
Parties = dict[UUID, set[str]]
"""By the id of a row that a proposal points at: as which parties one stands there."""


def mine_among(desk: Desk, *, after: UUID | None, limit: int) -> dict[str, Any]:
    """Return a page of the proposals that have come to who is asking.

    Whatever their organisation; with the fields that a list may show, no more.
    """
    stands = stands_of(desk)
    rows = [row for row in _proposals(desk, stands) if after is None or row.id > after]
    opens = opens_of(desk, rows)
    seen = [
        found
        for row in rows
        if (found := _shown(row, stands, opens=opens[row.scheme_version_id]))
    ]
    page = seen[:limit]
    return {"items": page, "next": page[-1]["id"] if seen[limit:] else None}


def stands_of(desk: Desk) -> Parties:
    """Return the needs, assets and staff that one speaks for, and as what."""
    own, spoken = _people(desk)
    stands: Parties = {}
    for kind in (Need, Asset, Staff):
        ids = {*own, *spoken}
        rows = desk.store.across(
            _WHY,
            kind,
            (col(kind.person_id).in_(ids)) | (col(kind.beside_id).in_(own)),
        )
        for row in rows:
            parties = stands.setdefault(row.id, set())
            parties |= _spoken_party(kind, spoken.get(row.person_id, set()))
            if row.person_id in own or row.beside_id in own:
                parties |= _own_party(kind, row, own)
    for asset in _hub_assets(desk):
        stands.setdefault(asset.id, set()).add("hub")
    return stands


def _people(desk: Desk) -> tuple[dict[UUID, Person], dict[UUID, set[str]]]:
    store, today = desk.store, london_day(desk.now)
    mine = store.across(_WHY, Person, Person.identity_id == desk.who.identity_id)
    own = {person.id: person for person in mine}
    spoken: dict[UUID, set[str]] = {}
    for row in store.across(_WHY, Speaker, col(Speaker.speaker_id).in_(own)):
        live = row.starts <= today and (row.ends is None or row.ends >= today)
        if live and row.capacity in PARTY:
            spoken.setdefault(row.person_id, set()).add(PARTY[row.capacity])
    return own, spoken


def _spoken_party(kind: type, parties: set[str]) -> set[str]:
    """Return the parties of a row's own side, of all that its person has."""
    asset_side = {PARTY[capacity] for capacity in ASSET_SIDE}
    return parties - asset_side if kind is Need else parties & asset_side


def _own_party(kind: type, row: Any, own: dict[UUID, Person]) -> set[str]:
    if kind is not Need:
        return {"holder"}
    person = own.get(row.person_id)
    if person is not None and person.kind == "child":
        return {"young_person"}
    return {"parent"}


def _hub_assets(desk: Desk) -> Collection[Asset]:
    who, store = desk.who, desk.store
    if not who.holds("hub"):
        return ()
    hubs = store.across(_WHY, Hub, Hub.organisation_id == who.organisation_id)
    rows = store.across(
        _WHY,
        Asset,
        (col(Asset.organisation_id) == who.organisation_id)
        | (col(Asset.hub_id).in_([hub.id for hub in hubs])),
    )
    return [row for row in rows if who.has("hub", row.scheme_id)]


def _proposals(desk: Desk, stands: Parties) -> list[Proposal]:
    pairs = desk.store.across(_WHY, ProposalNeed, col(ProposalNeed.need_id).in_(stands))
    for pair in pairs:
        stands.setdefault(pair.proposal_id, set()).update(stands[pair.need_id])
    return list(
        desk.store.across(
            _WHY,
            Proposal,
            col(Proposal.id).in_(stands)
            | col(Proposal.asset_id).in_(stands)
            | col(Proposal.staff_id).in_(stands),
        )
    )


def opens_of(desk: Desk, rows: Iterable[Proposal]) -> dict[UUID, bool]:
    """Return by scheme version whether it has no disclosure."""
    ids = {row.scheme_version_id for row in rows}
    versions = desk.store.across(_WHY, SchemeVersion, col(SchemeVersion.id).in_(ids))
    return {
        version.id: "disclosed" not in scheme_of(version).steps.uses
        for version in versions
    }


def _shown(row: Proposal, stands: Parties, *, opens: bool) -> dict[str, Any]:
    asked = row.staff_id or row.asset_id
    parties = stands.get(row.id, set()) | stands.get(asked, set())
    values = {
        "id": str(row.id),
        "scheme_id": str(row.scheme_id),
        "kind": row.kind,
        "state": state_for(row, staff=False),
        "available": row.available and not row.frozen,
        "expires_at": row.expires_at.isoformat() if row.expires_at else None,
    }
    return shown("proposal", parties, step_of(row, opens=opens), values)
