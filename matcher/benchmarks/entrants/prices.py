"""What is told of a flow after it is solved: from its prices, or by solving again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.engine import SALT
from matcher.benchmarks.stopwatch import processor
from matcher.instance import Instance, Solution, compile_market
from matcher.model import Policy
from matcher.solving import seat_values, solve
from matcher.solving.losses import losses

_BEST = Policy("best")


def misses(instance: Instance) -> Callable[[], Outcome]:
    """Say the nearest miss of every need that waits, and what it would cost.

    Facts: ``waiting``, how many needs, and ``ms each``. Claims the cost for the first
    of them, which whoever solves again must find too.
    """
    found, market = _solved(instance), compile_market(instance)
    waiting = len(instance.needs) - len(found.chosen)

    def work() -> Outcome:
        start = processor()
        told = losses(market, found)
        each = 1_000 * (processor() - start) / max(waiting, 1)
        facts = {"waiting": float(waiting), "ms each": each}
        return Outcome({"first": told[0].changes["fit"]}, facts)

    return work


def again(instance: Instance) -> Callable[[], Outcome]:
    """Find one nearest miss without prices: pin it, solve again, and compare."""
    found, market = _solved(instance), compile_market(instance)
    first = losses(market, found)[0]
    pinned = replace(instance, pinned=((first.unit, first.asset),))
    before = _fit(found)

    def work() -> Outcome:
        return Outcome({"first": _fit(_solved(pinned)) - before})

    return work


def seats(instance: Instance) -> Callable[[], Outcome]:
    """Say what one more seat in each asset would add."""
    found = _solved(instance)

    def work() -> Outcome:
        values = seat_values(instance, found)
        wanted = sum(any(gains.values()) for gains in values.values())
        return Outcome({}, {"wanted": float(wanted)})

    return work


def _solved(instance: Instance) -> Solution:
    return solve(instance, _BEST, salt=SALT)


def _fit(found: Solution) -> int:
    return next(level.value for level in found.objectives if level.name == "fit")
