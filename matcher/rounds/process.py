"""Running a round in a process of its own, so that it can be cancelled at once."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from matcher.errors import AcornsError, Refused
from matcher.model import Caps, Policy, Progress, Snapshot, silent
from matcher.rounds.comparing import Comparison
from matcher.rounds.line import CHECKING, SOLVING
from matcher.rounds.passing import ROUND, passing_folder
from matcher.rounds.result import RoundResult
from matcher.schemes import Scheme

_POLL_SECONDS = 0.1
_GRACE = 1.0
"""Seconds that a solver gets to look up after its cap."""
NO_MORE = Caps()


class Cancelled(AcornsError):
    """The round was cancelled before it had an answer; nothing was kept."""


def run_apart(
    snapshot: Snapshot,
    scheme: Scheme,
    *,
    salt: str,
    effort: float = 10.0,
    policy: Policy | None = None,
    progress: Progress = silent,
    stop: threading.Event | None = None,
    caps: Caps = NO_MORE,
) -> RoundResult:
    """Do what `run_round` does, in a child process that ends with this one.

    Parameters
    ----------
    stop : threading.Event, optional
        Setting it ends the child within a fraction of a second.
    caps : Caps
        A solver that does not look up in time ends with its process, within two
        seconds of the cap.

    Raises
    ------
    Refused
        With the child's sentence, where the round was refused or a cap was reached
        before there was an answer.
    Cancelled
        Where `stop` was set.
    """
    asked: dict[str, Any] = {"policy": asdict(policy) if policy else None}
    asked |= {"salt": salt, "effort": effort, **asdict(caps)}
    return RoundResult.from_json(_written(snapshot, scheme, asked, progress, stop))


def compare_apart(
    snapshot: Snapshot,
    scheme: Scheme,
    policies: Sequence[Policy],
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
    stop: threading.Event | None = None,
    caps: Caps = NO_MORE,
) -> Comparison:
    """Do what `compare_round` does, in a child process that ends with this one.

    Parameters and errors are those of `run_apart`.
    """
    asked: dict[str, Any] = {"policies": [asdict(policy) for policy in policies]}
    asked |= {"salt": salt, "effort": effort, **asdict(caps)}
    return Comparison.from_json(_written(snapshot, scheme, asked, progress, stop))


def _written(
    snapshot: Snapshot,
    scheme: Scheme,
    asked: Mapping[str, Any],
    progress: Progress,
    stop: threading.Event | None,
) -> str:
    """Return what a child process wrote that was asked this."""
    with passing_folder(ROUND) as folder:
        frozen, out = folder / "snapshot.json", folder / "round.json"
        frozen.write_text(snapshot.to_json(), "utf-8")
        _run(
            ["matcher.rounds", str(frozen), scheme.source, str(out)],
            json.dumps({**asked, "round": snapshot.round}),
            folder,
            progress,
            _Watch(stop or threading.Event(), asked["seconds"] + _GRACE),
        )
        return out.read_text("utf-8")


def _run(
    module: list[str],
    line: str,
    folder: Path,
    progress: Progress,
    watch: _Watch,
) -> None:
    with subprocess.Popen(  # noqa: S603 - our own module
        # -P: nothing in the folder we happen to be in is imported.
        [sys.executable, "-P", "-m", *module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What it leaves behind when it is killed goes with our own folder.
        env={**os.environ, "TMPDIR": str(folder)},
        encoding="utf-8",
        errors="replace",
        bufsize=1,
        # Ctrl-C is for us alone: we end the child, and whatever it has started.
        process_group=0,
    ) as child:
        threading.Thread(target=_kill_on, args=(watch, child), daemon=True).start()
        try:
            _listen(child, line, watch.telling(progress))
            if child.wait() and not watch.stop.is_set() and not watch.overdue:
                raise Refused(
                    f"The round's process ended with code {child.returncode} before it "
                    "had an answer. Nothing was kept; run it again."
                )
        finally:
            _end(child)
    if watch.stop.is_set():
        raise Cancelled("The round was cancelled. Nothing was kept.")
    if watch.overdue:
        raise Refused(
            f"The round was solved for {watch.seconds - _GRACE:g} seconds and had no "
            "answer yet. Nothing was kept. Give it longer, or match fewer at once."
        )


def _listen(child: subprocess.Popen[str], line: str, progress: Progress) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(line + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        # It ended at once; its exit code says more.
        with suppress(BrokenPipeError):
            child.stdin.close()
    for said in map(_said, child.stdout):
        if "error" in said:
            raise Refused(said["error"])
        if {"doing", "share"} <= said.keys():
            progress(said["doing"], said["share"])


def _said(line: str) -> dict[str, Any]:
    """Return what a line says; nothing where some library printed it, and not we."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


class _Watch:
    """Whether a child has to end: it was cancelled, or has been solving too long."""

    def __init__(self, stop: threading.Event, seconds: float) -> None:
        self.stop, self.seconds = stop, seconds
        self._ends = math.inf
        self.overdue = False

    def telling(self, progress: Progress) -> Progress:
        """Return a reporter that notes when solving begins and when it is over."""

        def tell(doing: str, share: float) -> None:
            if doing.endswith(SOLVING):
                self._ends = monotonic() + self.seconds
            elif doing.endswith(CHECKING):
                self._ends = math.inf
            progress(doing, share)

        return tell

    def due(self) -> bool:
        """Wait a moment, and return True where the child has to end."""
        stopped = self.stop.wait(_POLL_SECONDS)
        self.overdue = monotonic() > self._ends
        return stopped or self.overdue


def _kill_on(watch: _Watch, child: subprocess.Popen[str]) -> None:
    while child.poll() is None:
        if watch.due():
            _end(child)
            return


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
