"""Finding and reading scheme files."""

from __future__ import annotations

import hashlib
from importlib.resources import as_file, files
from pathlib import Path

import tomllib

from matcher.errors import Fault, FaultsFound, Refused
from matcher.schemes.building import build_scheme
from matcher.schemes.scheme import Scheme


def shipped_schemes() -> tuple[str, ...]:
    """Return the names of the schemes that come with Acorns, sorted."""
    names = (entry.name for entry in files("matcher.schemes").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def find_scheme(name_or_path: str | Path) -> Scheme:
    """Return a shipped scheme by its name, or any scheme by the path of its file."""
    name = str(name_or_path)
    if name not in shipped_schemes():
        return read_scheme(name_or_path)
    with as_file(files("matcher.schemes").joinpath(f"{name}.toml")) as path:
        return read_scheme(path)


def read_scheme(path: str | Path) -> Scheme:
    """Read one scheme file."""
    raw = Path(path).read_bytes()
    data = tomllib.loads(raw.decode())
    return build_scheme(data, source=str(path), digest=hashlib.sha256(raw).hexdigest())
