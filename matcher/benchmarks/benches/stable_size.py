"""``stable`` by size: lists with ties, as the literature draws them."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_ENGINE = Entrant("acorns", "engine:solved", limit=100, options={"policy": "stable"})
_PYHRTC = Entrant("pyhrtc, CBC", "pyhrtc_cbc:most", package="pyhrtc", limit=45)
_LEVELS = ("acorns", "before the draw")
"""The draw is the engine's own: no peer makes one."""
_PROVEN = Reach("every one proven", "acorns", "proven", take="least", at_least=1)


def _pairs(p1: float) -> Case:
    return Case(
        f"Gent-Prosser, 100 a side, p1 {p1}, p2 0.1-0.9",
        "lists:gent_prosser",
        {"side": 100, "p1": p1},
        {"side": 8, "p1": 0.5},
        (_ENGINE, _PYHRTC),
        (
            _PROVEN,
            Reach("median seconds before the draw", *_LEVELS, at_most=0.1),
            Reach(
                "times as fast as pyhrtc, before the draw",
                _PYHRTC.name,
                over=_LEVELS[0],
                over_figure=_LEVELS[1],
                at_least=20,
            ),
        ),
    )


BENCH = Bench(
    "stable-size",
    "most needs matched without a blocking pair, lists with ties",
    (
        *(_pairs(p1) for p1 in (0.2, 0.5, 0.8)),
        Case(
            "750 residents, 50 hospitals, lists of 5-6, ties 0.85",
            "lists:hospital_residents",
            {"residents": 750, "hospitals": 50, "ties": 0.85},
            {"residents": 30, "hospitals": 6, "ties": 0.85},
            (_ENGINE,),
            (
                _PROVEN,
                Reach(
                    "most seconds before the draw", *_LEVELS, take="most", at_most=20
                ),
            ),
        ),
    ),
    lanes=2,
)
