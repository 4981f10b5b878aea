"""The scheme file of a version, as the engine reads it."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from api.records import SchemeVersion
from matcher.schemes import Scheme, read_scheme

_MANY = 64


def scheme_of(version: SchemeVersion) -> Scheme:
    """Return the scheme of a stored version; its ``source`` is a file with its text.

    Raises
    ------
    FaultsFound
        If the text is no scheme (it was, when it was added).
    """
    return _read(version.digest, version.source)


@lru_cache(maxsize=_MANY)
def _read(digest: str, text: str) -> Scheme:
    folder = Path(_folder().name) / digest
    folder.mkdir(exist_ok=True)
    path = folder / "scheme.toml"
    path.write_bytes(text.encode())
    return read_scheme(path)


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return this process's folder of scheme files; it goes when the process ends."""
    return tempfile.TemporaryDirectory(prefix="acorns-schemes-")
