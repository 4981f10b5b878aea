"""Ending early: a sentence, nothing half-written, and no process left behind."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from threading import Thread
from types import FrameType
from typing import TypeVar

from matcher.errors import Refused

# A closed window or a shutdown is a Ctrl-C too: what is in hand is cleared away.
_NAMES = ("SIGTERM", "SIGHUP")
_LISTEN = 0.1
T = TypeVar("T")
_ENDS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


@contextmanager
def cancellable() -> Iterator[None]:
    """Turn Ctrl-C, a closed terminal and a kill into one refusal.

    Raises
    ------
    Refused
        Saying that nothing was written, once everything is cleared away.
    """
    before = {name: signal.signal(name, _interrupt) for name in _ENDS}
    try:
        yield
    except KeyboardInterrupt:
        raise Refused("Cancelled. Nothing was written.") from None
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def heard(work: Callable[[], T]) -> T:
    """Do long work on a thread of its own, so that a Ctrl-C is heard at once.

    A solver that is deep in its own code would hear it only when it comes back. Where
    the wait is ended the thread ends with the process.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            done.set_exception(error)

    Thread(target=run, daemon=True).start()
    while not done.done():
        with suppress(TimeoutError):
            done.exception(timeout=_LISTEN)
    return done.result()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
