"""The two verifiers: the vectorised one, and the file that stands alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter, process_time

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.engine import SALT
from matcher.instance import Instance, write_instance, write_result
from matcher.model import Policy
from matcher.solving import solve
from matcher.verifying import verify_solution


def both(instance: Instance, *, policy: str) -> Callable[[], Outcome]:
    """Check a result in memory, then its files by ``verify_round.py``; solved before.

    Facts: ``verifying``, the processor seconds of the first, draw and all; and of the
    second, in a Python of its own, ``alone`` (seconds on the clock) and ``alone MB``.
    """
    found = solve(instance, Policy(policy), salt=SALT)
    folder = Path(mkdtemp())
    (folder / "instance.json").write_text(write_instance(instance), "utf-8")
    (folder / "result.json").write_text(write_result(found), "utf-8")

    def work() -> Outcome:
        start = process_time()
        done = verify_solution(instance, found, salt=SALT)
        verifying = process_time() - start
        if not done.ok:
            raise RuntimeError(f"the check fails: {done.failed}")
        return Outcome({}, {"verifying": verifying, **_alone(folder)})

    return work


def _alone(folder: Path) -> dict[str, float]:
    program = str(files("matcher").joinpath("verify_round.py"))
    start = perf_counter()
    words = [sys.executable, "-m", "matcher.benchmarks.alone", program]
    done = subprocess.run(  # noqa: S603 - our own program
        [*words, "instance.json", "result.json", "--salt", SALT],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"verify_round.py: {(done.stderr or done.stdout)[-300:]}")
    peak = float(done.stdout.splitlines()[-1])
    return {"alone": perf_counter() - start, "alone MB": peak}
