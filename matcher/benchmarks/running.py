"""Run entrants, each in a fresh process that is stopped at its limit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from tempfile import TemporaryDirectory
from threading import Lock, Timer
from typing import IO, Any

from matcher.benchmarks.bench import Bench, Case, Entrant, Run
from matcher.model import Progress

_GET_READY = 900.0
"""Seconds in which an instance is made and put into a peer's own form."""


class Stopped(RuntimeError):
    """A process was stopped at its limit."""


def run_bench(
    bench: Bench, *, seeds: int, quick: bool, progress: Progress
) -> dict[str, list[Run]]:
    """Return every case's runs: for each seed every entrant, one after another.

    Parameters
    ----------
    seeds : int
        Seeds 1 to so many.
    quick : bool
        Once at the small size instead, which shows that it works and measures nothing.
    progress : Progress
        Told the case, the entrant and the seed.
    """
    cases = bench.cases
    jobs = [(c, e, s) for c in cases for s in range(1, seeds + 1) for e in c.entrants]
    found: dict[str, list[Run]] = {case.name: [] for case in cases}
    nursery = Nursery()
    with ThreadPoolExecutor(bench.lanes) as lanes:
        try:
            runs = lanes.map(lambda job: nursery.run(*job, quick=quick), jobs)
            for at, (case, entrant, seed) in enumerate(jobs):
                what = f"{bench.name}: {case.name}, {entrant.name}, seed {seed}"
                progress(what, at / len(jobs))
                found[case.name].append(next(runs))
        except BaseException:
            lanes.shutdown(wait=False, cancel_futures=True)
            nursery.end()
            raise
    return found


class Nursery:
    """The processes that run now: none outlives the one that started them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._living: set[int] = set()

    def run(self, case: Case, entrant: Entrant, seed: int, *, quick: bool) -> Run:
        """Return one entrant's run on one seed."""
        size, warm = case.size, case.warm or case.small
        if quick:
            size = warm = case.small
        asked = {
            "make": case.make,
            "size": {**size, **entrant.differs},
            "warm": {**warm, **entrant.differs},
            "seed": seed,
            "once": quick,
            "call": entrant.call,
            "options": dict(entrant.options),
        }
        # Its files go with it, however it ends.
        with (
            TemporaryDirectory(prefix="acorns-bench-") as folder,
            self._child(folder) as child,
        ):
            try:
                found = _told(child, asked, entrant.limit)
            except Stopped:
                limit = entrant.limit
                return Run(entrant.name, seed, "over", cpu=limit, wall=limit)
            finally:
                self._end(child.pid)
        return Run(entrant.name, seed, **found)

    def end(self) -> None:
        """End every process that runs now."""
        for child in list(self._living):
            _kill(child)

    def _child(self, folder: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-m", "matcher.benchmarks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "TMPDIR": folder},
            start_new_session=True,  # so that a peer's own solver ends with it
        )
        with self._lock:
            self._living.add(child.pid)
        return child

    def _end(self, child: int) -> None:
        _kill(child)
        with self._lock:
            self._living.discard(child)


def _told(
    child: subprocess.Popen[str], asked: dict[str, object], limit: float
) -> dict[str, Any]:
    """Ask, follow what is told, and return the figures."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps(asked) + "\n")
    child.stdin.flush()
    seconds = _GET_READY
    while True:
        line = _line(child.stdout, child.pid, seconds)
        if line.startswith("{"):
            found: dict[str, Any] = json.loads(line)
            return found
        if not line:
            return {"state": "failed", "note": "the process ended without a word"}
        seconds = limit if line == "ready" else limit + _GET_READY


def _line(out: IO[str], child: int, seconds: float) -> str:
    """Return the next line; a process that says nothing for so long is stopped."""
    late: list[bool] = []

    def stop() -> None:
        late.append(True)
        _kill(child)

    clock = Timer(seconds, stop)
    clock.start()
    try:
        line = out.readline().strip()
    finally:
        clock.cancel()
    if not line and late:
        raise Stopped
    return line


def _kill(child: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
