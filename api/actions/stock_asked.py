"""What is asked for at a shelf, what is there, and what became of each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.actions.babybank import shelf_version, show_piece
from api.actions.desk import Desk
from api.actions.performing import reads
from api.actions.proposals_case import within_scheme
from api.actions.views import viewed_all
from api.permissions import NotThere, shown
from api.records import Asset, Hub, Item, Need, Person, Proposal, ProposalNeed, Scheme
from api.records import Seats as SeatsRow
from api.steps import london_day
from api.store import SEATS, among, col, read, scheme_of

LOOKED_AT = 600
"""Offers that are looked through for one page of what is there."""
_LIVE = ("drafted", "offered")


@reads("stock.list", on=Scheme)
def read_shelf(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return what a shelf holds by its scheme: items, sizes, hubs, what is refused.

    Raises
    ------
    NotThere
        The scheme hands over nothing.
    """
    rules = scheme_of(shelf_version(desk, scheme))
    columns = {column.name: column for column in rules.sheets["assets"].columns}
    hubs = desk.store.find(Hub, within=within_scheme(desk, scheme.id), limit=200)
    return {
        "id": str(scheme.id),
        "title": rules.title,
        "items": list(columns["item"].values),
        "sizes": list(columns["size"].values),
        "conditions": list(columns["condition"].values),
        "refused": list(rules.steps.never_second_hand),
        "hubs": [{"ref": hub.ref, "name": hub.name} for hub in hubs],
        "words": dict(rules.words["family"]),
        "staff": dict(rules.words["staff"]),
    }


@reads("stock.asked", on=Scheme)
def list_asked(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = 20
) -> dict[str, Any]:
    """Return what is asked for and not given yet, in the order it was asked."""
    shelf_version(desk, scheme)
    within = within_scheme(desk, scheme.id)
    rows = desk.store.find(
        Need,
        Need.scheme_id == scheme.id,
        Need.state == "waiting",
        within=within,
        after=after,
        limit=limit + 1,
    )
    page = rows[:limit]
    return {
        "items": [
            shown("asked", desk.audiences, "", line) for line in _lines(desk, page)
        ],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


@reads("stock.asked", on=Scheme)
def read_asked(desk: Desk, scheme: Scheme, *, need_id: UUID) -> dict[str, Any]:
    """Return one request: for whom, what became of it, what is set aside for it."""
    shelf_version(desk, scheme)
    need = desk.find(Need, need_id, within=within_scheme(desk, scheme.id))
    if need.scheme_id != scheme.id:
        raise NotThere
    (line,) = _lines(desk, [need])
    history = [_event(row) for row in _proposals(desk, [need]).get(need.id, ())]
    return shown("asked", desk.audiences, "", line | {"history": history})


@reads("stock.list", on=Scheme)
def find_offers(
    desk: Desk, scheme: Scheme, *, item: str, size: str, after: UUID | None = None
) -> dict[str, Any]:
    """Return offers of an item in a size that are on the shelf now.

    So many offers are looked through at once; ``next`` is from where to look further.
    """
    shelf_version(desk, scheme)
    within = within_scheme(desk, scheme.id)
    homes = sorted({desk.store.organisation_id, *within})
    free = among(
        SeatsRow.asset_id,
        col(SeatsRow.organisation_id).in_(homes),
        SeatsRow.name == SEATS,
        col(SeatsRow.held) < col(SeatsRow.most),
    )
    rows = desk.store.find(
        Asset,
        Asset.scheme_id == scheme.id,
        Asset.state == "live",
        col(Asset.id).in_(free),
        within=within,
        after=after,
        limit=LOOKED_AT + 1,
    )
    page = rows[:LOOKED_AT]
    held = read(desk.store, page, ["values"], within=within)
    fits = [row for row in page if _fits(held.get((row.id, "values")), item, size)]
    hubs = _hubs(desk, fits, within)
    return {
        "items": [
            {
                "id": str(row.id),
                "ref": row.ref,
                "hub": hubs.get(row.hub_id, "") if row.hub_id else "",
                "condition": held[row.id, "values"].get("condition", ""),
            }
            for row in fits
        ],
        "next": str(page[-1].id) if len(rows) > LOOKED_AT else None,
    }


@reads("stock.list", on=Scheme)
def read_offer(desk: Desk, scheme: Scheme, *, asset_id: UUID) -> dict[str, Any]:
    """Return one offer of the shelf with its pieces."""
    shelf_version(desk, scheme)
    within = within_scheme(desk, scheme.id)
    asset = desk.find(Asset, asset_id, within=within)
    if asset.scheme_id != scheme.id:
        raise NotThere
    values = read(desk.store, [asset], ["values"], within=within)
    cells = values.get((asset.id, "values")) or {}
    pieces = desk.store.find(Item, Item.asset_id == asset.id, within=within, limit=200)
    hubs = _hubs(desk, [asset], within)
    return {
        "id": str(asset.id),
        "ref": asset.ref,
        "item": cells.get("item", ""),
        "size": cells.get("size", ""),
        "condition": cells.get("condition", ""),
        "recalled": bool(cells.get("recalled")),
        "hub": hubs.get(asset.hub_id, "") if asset.hub_id else "",
        "pieces": [show_piece(desk, asset, row) for row in pieces],
    }


def _fits(cells: Any, item: str, size: str) -> bool:
    return bool(
        cells
        and cells.get("item") == item
        and cells.get("size") == size
        and cells.get("checked")
        and not cells.get("recalled")
    )


def _hubs(desk: Desk, rows: Sequence[Asset], within: Sequence[UUID]) -> dict[UUID, str]:
    ids = {row.hub_id for row in rows if row.hub_id}
    found = desk.store.find(Hub, col(Hub.id).in_(ids), within=within)
    return {hub.id: hub.name for hub in found}


def _lines(desk: Desk, needs: Sequence[Need]) -> list[dict[str, Any]]:
    """Return a line for each request; whose it is was read, and is logged."""
    homes = {need.organisation_id for need in needs}
    held = read(desk.store, needs, ["values", "child_name"], within=homes)
    people = desk.store.find(
        Person, col(Person.id).in_({need.person_id for need in needs}), within=homes
    )
    by_id = {person.id: person.identity_id for person in people}
    read_now = [(n, by_id[n.person_id]) for n in needs if n.person_id in by_id]
    viewed_all(desk, "stock.asked", read_now)
    rows = _proposals(desk, needs)
    lines = []
    for need in needs:
        cells = held.get((need.id, "values")) or {}
        live = [row for row in rows.get(need.id, ()) if row.state in _LIVE]
        lines.append(
            {
                "id": str(need.id),
                "version": need.version,
                "ref": need.ref,
                "state": need.state,
                "first_name": held.get((need.id, "child_name")) or "",
                "age_months": cells.get("child_age_months"),
                "item": cells.get("item", ""),
                "size": cells.get("size", ""),
                "urgent": bool(cells.get("urgent")),
                "asked_on": need.created_at.isoformat(),
                "aside": _aside(live[-1]) if live else None,
            }
        )
    return lines


def _aside(row: Proposal) -> dict[str, Any]:
    return {
        "proposal": str(row.id),
        "version": row.version,
        "asset": str(row.asset_id),
        "until": row.expires_at.isoformat() if row.expires_at else None,
    }


def _event(row: Proposal) -> dict[str, Any]:
    return {
        "state": "collected" if row.state == "agreed" else row.state,
        "asset": str(row.asset_id),
        "set_aside": _day(row.offered_at),
        "ended": _day(row.agreed_at or row.ended_at),
    }


def _day(at: Any) -> str | None:
    return london_day(at).isoformat() if at else None


def _proposals(desk: Desk, needs: Sequence[Need]) -> Mapping[UUID, list[Proposal]]:
    """Return by request what was set aside for it, in order."""
    ids = [need.id for need in needs]
    pairs = desk.store.find(ProposalNeed, col(ProposalNeed.need_id).in_(ids))
    rows = desk.store.find(
        Proposal, col(Proposal.id).in_([pair.proposal_id for pair in pairs])
    )
    by_id = {row.id: row for row in rows}
    found: dict[UUID, list[Proposal]] = {}
    for pair in pairs:
        if pair.proposal_id in by_id:
            found.setdefault(pair.need_id, []).append(by_id[pair.proposal_id])
    return found
