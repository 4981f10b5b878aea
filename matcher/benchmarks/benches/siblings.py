"""``best`` with siblings who stay together, in households with a limit of three."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_ENGINE = Entrant("acorns", "engine:solved", limit=130, options={"policy": "best"})


def _case(children: int, households: int, off: float, seconds: float) -> Case:
    return Case(
        f"{children:,} children, {households:,} households",
        "households:siblings",
        {"children": children, "households": households},
        {"children": 30, "households": 20},
        (_ENGINE,),
        (
            Reach(
                "size proven: gap in %", "acorns", "gap of size", take="most", at_most=0
            ),
            Reach(
                "fit: gap to its bound in %",
                "acorns",
                "gap of fit",
                take="most",
                at_most=off,
            ),
            Reach("seconds", "acorns", "before the draw", at_most=seconds),
        ),
    )


BENCH = Bench(
    "siblings",
    "a third of children in groups of 2-4; size, then fit, each with 13 households",
    (
        _case(1_000, 700, 0, 5),
        _case(5_000, 3_500, 0.1, 20),
        _case(20_000, 14_000, 0.3, 60),
    ),
    lanes=2,
)
