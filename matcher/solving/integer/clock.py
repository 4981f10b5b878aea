"""One wall clock over all solves of a run, for those who cap its time.

Nothing here decides anything while no cap is set: then every solve ends by its own
count of nodes, so that equal instances give equal answers. Under a cap a solve that is
cut off says ``feasible`` or ``unknown``, and the result is not reproducible.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic


class OutOfTimeError(Exception):
    """The cap was reached: what would have followed is not known."""


_ENDS: ContextVar[float] = ContextVar("ends", default=math.inf)


@contextmanager
def until(moment: float) -> Generator[None]:
    """Let no solve inside run past a moment of `time.monotonic`."""
    before = _ENDS.set(min(moment, _ENDS.get()))
    try:
        yield
    finally:
        _ENDS.reset(before)


def seconds_left() -> float:
    """Return how long the next solve may take; infinite where nothing is capped."""
    return max(0.0, _ENDS.get() - monotonic())


def look_up() -> None:
    """Stop here where the time is up.

    Raises
    ------
    OutOfTimeError
        A linear programme that was cut off looks like one without a solution: nothing
        may be concluded from it.
    """
    if seconds_left() <= 0:
        raise OutOfTimeError
