"""Candidates: every gate of a scheme and exact distances, all needs by all assets."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_COUNT = Entrant("cKDTree, counting only", "gates:counted")


def _case(side: int, sample: int, *reach: Reach) -> Case:
    ours = Entrant("acorns", "gates:found", options={"sample": sample})
    loop = Entrant(
        f"loop with geopy, 1 need in {sample:,}",
        "gates:looped",
        options={"sample": sample},
    )
    return Case(
        f"{side:,} needs by {side:,} assets",
        "homes:homes",
        {"needs": side, "assets": side},
        {"needs": 60, "assets": 60},
        (ours, _COUNT, loop),
        (
            Reach("against counting only", "acorns", over=_COUNT.name, at_most=2),
            Reach(
                "times as fast as the loop",
                loop.name,
                "whole",
                over="acorns",
                at_least=3_000,
            ),
            *reach,
        ),
        warm={"needs": 1_100, "assets": 1_100},
    )


BENCH = Bench(
    "candidates",
    "the 13 gates of a scheme for foster care, distances exact to the ellipsoid",
    (
        _case(10_000, 100),
        _case(
            100_000,
            10_000,
            Reach("most memory, MB", "acorns", "peak", take="most", at_most=1_024),
        ),
    ),
    lanes=2,
)
