"""Faces of the transportation polytope: all assignments that are still as good.

Units take one seat each and only seats limit assets. A face keeps the pairs that its
assignments may use, the units that all of them match and the assets that all of them
fill. Prices on a face prove a level by weak duality, and by complementary slackness the
pairs without slack, with every unit and asset that has a price above 0, are exactly the
optima: the face of the next level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.verifying.case import Case
from matcher.verifying.lists import Longs, Mask

Exact = NDArray[np.int64] | NDArray[np.object_]
"""Whole numbers of any size: 64 bits where no sum can exceed them, else Python's."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """Assignments of the units that no pin holds.

    Parameters
    ----------
    live : bool, shape (pairs,)
        The pairs that they may use.
    must : bool, shape (units,)
        The units that all of them match.
    full : bool, shape (assets,)
        The assets that all of them fill.
    seats : int64, shape (assets,)
        The seats that pinned units leave.
    """

    live: Mask
    must: Mask
    full: Mask
    seats: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """One price for each unit and each asset, beside the weight of each pair."""

    units: Exact
    assets: Exact
    weight: Exact

    def slack(self, case: Case) -> Exact:
        """Return by how much the two prices of each pair exceed its weight."""
        above: Exact = self.units.take(case.table.unit)
        above += self.assets.take(case.table.asset)  # in place: there may be millions
        above -= self.weight
        return above


def whole_face(case: Case) -> Face:
    """Return every assignment of the units that no pin holds."""
    table, assets = case.table, case.instance.assets
    seats = np.array([row.capacity for row in assets], np.int64)
    homes = case.at[list(table.homes)]
    seats -= np.bincount(homes[homes >= 0], minlength=len(assets))
    return Face(
        case.alone & ~table.pinned[table.unit],
        np.zeros(len(table.units), bool),
        np.zeros(len(assets), bool),
        seats,
    )


def without(face: Face, amounts: Longs) -> Face:
    """Return the assignments that use no pair with an amount: a level of value 0."""
    return replace(face, live=face.live & (amounts == 0))


def faults(case: Case, face: Face, prices: Prices, slack: Exact) -> list[str]:
    """Return what keeps prices from proving that the chosen pairs are optimal."""
    table, refs = case.table, [row.ref for row in case.instance.assets]
    low = (prices.units < 0) & ~face.must | (table.pinned & (prices.units != 0))
    names = [table.units[unit] for unit in np.flatnonzero(low)]
    names += [refs[a] for a in np.flatnonzero((prices.assets < 0) & ~face.full)]
    found = [f"The price of {name} may not be what it is." for name in names]
    under = np.flatnonzero(face.live & (slack < 0))
    pairs = zip(table.unit[under].tolist(), table.asset[under].tolist(), strict=True)
    found += [f"({table.units[u]}, {refs[a]}) is worth more." for u, a in pairs]
    chosen = case.row[(case.row >= 0) & ~table.pinned]
    worth = int(prices.weight[chosen].sum())
    total = int(prices.units.sum()) + int((face.seats * prices.assets).sum())
    wrong = f"The prices prove {total} and the chosen pairs are worth {worth}."
    return found + [wrong] * (worth != total)


def narrowed(face: Face, prices: Prices, slack: Exact) -> Face:
    """Return the optima of the face, once its prices hold."""
    return Face(
        face.live & (slack == 0),
        face.must | (prices.units > 0),
        face.full | (prices.assets > 0),
        face.seats,
    )
