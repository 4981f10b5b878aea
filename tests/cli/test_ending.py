"""Ending early: whoever waits hears a Ctrl-C, whatever the work is doing."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from api.cli.ending import cancellable, heard
from matcher.errors import Refused


def test_a_ctrl_c_is_heard_while_the_work_does_not_listen() -> None:
    """The work goes on deaf; who waits for it is let go with a sentence."""
    begun = threading.Event()

    def deaf() -> None:
        begun.set()
        threading.Event().wait()

    def press() -> None:
        begun.wait()
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    said = r"^Cancelled\. Nothing was written\.$"
    with pytest.raises(Refused, match=said), cancellable():
        heard(deaf)


def test_what_the_work_returns_or_raises_is_handed_over() -> None:
    """An answer is returned and an error raised, as if there were no thread."""
    assert heard(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        heard(lambda: 1 // 0)
    with pytest.raises(TimeoutError):
        heard(_late)


def _late() -> None:
    raise TimeoutError
