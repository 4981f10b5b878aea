"""``best`` for a country: councils that share nobody, then some that do."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_SIZE = {"councils": 150, "needs": 1_000, "assets": 700, "length": 20}
_SMALL = {"councils": 3, "needs": 20, "assets": 15, "length": 4}
_WARM = {"councils": 3, "needs": 2_000, "assets": 1_400, "length": 20}
_BEST = {"policy": "best"}
_ENGINE = Entrant("acorns", "engine:solved", options=_BEST)
_WHOLE = Entrant("one whole flow, bare", "bare_flow:lexicographic")
_OVER = Entrant(
    "acorns, 3% over a border", "engine:solved", options=_BEST, differs={"over": 0.03}
)
_CHECKED = Entrant("both checks", "checking:both", options=_BEST)

BENCH = Bench(
    "national",
    "150 councils of 1,000 needs and 700 assets, 3,000,000 pairs; size, then fit",
    (
        Case(
            "nobody over a border",
            "places:national",
            {**_SIZE, "over": 0.0},
            {**_SMALL, "over": 0.0},
            (_ENGINE, _WHOLE, _OVER, _CHECKED),
            (
                Reach(
                    "by component: times as fast as the whole",
                    _WHOLE.name,
                    over="acorns",
                    over_figure="solving",
                    at_least=3,
                ),
                Reach(
                    "3% over a border, against nobody",
                    _OVER.name,
                    "solving",
                    over="acorns",
                    over_figure="solving",
                    at_most=1.5,
                ),
                Reach(
                    "the verifier, against the solve",
                    _CHECKED.name,
                    "verifying",
                    over="acorns",
                    at_most=0.02,
                ),
                Reach("verify_round.py, seconds", _CHECKED.name, "alone", at_most=60),
                Reach("verify_round.py, MB", _CHECKED.name, "alone MB", at_most=2_048),
            ),
            {**_WARM, "over": 0.0},
        ),
    ),
    lanes=2,
)
