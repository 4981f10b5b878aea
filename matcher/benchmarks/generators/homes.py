"""Children and foster homes as a round has them: cells for every gate, and places.

Places are the centres of 1 km cells, most of them around towns of unequal size, two
homes a square kilometre: a reach of 10-40 km holds some thousands of homes, and the
gates of the scheme leave a hundred or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from matcher.benchmarks.generators.drawing import Reals, source
from matcher.benchmarks.generators.rows import refs
from matcher.graph import AssetGraph, Row, build_asset_graph
from matcher.model import Place, Record, Snapshot, Term, Value
from matcher.schemes import Scheme, find_scheme

SCHEME = "norfolk-carers"
START = date(2026, 12, 1)
_AS_OF, _END = date(2026, 11, 22), date(2027, 11, 30)
PLACEMENTS = (
    "emergency short-term long-term short-breaks remand parent-and-child bridging"
).split()
LANGUAGES = "english polish portuguese lithuanian romanian ukrainian arabic".split()
AVOIDED = (
    "dogs cats other-pets smoking children-under-5 children-5-to-10 "
    "children-11-and-over"
).split()
_PER_KM2, _SPREAD_KM, _TOWNSFOLK = 1.95, 4.0, 0.6
_LAT, _LON, _KM_LAT, _KM_LON = 51.0, -2.0, 111.2, 70.0
Cells = dict[str, Value]


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """A round's rows as a graph, and its scheme."""

    graph: AssetGraph
    scheme: Scheme


def homes(*, needs: int, assets: int, seed: int) -> Homes:
    """Return children, and homes that could foster them."""
    draw = source("homes", {"needs": needs, "assets": assets}, seed)
    scheme, term = find_scheme(SCHEME), Term(START, _END)
    empty = build_asset_graph(Snapshot(SCHEME, "bench", _AS_OF, term), scheme)
    side = (assets / _PER_KM2) ** 0.5
    towns = draw.random((max(3, assets // 500), 2)) * side
    shares = (1 - draw.random(len(towns))) ** -0.5
    spots = [_places(draw, count, side, towns, shares) for count in (needs, assets)]
    children = _rows("need", "c", _children(draw, spots[0]), _owners(needs))
    owners = draw.integers(0, 2 * needs, assets).tolist()
    held = [
        _closed(words, scheme) for words in _some(draw, assets, _skills(scheme), 14)
    ]
    carers = _rows("asset", "f", _carers(draw, spots[1]), owners, held)
    return Homes(replace(empty, needs=children, assets=carers), scheme)


def _owners(count: int) -> list[int]:
    return list(range(count))


def _rows(
    kind: str,
    letter: str,
    cells: list[Cells],
    owners: list[int],
    held: list[frozenset[str]] | None = None,
) -> tuple[Row, ...]:
    words = held or [frozenset()] * len(cells)
    rows = zip(refs(letter, len(cells)), cells, owners, words, strict=True)
    return tuple(
        Row(Record(ref, own), (kind, ref), ("holder", f"h{owner}"), skills)
        for ref, own, owner, skills in rows
    )


def _places(
    draw: np.random.Generator, count: int, side: float, towns: Reals, shares: Reals
) -> list[Place]:
    town = np.searchsorted(np.cumsum(shares / shares.sum()), draw.random(count))
    near = towns[np.minimum(town, len(towns) - 1)]
    near = near + _SPREAD_KM * draw.standard_normal((count, 2))
    anywhere = draw.random((count, 2)) * side
    inside = (draw.random(count) < _TOWNSFOLK)[:, None]
    cell = np.floor(np.clip(np.where(inside, near, anywhere), 0, side)) + 0.5
    lat, lon = _LAT + cell[:, 1] / _KM_LAT, _LON + cell[:, 0] / _KM_LON
    return [Place("NR1", *at) for at in zip(lat.tolist(), lon.tolist(), strict=True)]


def _children(draw: np.random.Generator, spots: list[Place]) -> list[Cells]:
    count = len(spots)
    placement = _one(draw, count, PLACEMENTS)
    born = draw.integers(2009, 2026, count).tolist()
    reach = _one(draw, count, (10, 15, 20, 25, 30, 30, 40, 40))
    gender = _one(draw, count, ("girl", "boy", *[""] * 18))
    language = _one(draw, count, (*["english"] * 34, *LANGUAGES[1:]))
    must = _some(draw, count, _skills(find_scheme(SCHEME)), 2)
    avoid = _some(draw, count, AVOIDED, 2)
    return [
        _given(
            placement=placement[at],
            birth=date(born[at], 1, 1),
            school_place=spots[at],
            school_km=reach[at],
            gender=gender[at],
            language=language[at],
            must=must[at],
            avoid=avoid[at],
        )
        for at in range(count)
    ]


def _carers(draw: np.random.Generator, spots: list[Place]) -> list[Cells]:
    count = len(spots)
    types = _some(draw, count, PLACEMENTS, 5)
    youngest = draw.integers(0, 12, count).tolist()
    span = _one(draw, count, (5, 7, 9))
    has = _some(draw, count, AVOIDED, 2)
    second = _one(draw, count, (*[""] * 54, *LANGUAGES[1:]))
    checked = _one(draw, count, (*[2025] * 13, 2020))
    free = _one(draw, count, (0, 1, 1, 1, 2, 2, 3))
    held, off = (
        (draw.random(count) < 0.03).tolist(),
        (draw.random(count) < 0.01).tolist(),
    )
    girls = (draw.random(count) < 0.1).tolist()
    return [
        _given(
            approved_types=types[at],
            approved_from=youngest[at],
            approved_to=youngest[at] + span[at],
            approved_genders=("girl",) if girls[at] else (),
            place=spots[at],
            home_has=has[at],
            languages=("english", second[at]) if second[at] else ("english",),
            check_level="enhanced-barred",
            check_issued=date(checked[at], 1, 1),
            check_outcome="suitable",
            vacancies=free[at],
            on_hold=held[at],
            suspended=off[at],
        )
        for at in range(count)
    ]


def _given(**cells: Value) -> Cells:
    """Return the cells that say something: an empty list or word is an empty cell."""
    return {name: value for name, value in cells.items() if value not in ("", ())}


def _one(draw: np.random.Generator, count: int, among: Sequence[Any]) -> list[Any]:
    """Return one of `among` for each row."""
    return [among[at] for at in draw.integers(0, len(among), count).tolist()]


def _some(
    draw: np.random.Generator, count: int, among: Sequence[str], most: int
) -> list[tuple[str, ...]]:
    """Return up to `most` different words for each row, sorted."""
    ordered = np.argsort(draw.random((count, len(among))), axis=1, kind="stable")
    many = draw.integers(0, most + 1, count).tolist()
    return [
        tuple(sorted(among[at] for at in row[:end]))
        for row, end in zip(ordered[:, :most].tolist(), many, strict=True)
    ]


def _skills(scheme: Scheme) -> list[str]:
    return sorted(scheme.capabilities)


def _closed(words: tuple[str, ...], scheme: Scheme) -> frozenset[str]:
    """Return capabilities with all that they are a kind of."""
    found = set(words)
    for word in words:
        above = scheme.capabilities[word]
        while above:
            found.add(above)
            above = scheme.capabilities[above]
    return frozenset(found)
