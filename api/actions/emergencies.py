"""Emergency placements outside the terms: overdue and red, never ended by a clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.near import identities_of, near_rows, not_near, whose
from api.actions.performing import acts, reads
from api.actions.proposals_case import within_scheme
from api.actions.proposals_tasks import raise_task
from api.actions.views import viewed_all
from api.permissions import About
from api.records import Asset, Emergency, Need, Organisation, Scheme
from api.steps import emergency_overdue_from, london_day
from api.store import col
from matcher.errors import Refused


@acts("emergency.record", on=Scheme, adds=True)
def record_emergency(
    desk: Desk, scheme: Scheme, *, need_id: UUID, asset_id: UUID, starts: date
) -> Done:
    """Record that a child is somewhere outside the terms, and since when.

    It is overdue after six working days; no clock ends it.

    Raises
    ------
    Refused
        It lies ahead, or the scheme finds no homes.
    NotThere
        The need or the asset is not of this scheme, or of somebody connected.
    """
    if starts > london_day(desk.now):
        raise Refused("An emergency placement is written down once it has begun.")
    within = within_scheme(desk, scheme.id)
    need = desk.find(Need, need_id, within=within)
    asset = desk.find(Asset, asset_id, within=within)
    if {need.scheme_id, asset.scheme_id} != {scheme.id}:
        raise Refused("This need or asset belongs to another scheme.")
    not_near(desk, need, asset)
    row = desk.store.new(
        Emergency,
        scheme_id=scheme.id,
        need_id=need.id,
        asset_id=asset.id,
        starts=starts,
        overdue_from=emergency_overdue_from(starts),
        recorded_by=desk.who.account_id,
    )
    desk.record("emergency.record", row, starts=starts.isoformat())
    return desk.done(row)


@tells(Emergency)
def about_emergency(desk: Desk, row: Emergency) -> About:
    """Return whom an emergency placement is about: the child, and the household."""
    people = identities_of(desk, _sides(desk, [row]))
    return About(row.organisation_id, row.scheme_id, people=people)


@acts("emergency.settle", on=Emergency)
def settle_emergency(desk: Desk, row: Emergency) -> Done:
    """Record that a person settled it: a match, a move, or terms that cover it.

    Raises
    ------
    Refused
        It was settled already.
    """
    if row.settled_at is not None:
        raise Refused("This was settled already.")
    desk.store.change(row, settled_at=desk.now)
    desk.record("emergency.settle", row)
    return desk.done(row)


@reads("emergency.read", on=Emergency)
def read_emergency(desk: Desk, row: Emergency) -> dict[str, Any]:
    """Return an emergency placement and how it stands today."""
    viewed_all(desk, "emergency.read", whose(desk, _sides(desk, [row])))
    return _line(desk, row) | {"version": row.version}


@reads("emergency.list", on=Scheme)
def list_emergencies(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the emergency placements of this organisation that are not settled."""
    rows = desk.store.find(
        Emergency,
        col(Emergency.settled_at).is_(None),
        Emergency.scheme_id == scheme.id,
        col(Emergency.need_id).not_in(near_rows(desk, Need)),
        col(Emergency.asset_id).not_in(near_rows(desk, Asset)),
        after=after,
        limit=limit + 1,
    )
    # A line says that a child is there outside the terms: that is read of both.
    viewed_all(desk, "emergency.list", whose(desk, _sides(desk, rows[:limit])))
    items = [_line(desk, row) for row in rows[:limit]]
    return {"items": items, "next": items[-1]["id"] if rows[limit:] else None}


@acts("emergency.mark_overdue", on=Organisation, adds=True)
def mark_overdue(desk: Desk, organisation: Organisation) -> Done:
    """Raise a red task for every emergency placement past its sixth working day."""
    rows = desk.store.find(
        Emergency,
        col(Emergency.settled_at).is_(None),
        col(Emergency.overdue_from) <= london_day(desk.now),
    )
    for row in rows:
        raise_task(
            desk,
            row,
            "emergency_overdue",
            "coordinator",
            due=row.overdue_from,
            scheme=row.scheme_id,
        )
    desk.record("emergency.mark_overdue", organisation, overdue=len(rows))
    return desk.done(organisation, overdue=len(rows))


def _sides(desk: Desk, rows: Collection[Emergency]) -> list[Need | Asset]:
    """Return the needs and the assets of emergency placements."""
    needs, assets = {row.need_id for row in rows}, {row.asset_id for row in rows}
    return [
        *desk.store.across("locate", Need, col(Need.id).in_(needs)),
        *desk.store.across("locate", Asset, col(Asset.id).in_(assets)),
    ]


def _line(desk: Desk, row: Emergency) -> dict[str, Any]:
    overdue = row.settled_at is None and london_day(desk.now) >= row.overdue_from
    return {
        "id": str(row.id),
        "need_id": str(row.need_id),
        "asset_id": str(row.asset_id),
        "starts": row.starts.isoformat(),
        "overdue_from": row.overdue_from.isoformat(),
        "overdue": overdue,
        "settled": row.settled_at is not None,
    }
