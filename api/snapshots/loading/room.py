"""How much room an asset has, as the database holds it: its seats and its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.records import Asset, Item, Seats
from api.snapshots.room import SEATS
from api.store import Store, new_rows, set_seats
from matcher.candidates.seats import free_seats
from matcher.instance.building_rows import asset_of
from matcher.model import Record, Value
from matcher.schemes.scheme import Build

_ENDLESS = 2**30
"""What stands for a limit that nobody set."""


@dataclass(frozen=True, slots=True)
class Room:
    """One wall: how many there are, and how many one unit alone may hold."""

    name: str
    most: int
    alone: int = 0


def rooms_of(values: Mapping[str, Value], build: Build) -> Iterator[Room]:
    """Yield an asset's walls, as the engine reads them from its cells."""
    record = Record("", values)
    asset = asset_of(record, build)
    yield Room(SEATS, free_seats(record, build), asset.unless_one_group or 0)
    limits = dict(asset.limits)
    for name in sorted(build.limits):
        yield Room(name, max(0, limits.get(name, _ENDLESS)))


def add_rooms(
    store: Store, many: Sequence[tuple[Asset, Mapping[str, Value]]], build: Build
) -> None:
    """Insert the walls of assets that are new."""
    rows: list[dict[str, Any]] = [
        {
            "asset_id": asset.id,
            "organisation_id": asset.organisation_id,
            "name": room.name,
            "most": room.most,
            "alone": room.alone,
        }
        for asset, values in many
        for room in rooms_of(values, build)
    ]
    new_rows(store, Seats, rows)


def set_room(
    store: Store, asset: Asset, values: Mapping[str, Value], build: Build
) -> bool:
    """Set an asset's walls anew; False where more is held by now than would fit.

    Where the asset's pieces are written down one by one, they say how many there are.
    """
    counted = store.count(
        Item, Item.asset_id == asset.id, within=(asset.organisation_id,)
    )
    return all(
        set_seats(store, asset, name=room.name, most=room.most, alone=room.alone)
        for room in rooms_of(values, build)
        if not (counted and room.name == SEATS)
    )
