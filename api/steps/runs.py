"""A run of a round: kept whatever became of it, under a number of its own."""

from __future__ import annotations

from collections.abc import Iterable

from api.steps.machine import Machine, Step

RUN = Machine(
    one="run",
    start="queued",
    states=("queued", "solving", "saved", "failed", "cancelled"),
    ends=("saved", "failed", "cancelled"),
    steps=(
        Step("start", ("queued",), "solving"),
        Step("take_over", ("queued", "solving"), "solving", ("newer_fence",)),
        Step("save", ("solving",), "saved", ("verified", "current_fence")),
        Step("fail", ("queued", "solving"), "failed", ("reason",)),
        Step("cancel", ("queued", "solving"), "cancelled"),
    ),
)


def next_number(taken: Iterable[int]) -> int:
    """Return the number of a further run: above every one there was, failed or not."""
    return max(taken, default=0) + 1
