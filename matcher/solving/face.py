"""Faces of the transportation polytope: every assignment that is still equally good.

Units take one seat each. A face keeps the pairs that optimal assignments may use,
the units that all of them match and the assets that all of them fill. Maximising a
weight over a face gives a smaller face, by complementary slackness, so lexicographic
levels and lottery stages are one and the same step, repeated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.instance.market import Market

Longs = NDArray[np.int64]
Mask = NDArray[np.bool_]
FREE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Assignments that are still equally good.

    Parameters
    ----------
    unit, asset : int64, shape (pairs,)
        The market's pairs, sorted by unit.
    seats : int64, shape (assets,)
        Seats that pinned units leave.
    units : int
        How many units the market has.
    live : bool, shape (pairs,)
        Pairs that these assignments may use: no other pair is in any of them. Pairs of
        pinned units never are.
    must : bool, shape (units,)
        Units that all of these assignments match.
    full : bool, shape (assets,)
        Assets whose seats all of these assignments fill.
    """

    unit: Longs
    asset: Longs
    seats: Longs
    units: int
    live: Mask
    must: Mask
    full: Mask

    @property
    def assets(self) -> int:
        """How many assets the market has."""
        return len(self.seats)


@dataclass(frozen=True, slots=True, eq=False)
class Duals:
    """Prices that prove an assignment: one for each unit, one for each asset.

    Guarantee: unit + asset dual >= weight on every live pair, with equality on held
    ones; duals are >= 0 except for units in ``must`` and assets in ``full``; an
    unmatched unit and an asset with an empty seat have 0.
    """

    unit: Longs
    asset: Longs


def whole_face(market: Market, seats: Sequence[int] | None = None) -> Face:
    """Return all assignments of the units that no pin holds.

    The market must hold its pins: no asset has more of them than seats.

    Parameters
    ----------
    seats : sequence of int, shape (assets,), optional
        Where they are not the market's capacities.
    """
    assets = len(market.instance.assets)
    given = [a.capacity for a in market.instance.assets] if seats is None else seats
    capacity = np.array(given, np.int64)
    pinned = market.home[market.home != FREE]
    return Face(
        unit=market.unit.astype(np.int64),
        asset=market.asset.astype(np.int64),
        seats=capacity - np.bincount(pinned, minlength=assets),
        units=len(market.units),
        live=market.home[market.unit] == FREE,
        must=np.zeros(len(market.units), np.bool_),
        full=np.zeros(assets, np.bool_),
    )


def seated_at(face: Face, held: Mask) -> Longs:
    """Return the asset of each unit; -1 where unmatched."""
    seat = np.full(face.units, FREE, np.int64)
    seat[face.unit[held]] = face.asset[held]
    return seat


def narrow(face: Face, weight: Longs, duals: Duals) -> Face:
    """Return the assignments of the face that these duals prove optimal."""
    slack = duals.unit[face.unit] + duals.asset[face.asset] - weight
    return replace(
        face,
        live=face.live & (slack == 0),
        must=face.must | (duals.unit > 0),
        full=face.full | (duals.asset > 0),
    )


def among(face: Face, pairs: Longs) -> Face:
    """Return a face of these pairs alone, with the units and assets that have one.

    Parameters
    ----------
    pairs : int64
        Positions of live pairs, ascending; they become the pairs 0, 1, 2 and so on.
    """
    units, unit = np.unique(face.unit[pairs], return_inverse=True)
    assets, asset = np.unique(face.asset[pairs], return_inverse=True)
    return Face(
        unit=unit,
        asset=asset,
        seats=face.seats[assets],
        units=len(units),
        live=np.ones(len(pairs), np.bool_),
        must=face.must[units],
        full=face.full[assets],
    )
