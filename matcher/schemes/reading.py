"""Finding and reading scheme files."""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from importlib.resources import as_file, files
from pathlib import Path

from matcher.errors import Fault, FaultsFound, Refused
from matcher.schemes.building import build_scheme
from matcher.schemes.checking import checked_tables
from matcher.schemes.scheme import Scheme

_LARGEST = 1_000_000


def shipped_schemes() -> tuple[str, ...]:
    """Return the names of the schemes that come with Acorns, sorted."""
    names = (entry.name for entry in files("matcher.schemes").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def find_scheme(name_or_path: str | Path) -> Scheme:
    """Return a shipped scheme by its name, or any scheme by the path of its file.

    Raises
    ------
    Refused
        If there is neither, with the nearest name.
    FaultsFound
        If the file has faults.
    """
    name = str(name_or_path)
    if name in shipped_schemes():
        with as_file(files("matcher.schemes").joinpath(f"{name}.toml")) as path:
            return read_scheme(path)
    if not name.endswith(".toml") and not Path(name).exists():
        raise Refused(_nowhere(name))
    return read_scheme(Path(name))


def read_scheme(path: str | Path) -> Scheme:
    """Read one scheme file.

    Raises
    ------
    Refused
        If the file cannot be opened or is far too large for a scheme.
    FaultsFound
        With every fault of the file: ``row`` is its line, ``column`` its key.
    """
    path = Path(path)
    raw = _bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fault = "This is not UTF-8 text from here on. Save the file as UTF-8."
        raise FaultsFound([Fault(path.name, "", line, "", fault)]) from None
    # tomllib reads CRLF as it reads LF; a bare CR is a fault of its own.
    data = checked_tables(text.replace("\r\n", "\n"), file=path.name)
    return build_scheme(data, source=str(path), digest=hashlib.sha256(raw).hexdigest())


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(
                f"{path} is larger than any scheme: {_LARGEST:,} bytes at most."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise Refused(f"Scheme file {path}: {reason}. Check the path.") from None


def _nowhere(name: str) -> str:
    near = get_close_matches(name, shipped_schemes(), n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]}?" if near else ""
    known = ", ".join(shipped_schemes())
    return (
        f'There is no scheme "{name}".{hint} Give the path of a .toml file, '
        f"or one of: {known}."
    )
