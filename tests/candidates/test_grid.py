"""The grid finds exactly the pairs that an exact geodesic for all pairs finds."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import toy

from matcher.candidates import find_candidates
from matcher.candidates.grid import near_pairs
from matcher.candidates.reach import Reach
from matcher.gazetteer import kilometres, kilometres_between
from matcher.graph import build_asset_graph
from matcher.model import Place

Points = list[tuple[float, float]]

ANYWHERE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
HERE = st.tuples(st.floats(52.3, 53.0), st.floats(0.2, 1.8))
EDGES = st.sampled_from(
    [(90.0, 0.0), (-90.0, 12.0), (0.0, 180.0), (0.0, -180.0), (89.9, 10.0), (52.5, 1.0)]
)
NOWHERE = st.just((math.nan, math.nan))
POINTS = st.lists(ANYWHERE | HERE | EDGES | NOWHERE, min_size=1, max_size=8)
LIMITS = st.sampled_from([0.0, 0.5, 5.0, 40.0, 3000.0, 15000.0, 30000.0, math.inf])


def exact(needs: Points, assets: Points, limits: list[float]) -> set[tuple[int, int]]:
    """Return the pairs within their limit by a geodesic for every pair."""
    found = set()
    for n, here in enumerate(needs):
        for a, there in enumerate(assets):
            if not math.isnan(here[0] + there[0]):
                km = kilometres([here[0]], [here[1]], [there[0]], [there[1]])[0]
                if km <= limits[n]:
                    found.add((n, a))
    return found


def reach(needs: Points, assets: Points, limits: list[float]) -> Reach:
    """Return the columns that a gate would read."""
    here, there = np.array(needs), np.array(assets)
    most = np.full(len(assets), np.inf)
    ends = here[:, 0], here[:, 1], there[:, 0], there[:, 1]
    return Reach(*ends, np.array(limits), most)


@given(POINTS, POINTS, st.data())
def test_no_pair_within_reach_is_lost_and_none_comes_twice(
    needs: Points, assets: Points, data: st.DataObject
) -> None:
    """Everywhere on earth: at the poles, over the date line, at any limit."""
    limits = [data.draw(LIMITS) for _ in needs]
    found = [
        pair
        for left, asset in near_pairs(reach(needs, assets, limits))
        for pair in zip(left.tolist(), asset.tolist(), strict=True)
    ]
    assert len(found) == len(set(found))
    assert exact(needs, assets, limits) <= set(found)


HAZARDS = {
    "over the date line": [(0.0, 179.99), (0.0, -179.99)],
    "on the date line": [(10.0, 180.0), (10.0, -180.0)],
    "across the pole": [(89.99, 0.0), (89.99, 180.0)],
    "at the pole": [(90.0, 0.0), (89.99, 77.0)],
    "a denormal apart": [(0.0, 0.0), (-9e-110, 0.0)],
    "over the equator": [(-0.01, 0.0), (0.01, 0.0)],
    "over Greenwich": [(51.5, -0.01), (51.5, 0.01)],
}


@pytest.mark.parametrize("points", HAZARDS.values(), ids=HAZARDS)
def test_no_edge_of_the_map_hides_a_neighbour(points: Points) -> None:
    """Where longitudes jump or meet, near is near."""
    apart = kilometres([points[0][0]], [points[0][1]], [points[1][0]], [points[1][1]])
    limits = [float(apart[0])] * 2
    (block,) = near_pairs(reach(points, points, limits))
    pairs = set(zip(block[0].tolist(), block[1].tolist(), strict=True))
    assert exact(points, points, limits) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert pairs == {(0, 0), (0, 1), (1, 0), (1, 1)}


@given(st.lists(HERE, min_size=1, max_size=12), st.lists(HERE, min_size=1, max_size=12))
@example([(52.5, 1.0)], [(52.5, 1.0)])
def test_a_gate_keeps_exactly_the_pairs_of_the_geodesic(
    needs: Points, assets: Points
) -> None:
    """Whole kilometres as sheets have them, for every need its own limit."""
    limits = [float((7 * n) % 60) for n in range(len(needs))]
    assert kept(needs, assets, limits) == exact(needs, assets, limits)


def kept(needs: Points, assets: Points, limits: list[float]) -> set[tuple[int, int]]:
    """Return the candidates of a scheme with nothing but the limit."""
    scheme = toy.scheme(
        gates=[toy.gate("near", "within", place="place", at="place", km_column="km")]
    )
    snapshot = toy.snapshot(
        needs={
            f"c{n:03}": {"place": Place("XX1", *point), "km": limits[n]}
            for n, point in enumerate(needs)
        },
        assets={
            f"f{n:03}": {"place": Place("XX1", *point)}
            for n, point in enumerate(assets)
        },
    )
    pool = find_candidates(build_asset_graph(snapshot, scheme), scheme)
    return set(zip(pool.need.tolist(), pool.asset.tolist(), strict=True))


@given(HERE, HERE)
def test_the_limit_itself_is_within_and_a_hair_less_is_not(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    """Exactly at the limit a pair stays; one step of a float below, it goes."""
    km = float(kilometres([here[0]], [here[1]], [there[0]], [there[1]])[0])
    scheme = {}
    for limit in (km, math.nextafter(km, -1)):
        gate = toy.gate("near", "within", place="place", at="place", km=limit)
        scheme[limit] = toy.scheme(gates=[gate])
    snapshot = toy.snapshot(
        needs={"c1": {"place": Place("XX1", *here)}},
        assets={"f1": {"place": Place("XX1", *there)}},
    )
    sizes = [
        len(find_candidates(build_asset_graph(snapshot, each), each))
        for each in scheme.values()
    ]
    assert sizes == [1, 0]


@given(HERE, HERE)
def test_the_distance_shown_is_the_geodesic(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    """The pool's kilometres are those of a second implementation, to a micrometre."""
    scheme = toy.scheme(
        gates=[toy.gate("near", "within", place="place", at="place", km=500)]
    )
    one, other = Place("XX1", *here), Place("XX1", *there)
    snapshot = toy.snapshot(
        needs={"c1": {"place": one}, "c2": {}}, assets={"f1": {"place": other}}
    )
    pool = find_candidates(build_asset_graph(snapshot, scheme), scheme)
    assert abs(pool.km[0] - kilometres_between(one, other)) < 1e-9
    assert math.isnan(pool.km[1])
