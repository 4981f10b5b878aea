"""``matching`` 1.4.3: hospital-residents, the residents' best solution."""

from __future__ import annotations

import sys
from collections.abc import Callable

from matching.games import HospitalResident

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.dictionaries import (
    by_asset,
    by_need,
    ranks_of,
)
from matcher.benchmarks.generators.strict import StrictLists

_DEEP = 1_000_000
"""It copies players within players; at Python's own limit that fails from 270 on."""


def proposed(lists: StrictLists) -> Callable[[], Outcome]:
    """Build the game from dictionaries and solve it."""
    ours, theirs = by_need(lists), by_asset(lists)
    seats = dict.fromkeys(theirs, lists.seats)
    sys.setrecursionlimit(_DEEP)

    def work() -> Outcome:
        game = HospitalResident.create_from_dictionaries(ours, theirs, seats)
        held = game.solve(optimal="resident")
        pairs = [
            (int(need.name), int(asset.name))
            for asset, those in held.items()
            for need in those
        ]
        return Outcome({"matched": len(pairs), "ranks": ranks_of(ours, pairs)})

    return work
