"""After a run is saved: its figures and pictures, drawn apart and kept beside it.

In a process of its own, as drawing takes long; it ends where this one has to go. A
round without pictures is a round all the same: nothing here fails it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.actions import look
from api.actions.figures import keep_figures, read_saved
from api.jobs.facts import Facts
from api.jobs.patience import Abandoned
from api.jobs.task import SYSTEM, Task
from api.permissions import NotThere
from matcher.rounds.passing import ROUND, passing_folder

_POLL_SECONDS = 0.1
_MOST_SECONDS = 1_800.0
"""Longer than a round of 5,000 takes; what takes longer is left."""


class NotDrawn(Exception):
    """The process that draws ended without a drawing; its reason is in the log."""


def draw(task: Task) -> Facts:
    """Draw a run that was saved and not drawn yet, and keep what was drawn."""
    run_id = task.id("run")
    try:
        saved = look(task.app, SYSTEM, read_saved, on=run_id)
    except NotThere:
        return {"ended": "nothing"}
    figures, book = drawn(saved, task.patience.left)
    task.perform("draw", keep_figures, on=run_id, figures=figures, workbook=book)
    return {"ended": "done"}


def drawn(saved: Mapping[str, Any], left: threading.Event) -> tuple[str, bytes]:
    """Return a run's figures as JSON, and its workbook, which a comparison has not.

    Raises
    ------
    Abandoned
        Where `left` was set: this process has to go.
    NotDrawn
        Where nothing came of it.
    """
    with passing_folder(ROUND) as folder:
        asked = {key: saved[key] for key in ("kind", "salt", "effort")}
        asked["scheme"] = saved["scheme"].source
        (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
        (folder / "snapshot.json").write_text(saved["snapshot"], "utf-8")
        (folder / "found.json").write_text(saved["found"], "utf-8")
        _draw_in(folder, left)
        book = folder / "round.xlsx"
        figures = (folder / "figures.json").read_text("utf-8")
        return figures, book.read_bytes() if book.exists() else b""


def _draw_in(folder: Path, left: threading.Event) -> None:
    waited = 0.0
    command = [sys.executable, "-P", "-m", "api.reports.drawing", str(folder)]
    with subprocess.Popen(command, process_group=0) as child:  # noqa: S603 - our own
        try:
            while child.poll() is None and waited < _MOST_SECONDS:
                if left.wait(_POLL_SECONDS):
                    raise Abandoned
                waited += _POLL_SECONDS
        finally:
            child.kill()
    if child.returncode:
        raise NotDrawn
