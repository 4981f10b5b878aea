"""Points for nearness are those of whole metres of the geodesic, however found."""

import random

import pytest
from support import toy

from matcher.candidates import find_candidates
from matcher.gazetteer import kilometres_between
from matcher.graph import build_asset_graph
from matcher.model import Place
from matcher.scoring import graded, score_candidates

SCHEME = toy.scheme(
    criteria=[toy.criterion("near", "near", place="place", at="place", km=1)]
)


def test_points_are_those_of_the_geodesic_in_whole_metres(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thousand pairs, a point for ten metres; also where every pair is in doubt."""
    rng = random.Random(3)
    spots = [
        Place("XX1", 52 + rng.random() / 100, 1 + rng.random() / 100) for _ in range(70)
    ]
    needs = {f"c{n:02}": {"place": spot} for n, spot in enumerate(spots[:35])}
    assets = {f"f{n:02}": {"place": spot} for n, spot in enumerate(spots[35:])}
    graph = build_asset_graph(toy.snapshot(needs=needs, assets=assets), SCHEME)
    pool = find_candidates(graph, SCHEME)
    expected = [
        100 * max(0, 1000 - round(kilometres_between(here, there) * 1000)) // 1000
        for here in spots[:35]
        for there in spots[35:]
    ]
    assert score_candidates(pool, SCHEME).points[0].tolist() == expected
    monkeypatch.setattr(graded, "HALF_WAY", 1.0)
    assert score_candidates(pool, SCHEME).points[0].tolist() == expected
