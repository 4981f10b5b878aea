"""The installed command, as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support.tools import acorns
from support.warm import SECONDS, run_warm


def run_cold(
    words: list[str], cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process that loads everything anew."""
    return subprocess.run(
        words,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@dataclass(frozen=True, slots=True)
class Terminal:
    """A folder in which commands are run."""

    folder: Path

    def run(self, *words: object, **env: str) -> subprocess.CompletedProcess[str]:
        """Run ``acorns`` with these words; nothing it says is a Python traceback."""
        line = [acorns(), *(str(word) for word in words)]
        own = {"ACORNS_PLACES": str(self.folder / "places.sqlite"), "COLUMNS": "200"}
        run = run_warm if sys.platform == "linux" else run_cold
        done = run(line, self.folder, {**os.environ, **own, **env})
        assert "Traceback" not in done.stderr
        return done

    def done(self, *words: object, **env: str) -> str:
        """Run a command that must succeed; return what it prints."""
        done = self.run(*words, **env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: object, **env: str) -> str:
        """Run a command that must be refused with code 1; return its sentence."""
        done = self.run(*words, **env)
        assert done.returncode == 1, done.stdout
        assert done.stderr
        return done.stderr

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path
