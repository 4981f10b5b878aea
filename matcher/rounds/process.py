"""Running a round in a process of its own, so that it can be cancelled at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from matcher.errors import AcornsError, Refused
from matcher.model import Policy, Progress, Snapshot, silent
from matcher.rounds.comparing import Comparison
from matcher.rounds.passing import ROUND, passing_folder
from matcher.rounds.result import RoundResult
from matcher.schemes import Scheme

_POLL_SECONDS = 0.1


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
) -> RoundResult:
    """Do what `run_round` does, in a child process that ends with this one.

    Parameters
    ----------
    stop : threading.Event, optional
        Setting it ends the child within a fraction of a second.

    Raises
    ------
    Refused
        With the child's sentence, where the round was refused.
    Cancelled
        Where `stop` was set.
    """
    asked: dict[str, Any] = {"policy": asdict(policy) if policy else None}
    asked |= {"salt": salt, "effort": effort}
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
) -> Comparison:
    """Do what `compare_round` does, in a child process that ends with this one.

    Parameters and errors are those of `run_apart`.
    """
    asked: dict[str, Any] = {"policies": [asdict(policy) for policy in policies]}
    asked |= {"salt": salt, "effort": effort}
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
            stop or threading.Event(),
        )
        return out.read_text("utf-8")


def _run(
    module: list[str],
    line: str,
    folder: Path,
    progress: Progress,
    stop: threading.Event,
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
        threading.Thread(target=_kill_on, args=(stop, child), daemon=True).start()
        try:
            _listen(child, line, progress)
            if child.wait() and not stop.is_set():
                raise Refused(
                    f"The round's process ended with code {child.returncode} before it "
                    "had an answer. Nothing was kept; run it again."
                )
        finally:
            _end(child)
    if stop.is_set():
        raise Cancelled("The round was cancelled. Nothing was kept.")


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


def _kill_on(stop: threading.Event, child: subprocess.Popen[str]) -> None:
    while child.poll() is None:
        if stop.wait(_POLL_SECONDS):
            _end(child)
            return


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
