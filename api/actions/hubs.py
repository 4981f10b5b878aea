"""Hubs: where sessions are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import shown
from api.records import Hub, Scheme, SchemeMember
from api.store import col
from matcher.errors import Refused


def neighbours(desk: Desk, organisation_id: UUID) -> frozenset[UUID]:
    """Return an organisation, and those that share a scheme with it."""
    live = col(SchemeMember.ended_at).is_(None)
    part = desk.store.across(
        "locate", SchemeMember, SchemeMember.member_id == organisation_id, live
    )
    ran = desk.store.across("locate", Scheme, Scheme.organisation_id == organisation_id)
    ids = {row.scheme_id for row in part} | {row.id for row in ran}
    beside = desk.store.across(
        "locate", SchemeMember, col(SchemeMember.scheme_id).in_(ids), live
    )
    found = {organisation_id} | {row.member_id for row in beside}
    return frozenset(found | {row.organisation_id for row in (*part, *beside)})


def near(desk: Desk) -> Collection[UUID]:
    """Return the caller's organisation and its neighbours."""
    mine = desk.who.organisation_id
    return neighbours(desk, mine) if mine else ()


@reads("hub.list")
def list_hubs(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return hubs of the caller's organisation and of those it shares a scheme with."""
    rows = desk.store.find(Hub, within=near(desk), after=after, limit=limit + 1)
    return {
        "items": [_line(desk, hub) for hub in rows[:limit]],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


@reads("hub.read", on=Hub)
def read_hub(desk: Desk, hub: Hub) -> dict[str, Any]:
    """Return a hub."""
    return _line(desk, hub)


@acts("hub.create")
def add_hub(desk: Desk, *, ref: str, name: str, outcode: str = "") -> Done:
    """Add a hub to the caller's organisation.

    Raises
    ------
    Refused
        If the ref is taken.
    """
    if desk.store.count(Hub, Hub.ref == ref):
        raise Refused("There is a hub with this ref already. Give it another.")
    hub = desk.store.new(Hub, ref=ref, name=name, outcode=outcode)
    desk.record("hub.create", hub)
    return desk.done(hub)


@acts("hub.change", on=Hub)
def change_hub(desk: Desk, hub: Hub, *, name: str, outcode: str) -> Done:
    """Give a hub another name or outcode."""
    desk.store.change(hub, name=name, outcode=outcode)
    desk.record("hub.change", hub)
    return desk.done(hub)


def _line(desk: Desk, hub: Hub) -> dict[str, Any]:
    return shown(
        "hub",
        desk.audiences,
        "",
        {
            "id": str(hub.id),
            "version": hub.version,
            "organisation_id": str(hub.organisation_id),
            "ref": hub.ref,
            "name": hub.name,
            "outcode": hub.outcode,
        },
    )
