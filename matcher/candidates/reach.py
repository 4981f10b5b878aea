"""Where both sides of a pair are, and how far apart they may be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.candidates.rule import Ints, Sides, open_when_empty
from matcher.gazetteer import kilometres, short_kilometres, through_earth
from matcher.graph.columns import Floats, Numbers, places, whole

EARTH_KM = 6371.0088
RUN = 1 << 18
# A sphere is off by 0.56 % of the ellipsoid at most; beyond that nothing is in doubt.
MARGIN = 0.006


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Where both sides are, and how far apart they may be.

    Parameters
    ----------
    lat, lon : float64, shape (left,)
        Degrees; NaN where unknown.
    asset_lat, asset_lon : float64, shape (assets,)
        The same for the assets.
    left_km, asset_km : float64, shape (left,), (assets,)
        Each side's limit; infinite where it has none.
    open_ : bool
        Whether an asset without a place passes.
    """

    lat: Floats
    lon: Floats
    asset_lat: Floats
    asset_lon: Floats
    left_km: Floats
    asset_km: Floats
    open_: bool = False

    @classmethod
    def of(cls, sides: Sides, options: Mapping[str, Any]) -> Reach:
        """Read both places, and the smallest of the limits that are given."""
        here = places(sides.left, options["place"])
        there = places(sides.assets, options["at"])
        fixed = float(options.get("km", math.inf))
        left = _limits(whole(sides.left, options.get("km_column")))
        asset = _limits(whole(sides.assets, options.get("asset_km_column")))
        limits = np.minimum(left, fixed), asset
        return cls(*here, *there, *limits, open_when_empty(options))

    def widest(self, assets: Ints | slice = slice(None)) -> Floats:
        """Return how far each left row could reach; infinite where nothing limits it.

        A left row without a place passes everywhere, so it reaches everywhere.
        """
        known = ~np.isnan(self.lat)
        most = self.asset_km[assets].max(initial=0.0)
        return np.where(known, np.minimum(self.left_km, most), math.inf)

    def limits(self) -> bool:
        """Tell whether it could rule out anybody at all."""
        asks = ~np.isnan(self.lat) & np.isfinite(self.left_km)
        return bool(asks.any() or np.isfinite(self.asset_km).any())

    def km(self, left: Ints, asset: Ints) -> Floats:
        """Return the geodesic for each pair; NaN where a place is unknown."""
        ends = self.lat[left], self.lon[left], self.asset_lat[asset]
        far = np.full(len(left), math.nan)
        known = ~np.isnan(ends[0]) & ~np.isnan(ends[2])
        both = left[known], asset[known]
        far[known] = kilometres(
            self.lat[both[0]],
            self.lon[both[0]],
            self.asset_lat[both[1]],
            self.asset_lon[both[1]],
        )
        return far

    def quick_km(
        self, left: Ints, asset: Ints, ends: tuple[Floats, Floats] | None = None
    ) -> Floats:
        """Return `km` to a micrometre, the geodesic itself only for long lines.

        Memory grows with the answer alone: pairs are measured some at a time. `ends`
        are the `points`, for whoever asks again and again.
        """
        ends = ends or self.points()
        far = np.empty(len(left))
        for at in range(0, len(left), RUN):
            run = slice(at, at + RUN)
            near = short_kilometres(ends[0][left[run]], ends[1][asset[run]])
            long = np.flatnonzero(np.isinf(near))
            near[long] = self.km(left[run][long], asset[run][long])
            far[run] = near
        return far

    def points(self) -> tuple[Floats, Floats]:
        """Return both sides' places as `through_earth` has them."""
        here = through_earth(self.lat, self.lon)
        return here, through_earth(self.asset_lat, self.asset_lon)


def least_far(reaches: Sequence[Reach]) -> Reach:
    """Return the one that lets left rows reach least far, all in all."""
    earth = 20_000.0
    return min(reaches, key=lambda reach: np.minimum(reach.widest(), earth).sum())


def _limits(limit: Numbers) -> Floats:
    return np.where(limit.given, limit.value.astype(np.float64), math.inf)


def on_sphere(lat: Floats, lon: Floats) -> Floats:
    """Return unit vectors for points given in degrees, shape (points, 3)."""
    up, round_ = np.radians(lat), np.radians(lon)
    level = np.cos(up)
    return np.stack([level * np.cos(round_), level * np.sin(round_), np.sin(up)], -1)


def great_circle(here: Floats, there: Floats) -> Floats:
    """Return kilometres on a sphere between unit vectors; NaN where one is unknown."""
    step = here - there
    half_chord = np.sqrt(np.einsum("ij,ij->i", step, step)) / 2
    arc: Floats = 2 * np.arcsin(np.minimum(half_chord, 1.0))
    return EARTH_KM * arc
