"""Short geodesics without trigonometry: the chord, bent as the ellipsoid bends.

Computes the geodesic between two points on WGS84 from the straight chord c through the
earth: s = c + x c / 24 + 3 x^2 c / 640 with x = (curvature * c)^2, the curvature being
that of the normal section along the chord, taken at the surface under its middle
(Euler's theorem; for the series see Rapp 1991, "Geometric Geodesy I", 4.4: chord and
normal section agree with the geodesic to the fifth power of c / radius).

Guarantee: within a micrometre of Karney (2013) for chords up to `SHORT_KM`, anywhere on
earth; tests hold it against PROJ. Longer chords are for `kilometres`.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
EQUATOR_KM: Final = 6378.137
_FLATTENING = 1 / 298.257223563
_SQUASH = _FLATTENING * (2 - _FLATTENING)  # the first eccentricity squared
STRETCH: Final = 1 / (1 - _SQUASH)
"""Squares along the axis count so much more: it makes a sphere of the ellipsoid."""
SHORT_KM: Final = 100.0


def through_earth(lat: ArrayLike, lon: ArrayLike) -> Floats:
    """Return points on WGS84 as kilometres from the earth's middle.

    Parameters
    ----------
    lat, lon : array of float, shape (points,)
        Degrees; NaN where unknown.

    Returns
    -------
    float64, shape (points, 3)
    """
    up, around = np.radians(lat), np.radians(lon)
    level, axis = np.cos(up), np.sin(up)
    radius = EQUATOR_KM / np.sqrt(1 - _SQUASH * axis * axis)
    flat = radius * level
    ends = flat * np.cos(around), flat * np.sin(around), radius / STRETCH * axis
    return np.ascontiguousarray(np.stack(ends, axis=-1))


def short_kilometres(here: Floats, there: Floats) -> Floats:
    """Return the geodesic between points that are near each other, pair by pair.

    Parameters
    ----------
    here, there : float64, shape (pairs, 3)
        From `through_earth`.

    Returns
    -------
    float64, shape (pairs,)
        Kilometres; infinite where the chord is longer than `SHORT_KM`.
    """
    ax, ay, az = here.T
    bx, by, bz = there.T
    x, y, z = ax - bx, ay - by, az - bz
    square = x * x + y * y + z * z
    chord = np.sqrt(square)
    across = x * x + y * y + STRETCH * (z * z)
    x, y, z = ax + bx, ay + by, az + bz
    level, axis = x * x + y * y, z * z
    sphere = level + STRETCH * axis
    slope = level + STRETCH * STRETCH * axis
    with np.errstate(invalid="ignore"):  # nothing divided by nothing where chord is 0
        bend = across * across * sphere / (square * slope * EQUATOR_KM**2)
    bend = np.where(square > 0, bend, 0.0)
    arc = chord + chord * bend * (1 / 24 + bend * (3 / 640))
    return np.where(chord > SHORT_KM, math.inf, arc)
