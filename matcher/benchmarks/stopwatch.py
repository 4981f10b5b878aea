"""Processor time, clock time and memory of a piece of work."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from matcher.benchmarks.bench import Outcome

_ENOUGH = 0.5
"""Seconds of repeats after which a figure is steady enough."""
_MOST = 30


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds and MB of one piece of work, and what it found."""

    cpu: float
    wall: float
    peak: float
    repeats: int
    outcome: Outcome


def processor() -> float:
    """Return the processor seconds of this process and of children that ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + ended.ru_utime + ended.ru_stime


def timed(
    work: Callable[[], Outcome], told: Callable[[], None], *, once: bool = False
) -> Timed:
    """Time a piece of work; unless `once`, a quick one again and again, for its median.

    Parameters
    ----------
    told : callable
        Called after the first run, which is the one that the memory is of.
    """
    gc.collect()
    before = _forget_peak()
    cpu, wall, outcome = _once(work)
    # A child starts with its parent's count, so that the two cannot be added up.
    most = max(peak(), _most(resource.RUSAGE_CHILDREN)) - before
    told()
    spent, laps = [cpu], [wall]
    while not once and sum(laps) < _ENOUGH and len(laps) < _MOST:
        cpu, wall, outcome = _once(work)
        spent.append(cpu)
        laps.append(wall)
    return Timed(median(spent), median(laps), max(most, 0.0), len(laps), outcome)


def _once(work: Callable[[], Outcome]) -> tuple[float, float, Outcome]:
    start, used = perf_counter(), processor()
    outcome = work()
    return processor() - used, perf_counter() - start, outcome


def _forget_peak() -> float:
    """Start the count of memory anew where the system can; return what is held now."""
    try:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        return _status("VmRSS")
    except OSError:
        return _most(resource.RUSAGE_SELF)


def peak() -> float:
    """Return the most memory, in MB, that this process had since its count began."""
    try:
        return _status("VmHWM")
    except OSError:
        return _most(resource.RUSAGE_SELF)


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(float(x.split()[1]) / 1024 for x in lines if x.startswith(name))


def _most(whose: int) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(whose).ru_maxrss * unit / 2**20
