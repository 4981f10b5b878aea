"""A match, while it lives; a home is never paused, ended or stopped by a date."""

from __future__ import annotations

from functools import cache

from api.steps.machine import AVAILABLE, Machine, Step
from matcher.schemes import Steps

LIVE = ("active", "extended", "paused")
ENDS = ("ended", "stopped")


@cache
def match_machine(steps: Steps) -> Machine:
    """Return the machine of a match.

    Where a match is a home (``Steps.home``), pause, end and stop wait for a person.
    """
    person = ("a_person",) if steps.home else ()
    running = ("active", "extended")
    return Machine(
        one="match",
        start="active",
        states=("active", "paused", "extended", "ended", "stopped"),
        ends=ENDS,
        steps=(
            Step("pause", running, "paused", person),
            Step("resume", ("paused",), "active", (AVAILABLE,)),
            Step("extend", running, "extended", ("planned_end", AVAILABLE)),
            Step("end", LIVE, "ended", person),
            Step("stop", LIVE, "stopped", ("reason", *person)),
        ),
    )


def is_live(state: str) -> bool:
    """Tell whether a match in `state` holds its seat and stands for its need."""
    return state in LIVE
