"""Heartbeats: saying that this process lives, and noticing that another does not."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from datetime import datetime

from api.database import Database
from api.jobs.rhythm import Rhythm
from api.store import work


class Heart:
    """One process's heartbeat, and its watch over the others'.

    Silence is measured by the watcher's own clock, since it last saw the other's beats
    grow: a host whose clock is wrong is not taken for dead.

    Parameters
    ----------
    executor, version : str
        This process, and the application's version.
    alone : bool
        True where no other process can be at work: every other is silent at once.
    ticks : callable
        A clock that only goes forward, in seconds.
    """

    def __init__(
        self,
        database: Database,
        *,
        executor: str,
        version: str,
        rhythm: Rhythm,
        now: Callable[[], datetime],
        alone: bool,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._executor = executor
        self._version = version
        self._rhythm = rhythm
        self._now = now
        self._alone = alone
        self._ticks = ticks
        self._seen: dict[str, tuple[int, float]] = {}
        self._beat_at = float("-inf")

    @property
    def steady(self) -> bool:
        """Return whether others must still take this process for alive."""
        return self._ticks() - self._beat_at < self._rhythm.steady

    def beat(self) -> None:
        """Write that this process lives."""
        began = self._ticks()
        written = self._database.transaction(
            lambda session: work.beat(
                session,
                executor=self._executor,
                host=socket.gethostname(),
                version=self._version,
                now=self._now(),
            )
        )
        if written:
            self._beat_at = began

    def living(self) -> set[str]:
        """Return who is at work, and give up those who have been silent too long."""
        with self._database.reading() as session:
            beats = work.beats(session)
        here = self._ticks()
        for executor, count in beats.items():
            if self._seen.get(executor, (None,))[0] != count:
                self._seen[executor] = (count, here)
        silent = {one for one in beats if self._is_silent(one, here)}
        for executor in silent:
            self.give_up(executor)
        return {self._executor, *beats} - silent

    def give_up(self, executor: str) -> None:
        """Write that a process is at work no more."""
        self._database.transaction(
            lambda session: work.give_up(
                session, executor, by=self._executor, now=self._now()
            )
        )

    def stop(self) -> None:
        """Say that this process stops, so that nobody waits for its silence."""
        self._beat_at = float("-inf")
        self.give_up(self._executor)

    def _is_silent(self, executor: str, here: float) -> bool:
        if executor == self._executor:
            return False
        return self._alone or here - self._seen[executor][1] >= self._rhythm.silence
