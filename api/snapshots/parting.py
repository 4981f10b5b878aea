"""Who is kept apart from whom, and from where: it enters a snapshot as pairs alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np

from api.records import Asset, Listed, Need, Person
from api.snapshots.rows import APART, AWAY, POINTS, Rows
from matcher.gazetteer import kilometres
from matcher.model import Place, Value

Pair = tuple[str, str]
Ref = Callable[[Listed], str]
_CELL_KM = 0.71
"""From the middle of a 1 km cell to its corner: how far off a snapped point may be."""
_HOLDERS = ("holder", "person")


def pairs_apart(
    rows: Rows, cells: Mapping[UUID, Mapping[str, Value]], ref: Ref, home: UUID
) -> set[Pair]:
    """Return the refs kept apart, each pair sorted, none with its reason.

    What a sheet named is named the same way; whoever it was said of keeps it on their
    every other row, in whatever scheme it was said.
    """
    mine = _rows_of(rows)
    found: set[Pair] = set()
    for person in rows.people.values():
        for entry in rows.sealed.get((person.id, APART), ()):
            other = UUID(entry["identity"])
            said = set(_said(entry, rows.scheme_id, person, home))
            found |= said
            here, there = mine.get(person.identity_id, ()), mine.get(other, ())
            for one, two in product(here, there):
                both = isinstance(one, Asset) and isinstance(two, Asset)
                if not both and not _covered(one, two, said, cells, ref):
                    found.add(_sorted(ref(one), ref(two)))
    return {pair for pair in found if pair[0] != pair[1]}


def pairs_away(
    rows: Rows, cells: Mapping[UUID, Mapping[str, Value]], ref: Ref
) -> set[Pair]:
    """Return each need with every asset that lies where its person must not come.

    True points are used here, and stay here; without one a cell's middle stands for
    all of the cell, so that nobody is let in by a rounding.
    """
    kept = [(need, rows.sealed.get((need.person_id, AWAY), ())) for need in rows.needs]
    if not any(away for _, away in kept):
        return set()
    places = list(_places(rows, cells))
    return {
        _sorted(ref(need), ref(asset))
        for need, away in kept
        for spot in away
        for asset in _near(spot, places)
    }


def _rows_of(rows: Rows) -> dict[UUID, list[Listed]]:
    found: dict[UUID, list[Listed]] = {}
    # Somebody who holds a seat already is met there, so their asset stands for them.
    assets = {asset.id: asset for asset in rows.assets}
    for need, asset_id in rows.occupants:
        if asset_id in assets:
            found.setdefault(rows.identity(need), []).append(assets[asset_id])
    for row in rows.listed():
        # A child's family is not the child; who shares a household is one of it.
        whose = [rows.identity(row)] if isinstance(row, Need) else rows.identities(row)
        for identity in whose:
            found.setdefault(identity, []).append(row)
    return found


def _said(
    entry: Mapping[str, Any], scheme_id: UUID, person: Person, home: UUID
) -> Iterator[Pair]:
    if entry.get("scheme") == str(scheme_id) and person.organisation_id == home:
        yield _sorted(entry["one"], entry["other"])


def _covered(
    one: Listed,
    two: Listed,
    said: set[Pair],
    cells: Mapping[UUID, Mapping[str, Value]],
    ref: Ref,
) -> bool:
    names = [
        {ref(row), *(str(cells.get(row.id, {}).get(name, "")) for name in _HOLDERS)}
        for row in (one, two)
    ]
    return any(_sorted(a, b) in said for a, b in product(*names))


def _places(
    rows: Rows, cells: Mapping[UUID, Mapping[str, Value]]
) -> Iterator[tuple[Asset, float, float, float]]:
    """Yield every point of every asset, with how far off it may be."""
    hubs = {hub.ref: rows.sealed.get((hub.id, POINTS), {}) for hub in rows.hubs}
    middles = {hub.ref: cells.get(hub.id, {}) for hub in rows.hubs}
    for asset in rows.assets:
        own = cells.get(asset.id, {})
        hub = str(own.get("hub", ""))
        true = {**hubs.get(hub, {}), **rows.sealed.get((asset.id, POINTS), {})}
        for lat, lon in true.values():
            yield asset, lat, lon, 0.0
        if not true:
            for value in (*own.values(), *middles.get(hub, {}).values()):
                if isinstance(value, Place):
                    yield asset, value.lat, value.lon, _CELL_KM


def _near(
    spot: Mapping[str, float], places: Sequence[tuple[Asset, float, float, float]]
) -> list[Asset]:
    if not places:
        return []
    lat, lon, off = (np.array([place[i] for place in places]) for i in (1, 2, 3))
    here = np.full(len(places), spot["lat"]), np.full(len(places), spot["lon"])
    near = kilometres(*here, lat, lon) <= spot["km"] + off
    return [places[at][0] for at in np.flatnonzero(near).tolist()]


def _sorted(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
