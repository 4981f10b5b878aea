"""``stable`` by size, then fit: points on both sides, ties, three families."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_ENGINE = Entrant("acorns", "engine:solved", limit=130, options={"policy": "stable"})
_PREFIX = Entrant("prefix sums on HiGHS", "prefix_sums:solved", limit=45)
_SMALL = {"needs": 20, "assets": 20, "length": 5}
_LEVELS = ("acorns", "before the draw")
_REACH = (
    Reach("every one proven", "acorns", "proven", take="least", at_least=1),
    Reach("median seconds before the draw", *_LEVELS, at_most=30),
    Reach("most seconds before the draw", *_LEVELS, take="most", at_most=120),
)


def _case(family: str, side: int, length: int) -> Case:
    beside = (side, length) == (500, 20)
    more = Reach(
        "times as fast as the prefix sums, before the draw",
        _PREFIX.name,
        over=_LEVELS[0],
        over_figure=_LEVELS[1],
        at_least=5,
    )
    return Case(
        f"{side:,} a side, {length} each, {family}",
        "markets:market",
        {"family": family, "needs": side, "assets": side, "length": length},
        {"family": family, **_SMALL},
        (_ENGINE, _PREFIX) if beside else (_ENGINE,),
        (*_REACH, more) if beside else _REACH,
    )


BENCH = Bench(
    "stable-fit",
    "most needs matched without a blocking pair, then most fit, two-sided",
    tuple(
        _case(family, side, length)
        for side, length in ((500, 20), (1_000, 20), (500, 50))
        for family in ("uniform", "popular", "correlated")
    ),
    lanes=2,
)
