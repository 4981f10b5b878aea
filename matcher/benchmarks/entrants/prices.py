"""What the prices of a flow tell after it is solved: no solving again."""

from __future__ import annotations

from collections.abc import Callable

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.engine import SALT
from matcher.instance import Instance
from matcher.model import Policy
from matcher.solving import seat_values, solve


def seats(instance: Instance) -> Callable[[], Outcome]:
    """Say what one more seat in each asset would add; the round is solved before."""
    found = solve(instance, Policy("best"), salt=SALT)
    waiting = len(instance.needs) - len(found.chosen)

    def work() -> Outcome:
        values = seat_values(instance, found)
        wanted = sum(any(gains.values()) for gains in values.values())
        return Outcome({}, {"waiting": float(waiting), "wanted": float(wanted)})

    return work
