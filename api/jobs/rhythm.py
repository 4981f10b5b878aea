"""How often a worker looks, beats and gives others up: parameters, in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The times of one worker, and how much it does at once.

    Parameters
    ----------
    look : float
        Between two looks into the outbox.
    beat : float
        Between two heartbeats.
    silence : float
        After so long without a heartbeat, by the watcher's own clock, a process's
        work is carried on by another.
    progress : float
        Between two writes of a round's progress.
    solves, others : int
        Rounds, and other jobs, that one worker does at a time.
    pause, longest_pause : float
        Before a failed try is repeated: the first, and the longest after doubling.
    """

    look: float = 0.5
    beat: float = 5.0
    silence: float = 30.0
    progress: float = 1.0
    solves: int = 1
    others: int = 8
    pause: float = 1.0
    longest_pause: float = 60.0

    @property
    def steady(self) -> float:
        """After so long without a heartbeat of its own a worker stops working.

        Shorter than `silence`: a host that is cut off ends its solve before another
        begins the same one.
        """
        return self.silence * 2 / 3
