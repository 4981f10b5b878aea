"""A command that goes on, such as a server: begun, read until it is ready, ended."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from support.tools import acorns

SECONDS = 240


class Served:
    """The installed command while it runs.

    Parameters
    ----------
    words : str
        What follows ``acorns``.
    last : str
        It is ready once a line holds this.
    """

    def __init__(
        self, *words: str, cwd: Path, env: Mapping[str, str], last: str
    ) -> None:
        self._errors = cwd / "errors.txt"
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [acorns(), *words],
                cwd=cwd,
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self.said = ""
        self._read_until(last)

    def _read_until(self, last: str) -> None:
        assert self._process.stdout is not None
        while last not in self.said.rpartition("\n")[0]:
            ready = select.select([self._process.stdout], [], [], SECONDS)[0]
            text = os.read(self._process.stdout.fileno(), 65_536) if ready else b""
            if not text:
                self._process.kill()
                raise AssertionError(self._errors.read_text())
            self.said += text.decode()

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Signal it; return its exit code and all that it said on standard error."""
        self._process.send_signal(number)
        self._process.communicate(timeout=SECONDS)
        return self._process.returncode, self._errors.read_text()

    def kill(self) -> None:
        """End it in any case."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


def taken_port() -> socket.socket:
    """Return a socket that listens on a port of this computer, to be in the way."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken
