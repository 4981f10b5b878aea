"""``best`` where assets have only capacities: one flow with its proof."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_MAKE = "places:geographic"
_WARM = {"needs": 5_000, "assets": 2_000, "length": 25}
_SMALL = {"needs": 40, "assets": 16, "length": 5}
_ENGINE = Entrant("acorns", "engine:solved", options={"policy": "best"})
_BARE = Entrant("OR-Tools flow, bare", "bare_flow:lexicographic")
_FIT = Entrant("OR-Tools flow, fit only", "bare_flow:fit_only")
_SCIPY = Entrant("SciPy sparse assignment", "sparse_assignment:best", limit=60)
_NETWORKX = Entrant("networkx", "networkx_matching:best", limit=90)


def _reach(*more: Reach) -> tuple[Reach, ...]:
    return (
        Reach(
            "assigning with proof, against the bare call",
            "acorns",
            "solving",
            over=_BARE.name,
            at_most=1.15,
        ),
        Reach(
            "assigning with proof, against the call for fit alone",
            "acorns",
            "solving",
            over=_FIT.name,
            at_most=2.0,
        ),
        *more,
    )


def _times(peer: Entrant, least: float) -> Reach:
    return Reach(
        f"times as fast as {peer.name}",
        peer.name,
        over="acorns",
        over_figure="solving",
        at_least=least,
    )


BENCH = Bench(
    "best",
    "size, then fit, four seats for five needs, each with its nearest assets",
    (
        Case(
            "1,000 needs, 20,000 pairs",
            _MAKE,
            {"needs": 1_000, "assets": 400, "length": 20},
            _SMALL,
            (_ENGINE, _BARE, _NETWORKX),
            (_times(_NETWORKX, 1_000),),
        ),
        Case(
            "10,000 needs, 500,000 pairs",
            _MAKE,
            {"needs": 10_000, "assets": 4_000, "length": 50},
            _SMALL,
            (_ENGINE, _BARE, _FIT, _SCIPY),
            _reach(_times(_SCIPY, 4)),
            _WARM,
        ),
        Case(
            "100,000 needs, 5,000,000 pairs",
            _MAKE,
            {"needs": 100_000, "assets": 40_000, "length": 50},
            _SMALL,
            (_ENGINE, _BARE, _FIT),
            _reach(),
            _WARM,
        ),
    ),
)
