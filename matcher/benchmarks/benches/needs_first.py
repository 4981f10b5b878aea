"""``needs-first`` on strict lists: deferred acceptance, beside the Python packages."""

from __future__ import annotations

from matcher.benchmarks.bench import Bench, Case, Entrant, Reach

_MAKE = "strict:strict_lists"
_WARM = {"needs": 1_000, "length": 20, "seats": 5}
_SMALL = {"needs": 40, "length": 4, "seats": 5}
_ENGINE = Entrant("acorns", "acceptance:proposed")
_PEERS = (
    Entrant("matching", "matching_peer:proposed", package="matching", limit=60),
    Entrant("algmatch", "algmatch_peer:proposed", package="algmatch", limit=60),
)


def _case(length: int) -> Case:
    return Case(
        f"1,000 needs, lists of {length}, 200 assets of 5 seats",
        _MAKE,
        {"needs": 1_000, "length": length, "seats": 5},
        _SMALL,
        (_ENGINE, *_PEERS),
        tuple(
            Reach(
                f"times as fast as {peer.name}",
                peer.name,
                over="acorns",
                at_least=3_000,
            )
            for peer in _PEERS
        ),
        _WARM,
    )


BENCH = Bench(
    "needs-first",
    "strict lists, built from columns (peers: from dictionaries) and solved",
    (
        _case(20),
        _case(100),
        Case(
            "1,000,000 needs, lists of 50, 200,000 assets of 5 seats",
            _MAKE,
            {"needs": 1_000_000, "length": 50, "seats": 5},
            _SMALL,
            (_ENGINE,),
            (
                Reach(
                    "proposing, against reading both lists once",
                    "acorns",
                    "proposing",
                    over="acorns",
                    over_figure="reading once",
                    at_most=8,
                ),
            ),
            _WARM,
        ),
    ),
)
