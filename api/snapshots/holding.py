"""Assets and staff as they stand today: what is held is taken, who is out is out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from api.records import Asset, Listed, Opening, Proposal, Staff
from api.snapshots.room import (
    SEATS,
    Cells,
    count_seats,
    less_held,
    put_on_hold,
)
from api.snapshots.rows import Rows
from api.store import Store, col, find_among
from matcher.schemes.scheme import Scheme

_HELD_BACK = ("paused", "on_hold")
_ASKED = (
    "offered",
    "interested",
    "disclosed",
    "introduced",
    "agreed",
)


def hold_assets(
    store: Store,
    rows: Rows,
    scheme: Scheme,
    cells: Mapping[UUID, Cells],
    own: Proposal | None,
) -> list[Asset]:
    """Put assets' cells as they are today, and return those no column can hold back."""
    decided = _openings(store, rows)
    shut: list[Asset] = []
    for asset in rows.assets:
        count_seats(cells[asset.id], scheme, rows.seats.get(asset.id, ()))
        mine = own is not None and own.asset_id == asset.id and own.holds
        less_held(
            cells[asset.id],
            scheme,
            rows.seats.get(asset.id, ()),
            {SEATS: own.seats, **own.uses} if own is not None and mine else {},
        )
        if decided.get(asset.id) == "open" and scheme.build.opens_with:
            cells[asset.id][scheme.build.opens_with] = 0
        held = _held_back(rows, asset) or decided.get(asset.id) == "not_starting"
        if held and not put_on_hold(cells[asset.id], scheme, "assets"):
            shut.append(asset)
    return shut


def hold_staff(
    store: Store, rows: Rows, scheme: Scheme, cells: Mapping[UUID, Cells]
) -> list[Staff]:
    """Put staff's cells as they are today, and return who is in the snapshot."""
    leading = _leading(store, rows)
    found: list[Staff] = []
    for one in rows.staff:
        mine = cells[one.id]
        if one.id in leading and scheme.build.most:
            most = mine.get(scheme.build.most, 1)
            mine[scheme.build.most] = max(0, int(str(most)) - leading[one.id])
        if not _held_back(rows, one) or put_on_hold(mine, scheme, "staff"):
            found.append(one)
    return found


def _held_back(rows: Rows, row: Asset | Staff) -> bool:
    return row.state in _HELD_BACK or _suspended(rows, row)


def _suspended(rows: Rows, row: Listed) -> bool:
    return bool(rows.identities(row) & rows.suspended)


def _openings(store: Store, rows: Rows) -> dict[UUID, str]:
    """Return what was decided about each course that was planned, the latest word."""
    ids = [asset.id for asset in rows.assets]
    found = find_among(store, Opening, Opening.asset_id, ids, within=rows.within)
    return {row.asset_id: row.state for row in sorted(found, key=lambda row: row.id)}


def _leading(store: Store, rows: Rows) -> dict[UUID, int]:
    """Return how many assets each member of staff leads, or was asked to lead."""
    count: dict[UUID, int] = {}
    if not rows.staff:
        return count
    for row in store.find(
        Proposal,
        Proposal.scheme_id == rows.scheme_id,
        col(Proposal.staff_id).is_not(None),
        col(Proposal.state).in_(_ASKED),
        col(Proposal.ended_at).is_(None),
    ):
        assert row.staff_id is not None
        count[row.staff_id] = count.get(row.staff_id, 0) + 1
    return count
