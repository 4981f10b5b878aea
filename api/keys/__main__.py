"""Make a master key file: ``python -m api.keys FILE``; run again, it adds a version."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from api.keys.keys import Keys
from api.keys.master import read_key_file
from matcher.errors import Refused


def write(path: Path) -> int:
    """Write a new key file, or one version more; return the newest version.

    The new text is whole before it takes the file's name, and only its owner may read
    it.
    """
    text = Keys.make(read_key_file(path) if path.exists() else "")
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
    ) as f:
        f.write(text)
        f.flush()
        os.fsync(f.fileno())
    fresh.replace(path)
    return Keys.read(text).newest


def main(arguments: list[str]) -> int:
    """Return 0, or 2 and the usage, or 1 and what is wrong."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m api.keys FILE\n")
        return 2
    try:
        version = write(Path(arguments[0]))
    except (Refused, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{arguments[0]}: version {version} wraps from now on. Back it up"
        " apart from the database: without it nothing can be read.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
