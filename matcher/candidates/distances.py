"""The gate for nearness: a straight line, exact at the limit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Rule,
    Sides,
    open_when_empty,
)
from matcher.candidates.wording import spoken_km
from matcher.gazetteer import kilometres
from matcher.graph.columns import Floats, Numbers, places, whole

EARTH_KM = 6371.0088
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
    """

    lat: Floats
    lon: Floats
    asset_lat: Floats
    asset_lon: Floats
    left_km: Floats
    asset_km: Floats

    @classmethod
    def of(cls, sides: Sides, options: Mapping[str, Any]) -> Reach:
        """Read both places, and the smallest of the limits that are given."""
        here = places(sides.left, options["place"])
        there = places(sides.assets, options["at"])
        fixed = float(options.get("km", math.inf))
        left = _limits(whole(sides.left, options.get("km_column")))
        asset = _limits(whole(sides.assets, options.get("asset_km_column")))
        return cls(*here, *there, np.minimum(left, fixed), asset)

    def widest(self) -> Floats:
        """Return how far each left row could reach; infinite where nothing limits it.

        A left row without a place passes everywhere, so it reaches everywhere.
        """
        known = ~np.isnan(self.lat)
        most = self.asset_km.max(initial=0.0)
        return np.where(known, np.minimum(self.left_km, most), math.inf)

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


def _limits(limit: Numbers) -> Floats:
    return np.where(limit.given, limit.value.astype(np.float64), math.inf)


def within(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where the straight line is no longer than the smallest of the limits."""
    reach = Reach.of(sides, options)
    here = _on_sphere(reach.lat, reach.lon)
    there = _on_sphere(reach.asset_lat, reach.asset_lon)
    placed, found = ~np.isnan(reach.lat), ~np.isnan(reach.asset_lat)
    allow = open_when_empty(options)

    def passes(left: Ints, asset: Ints) -> Bools:
        limit = np.minimum(reach.left_km[left], reach.asset_km[asset])
        rough = _great_circle(here[left], there[asset])
        inside = rough * (1 + MARGIN) <= limit
        doubt = np.flatnonzero(~inside & (rough * (1 - MARGIN) <= limit))
        inside[doubt] = reach.km(left[doubt], asset[doubt]) <= limit[doubt]
        inside |= np.isinf(limit) | ~placed[left]
        return inside | (allow & ~found[asset])

    def facts(left: int, asset: int) -> Facts:
        limit = float(min(reach.left_km[left], reach.asset_km[asset]))
        if not placed[left] or math.isinf(limit):
            return NOT_ASKED
        pair = np.array([left], np.int32), np.array([asset], np.int32)
        km = float(reach.km(*pair)[0])
        words = {"limit": f"{limit:g}"}
        if math.isnan(km):
            return Facts(words, unit="km")
        over = math.ceil(max(0.0, km - limit) * 1000) / 1000  # a metre off is off
        return Facts(words | {"km": spoken_km(km, limit)}, margin=over, unit="km")

    return Rule(passes, facts)


def _on_sphere(lat: Floats, lon: Floats) -> Floats:
    up, round_ = np.radians(lat), np.radians(lon)
    level = np.cos(up)
    return np.stack([level * np.cos(round_), level * np.sin(round_), np.sin(up)], -1)


def _great_circle(here: Floats, there: Floats) -> Floats:
    """Return kilometres on a sphere between unit vectors; NaN where one is unknown."""
    step = here - there
    half_chord = np.sqrt(np.einsum("ij,ij->i", step, step)) / 2
    arc: Floats = 2 * np.arcsin(np.minimum(half_chord, 1.0))
    return EARTH_KM * arc
