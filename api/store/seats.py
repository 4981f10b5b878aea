"""Seats held and freed: one conditional update each, never read and then write."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import and_, col, or_

from api.records import Asset, Seats
from api.store.store import Store

SEATS = "seats"


def hold_seats(
    store: Store, asset: Asset, *, seats: int, uses: Mapping[str, int]
) -> bool:
    """Hold a unit's seats at an asset and its use of every limit, all or none.

    Returns
    -------
    bool
        False where any would go above; the caller's transaction must then be left.
    """
    wanted = {SEATS: seats, **{name: most for name, most in uses.items() if most}}
    return all(_hold(store, asset, name, number) for name, number in wanted.items())


def free_seats(
    store: Store, asset: Asset, *, seats: int, uses: Mapping[str, int]
) -> None:
    """Give back what `hold_seats` held."""
    wanted = {SEATS: seats, **{name: most for name, most in uses.items() if most}}
    for name, number in wanted.items():
        store.change_where(
            Seats,
            Seats.asset_id == asset.id,
            Seats.name == name,
            organisation_id=asset.organisation_id,
            held=col(Seats.held) - number,
            units=col(Seats.units) - 1,
        )


def set_seats(
    store: Store, asset: Asset, *, name: str = SEATS, most: int, alone: int = 0
) -> bool:
    """Set how many there are; False where more are held by now."""
    where = {"organisation_id": asset.organisation_id}
    there = store.one(
        Seats,
        Seats.asset_id == asset.id,
        Seats.name == name,
        within=(asset.organisation_id,),
    )
    if there is None:
        store.new(Seats, **where, asset_id=asset.id, name=name, most=most, alone=alone)
        return True
    fits = or_(
        col(Seats.held) <= most, and_(col(Seats.units) <= 1, col(Seats.held) <= alone)
    )
    changed = store.change_where(
        Seats, Seats.id == there.id, fits, **where, most=most, alone=alone
    )
    return changed == 1


def more_seats(store: Store, asset: Asset, more: int, *, name: str = SEATS) -> bool:
    """Add seats, or take some away where `more` is negative; False below what is held.

    Added where they stand now: no reader's older number is written back.
    """
    changed = store.change_where(
        Seats,
        Seats.asset_id == asset.id,
        Seats.name == name,
        col(Seats.most) + more >= col(Seats.held),
        organisation_id=asset.organisation_id,
        most=col(Seats.most) + more,
    )
    return changed == 1


def seats_of(
    store: Store, asset_id: UUID, organisation_id: UUID
) -> Mapping[str, Seats]:
    """Return an asset's seats and limits by name."""
    rows = store.find(Seats, Seats.asset_id == asset_id, within=(organisation_id,))
    return {row.name: row for row in rows}


def _hold(store: Store, asset: Asset, name: str, number: int) -> bool:
    fits = or_(
        col(Seats.held) + number <= col(Seats.most),
        and_(col(Seats.units) == 0, number <= col(Seats.alone)),
    )
    changed = store.change_where(
        Seats,
        Seats.asset_id == asset.id,
        Seats.name == name,
        fits,
        organisation_id=asset.organisation_id,
        held=col(Seats.held) + number,
        units=col(Seats.units) + 1,
    )
    return changed == 1
