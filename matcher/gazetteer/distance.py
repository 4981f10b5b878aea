"""Straight-line distance on the WGS84 ellipsoid; never a road distance."""

from __future__ import annotations

from functools import cache

import numpy as np
from geopy.distance import geodesic
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from matcher.model import Place


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def kilometres(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """Return the geodesic between points, pair by pair.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : array of float, shape (pairs,)
        Degrees, WGS84.

    Returns
    -------
    float64, shape (pairs,)
        Kilometres, exact to a nanometre (Karney 2013, "Algorithms for geodesics").
    """
    x1, y1, x2, y2 = (
        np.ascontiguousarray(ends, np.float64) for ends in (lon1, lat1, lon2, lat2)
    )
    return np.asarray(_ellipsoid().inv(x1, y1, x2, y2)[2]) / 1000


def kilometres_between(here: Place, there: Place) -> float:
    """Return the geodesic between two places, in kilometres, by geopy.

    A second implementation on purpose: tests hold `kilometres` equal to it.
    """
    return float(geodesic((here.lat, here.lon), (there.lat, there.lon)).km)
