"""``algmatch`` 1.5.2: hospital-residents, the residents' best solution."""

from __future__ import annotations

from collections.abc import Callable

from algmatch import HR

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.dictionaries import by_asset, by_need, ranks_of
from matcher.benchmarks.generators.strict import StrictLists


def proposed(lists: StrictLists) -> Callable[[], Outcome]:
    """Build the problem from dictionaries and solve it."""
    ours = {need + 1: [a + 1 for a in row] for need, row in by_need(lists).items()}
    theirs = {
        asset + 1: {"capacity": lists.seats, "preferences": [n + 1 for n in row]}
        for asset, row in by_asset(lists).items()
    }

    def work() -> Outcome:
        problem = HR(
            dictionary={"residents": ours, "hospitals": theirs},
            optimised_side="residents",
        )
        held = problem.get_stable_matching()["resident_sided"]
        pairs = [
            (_number(need), _number(asset)) for need, asset in held.items() if asset
        ]
        return Outcome({"matched": len(pairs), "ranks": ranks_of(ours, pairs)})

    return work


def _number(name: object) -> int:
    """Return the number of "r12" or "h3"."""
    return int(str(name).lstrip("rh"))
