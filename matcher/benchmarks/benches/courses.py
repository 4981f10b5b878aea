"""``best`` with courses that open with eight parents and two tutors."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

BENCH = Bench(
    "courses",
    "sessions that open, two tutors each, one experienced, places in the creche",
    (
        Case(
            "3,000 parents, 350 sessions, 550 tutors",
            "courses:courses",
            {"parents": 3_000, "sessions": 350, "tutors": 550},
            {"parents": 40, "sessions": 5, "tutors": 8},
            (
                Entrant(
                    "acorns", "engine:solved", limit=100, options={"policy": "best"}
                ),
            ),
            (
                Reach(
                    "size proven: gap in %",
                    "acorns",
                    "gap of size",
                    take="most",
                    at_most=0,
                ),
                Reach(
                    "fit: gap to its bound in %",
                    "acorns",
                    "gap of fit",
                    take="most",
                    at_most=0.1,
                ),
                Reach("seconds", "acorns", "before the draw", at_most=30),
            ),
        ),
    ),
    lanes=2,
)
