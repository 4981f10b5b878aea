"""Candidates: the engine, a bare radius count, and a loop over pairs with geopy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import process_time
from typing import Any

import numpy as np
from geopy.distance import geodesic
from scipy.spatial import cKDTree

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.generators.drawing import Reals
from matcher.benchmarks.generators.homes import START, Homes
from matcher.candidates import find_candidates
from matcher.graph import Row
from matcher.model import Place

Cells = Mapping[str, Any]
EARTH_KM = 6371.0088
_CHECKED_SINCE = (START.year - 3, START.month)


def found(round_: Homes, *, sample: int) -> Callable[[], Outcome]:
    """Find every pair that passes every gate, distances included.

    Claims the pairs of every `sample`-th need, by a fingerprint, which the loop below
    finds one by one.
    """

    def work() -> Outcome:
        pool = find_candidates(round_.graph, round_.scheme)
        some = np.flatnonzero(pool.need % sample == 0)
        pairs = zip(pool.need[some].tolist(), pool.asset[some].tolist(), strict=True)
        return Outcome({"sampled pairs": _print(pairs)}, {"pairs": float(len(pool))})

    return work


def counted(round_: Homes) -> Callable[[], Outcome]:
    """Count who is within each need's reach, by SciPy's k-d tree: no gate, no list.

    Places are points of a sphere, and the reach a chord: not exact, only quick.
    """
    graph = round_.graph
    here = _points(row.record.get("school_place") for row in graph.needs)
    there = _points(row.record.get("place") for row in graph.assets)
    km = np.array([row.record.get("school_km") for row in graph.needs], float)
    chord = 2 * np.sin(km / EARTH_KM / 2)

    def work() -> Outcome:
        near = cKDTree(there).query_ball_point(here, chord, return_length=True)
        return Outcome({}, {"within reach": float(near.sum())})

    return work


def looped(round_: Homes, *, sample: int) -> Callable[[], Outcome]:
    """Test pair by pair in Python, cheap gates first, then geopy's exact distance.

    Only for every `sample`-th need; ``whole`` is its seconds times `sample`.
    """
    graph = round_.graph

    def work() -> Outcome:
        start = process_time()
        pairs = _print(_passing(graph.needs, graph.assets, sample))
        spent = process_time() - start
        whole = spent * len(graph.needs) / len(range(0, len(graph.needs), sample))
        return Outcome({"sampled pairs": pairs}, {"whole": whole})

    return work


def _passing(
    needs: tuple[Row, ...], assets: tuple[Row, ...], sample: int
) -> Iterator[tuple[int, int]]:
    for at in range(0, len(needs), sample):
        child = needs[at]
        for other, home in enumerate(assets):
            if _open(home.record.values) and _suits(child, home) and _near(child, home):
                yield at, other


def _open(cells: Cells) -> bool:
    """Return True where a home could take anybody: free, not on hold, checked."""
    issued = cells["check_issued"]
    return (
        cells["vacancies"] >= 1
        and not cells["on_hold"]
        and not cells["suspended"]
        and (issued.year, issued.month) >= _CHECKED_SINCE
    )


def _suits(child: Row, home: Row) -> bool:
    asked: Cells = child.record.values
    has: Cells = home.record.values
    age = START.year - asked["birth"].year - (START.month < asked["birth"].month)
    return (
        asked["placement"] in has.get("approved_types", ())
        and has["approved_from"] <= age <= has["approved_to"]
        and home.held.issuperset(asked.get("must", ()))
        and asked["language"] in has["languages"]
        and not set(asked.get("avoid", ())) & set(has.get("home_has", ()))
        and child.holder != home.holder
        and _approved(asked.get("gender"), has.get("approved_genders"))
    )


def _approved(gender: str | None, approved: tuple[str, ...] | None) -> bool:
    return not gender or not approved or gender in approved


def _near(child: Row, home: Row) -> bool:
    asked: Cells = child.record.values
    here, there = asked["school_place"], home.record.get("place")
    apart = geodesic((here.lat, here.lon), (there.lat, there.lon)).km
    return bool(apart <= asked["school_km"])


def _points(places: Iterable[Place]) -> Reals:
    lat, lon = np.radians(np.array([(p.lat, p.lon) for p in places])).T
    flat = np.cos(lat)
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)], axis=-1)


def _print(pairs: Iterable[tuple[int, int]]) -> int:
    """Return 60 bits of SHA-256 over pairs in order."""
    text = ",".join(f"{need} {asset}" for need, asset in pairs)
    return int(hashlib.sha256(text.encode()).hexdigest()[:15], 16)
