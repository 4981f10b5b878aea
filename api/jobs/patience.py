"""Trying again: a database that is away is waited for; a fault is tried a few times."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from api.database import Busy, OutcomeUnknown
from api.jobs.rhythm import Rhythm
from matcher.errors import AcornsError

T = TypeVar("T")

TRIES = 3
"""How often something that fails without a known reason is tried."""
_LOG = logging.getLogger(__name__)


class Abandoned(BaseException):
    """The job is left as it is; another process, or this one later, carries it on.

    Not an ``Exception``, so that nothing on the way counts it as the job's failure.
    """


class GaveUp(Exception):
    """It failed every time; the reasons are in the log of this process."""


class Patience:
    """Tries and waits on behalf of one job.

    Parameters
    ----------
    what : str
        The job's id, for the log.
    left : threading.Event
        Set when this process must leave the job.
    """

    def __init__(self, what: str, *, rhythm: Rhythm, left: threading.Event) -> None:
        self._what = what
        self._rhythm = rhythm
        self.left = left

    def until_done(self, act: Callable[[], T], *, tries: int | None = TRIES) -> T:
        """Return what `act` returns, once it does.

        Parameters
        ----------
        tries : int or None
            How often it may fail for an unknown reason; None for any number.

        Raises
        ------
        AcornsError
            What `act` says; it is an answer, and not tried again.
        GaveUp
            When it failed so many times.
        Abandoned
            When the job must be left.
        """
        failed, pause = 0, self._rhythm.pause
        while True:
            try:
                return act()
            except (Busy, OutcomeUnknown):
                _LOG.warning("job %s waits for the database", self._what)
            except AcornsError:
                raise
            except Exception as error:  # noqa: BLE001 - a step may fail in any way
                self.log(error)
                failed += 1
                if failed == tries:
                    raise GaveUp from None
            self.wait(pause)
            pause = min(pause * 2, self._rhythm.longest_pause)

    def log(self, error: Exception) -> None:
        """Log an error by its kind and place: its text may hold values."""
        _LOG.error("job %s: %s", self._what, place(error))

    def wait(self, seconds: float) -> None:
        """Wait; raises `Abandoned` at once when the job must be left."""
        if self.left.wait(seconds):
            raise Abandoned


def place(error: BaseException) -> str:
    """Return an error's kind and where it was raised, without its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_qualname}" if trace else ""
    return type(error).__name__ + where
