"""The chord, bent, is the geodesic to a micrometre, as far as it says."""

import math

import numpy as np
import pytest
from pyproj import Geod

from matcher.gazetteer import kilometres, short_kilometres, through_earth
from matcher.gazetteer.chord import SHORT_KM


@pytest.mark.parametrize("longest", [0.001, 1.0, 30.0, SHORT_KM])
def test_a_chord_bent_is_the_geodesic_to_a_micrometre(longest: float) -> None:
    """Everywhere on earth, in every direction, against PROJ."""
    rng = np.random.default_rng(20261122)
    lat, lon = rng.uniform(-90, 90, 20_000), rng.uniform(-180, 180, 20_000)
    away = rng.uniform(0, longest * 0.999, 20_000) * 1000
    east, north, _ = Geod(ellps="WGS84").fwd(
        lon, lat, rng.uniform(0, 360, 20_000), away
    )
    found = short_kilometres(through_earth(lat, lon), through_earth(north, east))
    assert np.abs(found - kilometres(lat, lon, north, east)).max() < 1e-9


def test_longer_chords_and_unknown_places_are_not_measured() -> None:
    """Infinite beyond what it is good for; not a number where a place is unknown."""
    ends = through_earth([52.0, 52.0, math.nan], [1.0, 1.0, 1.0])
    others = through_earth([52.0, 54.0, 52.0], [1.0, 1.0, 1.0])
    found = short_kilometres(ends, others)
    assert found[0] == 0
    assert math.isinf(found[1])
    assert math.isnan(found[2])
