"""What prices explain after one flow, for everybody at once."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_MISSES = Entrant("nearest miss of all who wait", "prices:misses")
_SEATS = Entrant("one more seat, all assets", "prices:seats")
_AGAIN = Entrant("one nearest miss by solving again", "prices:again")


def _case(needs: int) -> Case:
    return Case(
        f"{needs:,} needs, {50 * needs:,} pairs",
        "places:geographic",
        {"needs": needs, "assets": 2 * needs // 5, "length": 50},
        {"needs": 40, "assets": 16, "length": 5},
        (_MISSES, _SEATS, _AGAIN),
        (
            Reach("ms for each who waits", _MISSES.name, "ms each", at_most=1),
            Reach("seconds for all who wait", _MISSES.name, at_most=0.5),
        ),
        {"needs": 5_000, "assets": 2_000, "length": 25},
    )


BENCH = Bench(
    "explanations",
    "best on capacities, solved before: what its prices tell of everybody",
    (_case(1_000), _case(10_000)),
)
