"""One process for a SQLite file: the second is told so, and does not start."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from matcher.errors import Refused


class AlreadyServed(Refused):
    """Another process has the file."""


class Alone:
    """A lock beside a database's file, held until `leave` or the process's end.

    Parameters
    ----------
    path : Path
        Of the database; the lock is a file of the same name with ``.lock`` after it.

    Raises
    ------
    AlreadyServed
        Where another process holds it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = path.with_name(f"{path.name}.lock")
        self._held = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._held)
            raise AlreadyServed(
                f"{path.name} is served by another process already. A SQLite file has"
                " one; stop that one first, or use PostgreSQL for several."
            ) from None

    def leave(self) -> None:
        """Let the next process have it; the file stays, so that nobody races for it."""
        with suppress(OSError):
            os.close(self._held)
