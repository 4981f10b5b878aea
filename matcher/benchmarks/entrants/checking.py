"""The two verifiers: the vectorised one, and the file that stands alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.entrants.engine import SALT
from matcher.instance import Instance, Solution, write_instance, write_result
from matcher.model import Policy
from matcher.solving import solve
from matcher.verifying import verify_solution


def verified(instance: Instance, *, policy: str) -> Callable[[], Outcome]:
    """Check a result in memory, draw and all; it is solved before."""
    found = _found(instance, policy)

    def work() -> Outcome:
        done = verify_solution(instance, found, salt=SALT)
        if not done.ok:
            raise RuntimeError(f"the check fails: {done.failed}")
        return Outcome()

    return work


def alone(instance: Instance, *, policy: str) -> Callable[[], Outcome]:
    """Run ``verify_round.py`` on files, in a Python of its own; solved before."""
    folder = Path(mkdtemp())
    (folder / "instance.json").write_text(write_instance(instance), "utf-8")
    (folder / "result.json").write_text(write_result(_found(instance, policy)), "utf-8")
    program = str(files("matcher").joinpath("verify_round.py"))
    words = [sys.executable, program, "instance.json", "result.json", "--salt", SALT]

    def work() -> Outcome:
        done = subprocess.run(  # noqa: S603 - our own program
            words, cwd=folder, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(
                f"verify_round.py: {(done.stderr or done.stdout)[-300:]}"
            )
        return Outcome()

    return work


def _found(instance: Instance, policy: str) -> Solution:
    return solve(instance, Policy(policy), salt=SALT, effort=60.0)
