"""Ending early: a sentence, nothing half-written, and no process left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from matcher.errors import Refused

# A closed window or a shutdown is a Ctrl-C too: what is in hand is cleared away.
_NAMES = ("SIGTERM", "SIGHUP")
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


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
