"""Whole commands and whole rounds, timed as a person waits for them."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from api.cli.demo import EFFORT, SALT, SCHEMES, community
from api.cli.opening import Opened
from matcher.errors import Refused
from matcher.model import Progress

NAMES = ("help", "norfolk-cold", *SCHEMES)
_REPEATS = ((2.0, 7), (10.0, 5), (30.0, 3), (math.inf, 1))
"""Below so many seconds, so many runs that count."""
_MAIN = "from api.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing, timed so many times: seconds on the clock, and of all processors.

    On a busy machine the clock runs on while others work; `processor` does not.
    """

    name: str
    about: str
    repeats: int
    median: float
    least: float
    most: float
    processor: float


Job = tuple[str, Callable[[], object]]


def measure_rounds(names: list[str], progress: Progress) -> list[Measured]:
    """Time the help, the whole Norfolk round cold, and communities' rounds warm."""
    with TemporaryDirectory(prefix="acorns-bench-") as folder:
        known = dict(_all(Path(folder)))
        return _measure_all({name: known[name] for name in names}, progress)


def _all(folder: Path) -> Iterator[tuple[str, Job]]:
    cold = "from sheets to a whole folder, in a new process"
    warm = "from a snapshot to an explained round; this process has run one before"
    yield "help", ("acorns --help, in a new process", partial(_command, "--help"))
    yield "norfolk-cold", (cold, partial(_cold, SCHEMES[0], folder))
    opened = cache(partial(community, folder=folder))
    for name in SCHEMES:
        yield name, (warm, partial(_warm, opened, name))


def _measure_all(wanted: Mapping[str, Job], progress: Progress) -> list[Measured]:
    rows = []
    for at, (name, (about, job)) in enumerate(wanted.items()):
        progress(f"Timing {name}", at / len(wanted))
        rows.append(_measure(name, about, job))
    return rows


def _measure(name: str, about: str, job: Callable[[], object]) -> Measured:
    """Time a job after a run that does not count; the slower, the fewer times."""
    first, _ = _seconds(job)
    repeats = next(count for limit, count in _REPEATS if first < limit)
    clock, processor = zip(*(_seconds(job) for _ in range(repeats)), strict=True)
    return Measured(
        name,
        about,
        repeats,
        median(clock),
        min(clock),
        max(clock),
        median(processor),
    )


def _seconds(job: Callable[[], object]) -> tuple[float, float]:
    start, used = perf_counter(), _processor()
    job()
    return perf_counter() - start, _processor() - used


def _processor() -> float:
    """Return the processor seconds of this process and of children that ended."""
    return sum(os.times()[:4])


def _command(*words: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _MAIN, *words],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
        raise Refused(f"acorns {' '.join(words[:3])} could not be timed: {said[-1]}")


def _cold(name: str, folder: Path) -> None:
    book = folder / f"{name}.xlsx"
    if not book.exists():
        community(name, folder=folder)
    words = ["round", "run", name, str(book), "--as-of", "2026-11-23"]
    _command(*words, "--salt", SALT, "--out", str(folder / "round"))


def _warm(opened: Callable[[str], Opened], name: str) -> object:
    from matcher.rounds import run_round

    case = opened(name)
    return run_round(case.snapshot, case.scheme, salt=SALT, effort=EFFORT)
