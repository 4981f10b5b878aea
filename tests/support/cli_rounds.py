"""Rounds on the command line: the example's sheets, and a round's own process."""

from __future__ import annotations

import csv
import io
import os
import select
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from support.terminal import Terminal
from support.tools import ROOT, acorns

HARBOURSIDE = ROOT / "fixtures" / "harbourside"
CHILDREN, HOUSEHOLDS, APART = (
    HARBOURSIDE / f"{name}.csv" for name in ("children", "households", "apart")
)
SHEETS = (CHILDREN, HOUSEHOLDS, APART)
DAY = ("--as-of", "2026-11-22")
SALT = "0a1b2c3d"
RUN = ("round", "run", "norfolk-carers")
SECONDS = 120
"""How long a test waits for what should happen at once."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a .csv by heading."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_rows(terminal: Terminal, name: str, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows into the terminal's folder as a .csv."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return terminal.write(name, text.getvalue())


def changed(terminal: Terminal, path: Path, refs: Sequence[str], **cells: str) -> Path:
    """Write a sheet of the example with cells of some rows changed; return its path."""
    rows = rows_of(path)
    for row in rows:
        if next(iter(row.values())) in refs:
            row.update({name.replace("_", " "): cell for name, cell in cells.items()})
    return write_rows(terminal, f"changed-{path.name}", rows)


class Running:
    """A round under way whose own process is held still, so that it cannot end."""

    def __init__(self, terminal: Terminal) -> None:
        self.folder = terminal.folder
        self.process = subprocess.Popen(
            [acorns(), *RUN, *map(str, SHEETS), *DAY],
            cwd=terminal.folder,
            env={**os.environ, "TMPDIR": str(terminal.folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Signals to the group reach all that a Ctrl-C would reach, and not us.
            start_new_session=True,
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "%" in line:
                break
        self.child = child_of(self.process.pid)
        os.kill(self.child, signal.SIGSTOP)
        self._handle = os.pidfd_open(self.child)

    def end(self, number: int) -> str:
        """Signal the command's group; return what it still says."""
        os.killpg(self.process.pid, number)
        return self.process.communicate(timeout=SECONDS)[1]

    def child_is_gone(self) -> bool:
        """Wait until the round's process has ended; False if it never does."""
        ready = select.select([self._handle], [], [], SECONDS)[0]
        os.close(self._handle)
        return bool(ready)


def child_of(parent: int) -> int:
    """Return the process that another one started."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == parent:
            return int(path.parent.name)
    raise AssertionError(f"{parent} has no child")
