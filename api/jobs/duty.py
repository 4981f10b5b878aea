"""What a worker can do: one duty for each kind of row in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.jobs.task import Task


@dataclass(frozen=True, slots=True)
class Duty:
    """How a job of one kind is done.

    Parameters
    ----------
    do : callable
        Does it, and returns what it came to: one of ``facts.WORDS``.
    solves : bool
        Whether it keeps a processor busy: few of these are done at a time.
    """

    do: Callable[[Task], str]
    solves: bool = False
