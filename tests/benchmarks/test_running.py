"""Whoever runs in a bench is stopped at its limit, and ends with who asked."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

from matcher.benchmarks import BENCHES
from matcher.benchmarks.running import Nursery

CASE = BENCHES["courses"].cases[0]


def test_a_run_is_stopped_at_its_limit() -> None:
    """What takes longer than its limit has no figure but the limit."""
    hasty = replace(CASE.entrants[0], limit=0.001)
    run = Nursery().run(CASE, hasty, 1, quick=True)
    assert (run.state, run.cpu, run.claims) == ("over", 0.001, {})


def test_a_fault_is_told() -> None:
    """An entrant that breaks off says why, and has no figure."""
    wrong = replace(CASE.entrants[0], options={"policy": "kindest"})
    run = Nursery().run(CASE, wrong, 1, quick=True)
    assert (run.state, run.cpu) == ("failed", 0.0)
    assert "kindest" in run.note


def test_a_run_ends_with_who_asked() -> None:
    """A process whose standard input closes is gone, its work not done."""
    asked = {
        "make": CASE.make,
        "size": dict(CASE.size),
        "warm": dict(CASE.small),
        "seed": 1,
        "once": True,
        "call": CASE.entrants[0].call,
        "options": dict(CASE.entrants[0].options),
    }
    words = [sys.executable, "-m", "matcher.benchmarks"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, stdin=pipe, stdout=pipe, text=True, start_new_session=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(asked) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "made\n"
        child.stdin.close()
        assert "{" not in child.stdout.read()
    assert child.returncode != 0
