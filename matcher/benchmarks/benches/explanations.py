"""What prices explain after one flow, for everybody at once."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_SEATS = Entrant("what one more seat would add, every asset", "prices:seats")


def _case(needs: int, *reach: Reach) -> Case:
    return Case(
        f"{needs:,} needs, {50 * needs:,} pairs",
        "places:geographic",
        {"needs": needs, "assets": 2 * needs // 5, "length": 50},
        {"needs": 40, "assets": 16, "length": 5},
        (_SEATS,),
        reach,
        {"needs": 5_000, "assets": 2_000, "length": 25},
    )


BENCH = Bench(
    "explanations",
    "best on capacities, solved before; from its prices, without solving again",
    (
        _case(1_000),
        _case(10_000, Reach("seconds for everybody", _SEATS.name, at_most=0.5)),
    ),
)
