"""The processes below another, and waiting for something to come true."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path


def solves_below(pid: int) -> list[int]:
    """Return the live processes that solve a round for this one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended while we looked
        if int(parent) == pid and state != "Z" and b"matcher.rounds" in command:
            found.append(int(folder.name))
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process is there and not merely waiting to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def until(true: Callable[[], object], *, patience: float = 120) -> None:
    """Wait until something is true; fail where it does not come true."""
    pause, last = threading.Event(), time.monotonic() + patience
    while not true():
        assert time.monotonic() < last, "it did not come true"
        pause.wait(0.02)


def freeze(*pids: int) -> None:
    """Stop processes where they are, so that they can be looked at."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def thaw(*pids: int) -> None:
    """Let stopped processes go on."""
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
