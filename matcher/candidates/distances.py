"""The gate for nearness: a straight line, exact at the limit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from matcher.candidates.reach import MARGIN, Reach, great_circle, on_sphere
from matcher.candidates.rule import (
    NOT_ASKED,
    Bools,
    Facts,
    Ints,
    Rule,
    Sides,
)
from matcher.candidates.wording import spoken_km
from matcher.graph.columns import Floats


def within(sides: Sides, options: Mapping[str, Any]) -> Rule:
    """Pass where the straight line is no longer than the smallest of the limits."""
    known = cache(lambda: Reach.of(sides, options))

    @cache
    def ends() -> tuple[Floats, Floats]:
        reach = known()
        here = on_sphere(reach.lat, reach.lon)
        return here, on_sphere(reach.asset_lat, reach.asset_lon)

    def passes(left: Ints, asset: Ints) -> Bools:
        reach, (here, there) = known(), ends()
        limit = np.minimum(reach.left_km[left], reach.asset_km[asset])
        rough = great_circle(here[left], there[asset])
        inside = rough * (1 + MARGIN) <= limit
        doubt = np.flatnonzero(~inside & (rough * (1 - MARGIN) <= limit))
        inside[doubt] = reach.km(left[doubt], asset[doubt]) <= limit[doubt]
        inside |= np.isinf(limit) | np.isnan(reach.lat[left])
        return inside | (reach.open_ & np.isnan(reach.asset_lat[asset]))

    def facts(left: int, asset: int) -> Facts:
        reach = known()
        limit = float(min(reach.left_km[left], reach.asset_km[asset]))
        if math.isnan(reach.lat[left]) or math.isinf(limit):
            return NOT_ASKED
        pair = np.array([left], np.int32), np.array([asset], np.int32)
        km = float(reach.km(*pair)[0])
        words = {"limit": f"{limit:g}"}
        if math.isnan(km):
            return Facts(words, unit="km")
        over = math.ceil(max(0.0, km - limit) * 1000) / 1000  # a metre off is off
        return Facts(words | {"km": spoken_km(km, limit)}, margin=over, unit="km")

    return Rule(passes, facts)
