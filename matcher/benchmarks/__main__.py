"""One run in a process of its own: a JSON line says which, a JSON line tells of it.

Lines before it say how far it is: ``ready`` before the work that counts, ``ran`` after
its first time. Whatever a peer prints goes nowhere.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from typing import Any, TextIO

from matcher.benchmarks.bench import Outcome
from matcher.benchmarks.stopwatch import processor, timed

Ready = Callable[[], Outcome]


def run(asked: dict[str, Any], tell: Callable[[str], None]) -> dict[str, Any]:
    """Get ready, run a first time, run, and return the figures."""
    make = _named("generators", asked["make"])
    start = processor()
    first = make(**asked["warm"], seed=asked["seed"])
    made = processor()
    try:
        ready: Callable[..., Ready] = _named("entrants", asked["call"])
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] in {"matcher", "numpy", "scipy"}:
            raise
        return {"state": "missing", "note": f"no module {missing.name}"}
    ready(first, **asked["options"])()
    cold = processor() - (made - start)
    tell("made")
    data = make(**asked["size"], seed=asked["seed"])
    work = ready(data, **asked["options"])
    tell("ready")
    done = timed(work, lambda: tell("ran"), once=asked["once"])
    figures = asdict(done)
    return {"state": "done", "cold": cold, **figures.pop("outcome"), **figures}


def _named(package: str, name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(import_module(f"matcher.benchmarks.{package}.{module}"), function)


def _quiet() -> TextIO:
    """Return standard output, and send what anybody else prints nowhere."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return own


def _end_with_parent() -> None:
    """End this process, and a peer's own solver, when whoever asked is gone.

    `matcher.rounds` has the like for its line, but loading that would be counted here.
    """
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Read what is asked, run it, write its figures."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out = _quiet()

    def tell(line: str) -> None:
        out.write(f"{line}\n")
        out.flush()

    try:
        found = run(asked, tell)
    except Exception as fault:  # noqa: BLE001 - told to whoever asked
        found = {"state": "failed", "note": f"{type(fault).__name__}: {fault}"}
    tell(json.dumps(found))


if __name__ == "__main__":
    main()
