"""``fair``: the whole leximin, beside the one flow that ``best`` needs."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_FAIR = Entrant("acorns, fair", "engine:solved", options={"policy": "fair"})
_BEST = Entrant("acorns, best", "engine:solved", options={"policy": "best"})


def _case(needs: int) -> Case:
    return Case(
        f"{needs:,} needs, {20 * needs:,} pairs",
        "places:geographic",
        {"needs": needs, "assets": 2 * needs // 5, "length": 20},
        {"needs": 40, "assets": 16, "length": 5},
        (_BEST, _FAIR),
        (Reach("every level proven", _FAIR.name, "proven", take="least", at_least=1),),
        {"needs": 5_000, "assets": 2_000, "length": 25},
    )


BENCH = Bench(
    "fair",
    "size, then the points of the worst off, and so on up",
    (_case(1_000), _case(10_000)),
)
