"""Ending early: whoever waits hears a Ctrl-C, whatever the work is doing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from api.cli.ending import heard

SCRIPT = """
import os, signal, threading
from api.cli.ending import cancellable, heard
from matcher.errors import Refused

begun = threading.Event()

def deaf():
    begun.set()
    threading.Event().wait()

def press():
    begun.wait()
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=press, daemon=True).start()
try:
    with cancellable():
        heard(deaf)
except Refused as refused:
    print(refused.message)
"""


def test_a_ctrl_c_is_heard_while_the_work_does_not_listen() -> None:
    """The work goes on deaf; who waits for it is let go with a sentence.

    In a process of its own: a test's own may hold a browser that hears it too.
    """
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.returncode) == ("Cancelled. Nothing was written.\n", 0)


def test_what_the_work_returns_or_raises_is_handed_over() -> None:
    """An answer is returned and an error raised, as if there were no thread."""
    assert heard(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        heard(lambda: 1 // 0)
    with pytest.raises(TimeoutError):
        heard(_late)


def _late() -> None:
    raise TimeoutError
