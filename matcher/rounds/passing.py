"""A folder in which one process passes a round to another; it does not stay behind."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

ROUND, CHECK = "acorns-round-", "acorns-check-"


@contextmanager
def passing_folder(prefix: str) -> Iterator[Path]:
    """Give a folder that only we may open, and remove it with all that is in it.

    It is locked for as long as we live. Folders whose owner could not remove them,
    because it was killed, are known by their missing lock and are removed first.
    """
    sweep()
    folder = TemporaryDirectory(prefix=prefix)
    held = os.open(folder.name, os.O_RDONLY)
    try:
        with folder as name:
            with suppress(OSError):  # a disk without locks
                fcntl.flock(held, fcntl.LOCK_EX)
            yield Path(name)
    finally:
        os.close(held)


def sweep() -> None:
    """Remove this user's folders whose owner is gone."""
    for prefix in (ROUND, CHECK):
        for path in Path(gettempdir()).glob(f"{prefix}*"):
            with suppress(OSError):
                _remove_abandoned(path)


def _remove_abandoned(path: Path) -> None:
    held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        # One that is empty may be about to be locked; nothing is lost in it.
        if os.fstat(held).st_uid == os.geteuid() and any(path.iterdir()):
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path)
    finally:
        os.close(held)
