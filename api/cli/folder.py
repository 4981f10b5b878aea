"""The folder a round leaves: whole or not at all, never over somebody's own files."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp

from matcher.errors import Refused

SUMS = "SHA256SUMS"
"""Lists every other file with its hash: by it a folder is known to be ours."""


def check_target(target: Path) -> None:
    """Refuse a folder that must not be replaced, before any work.

    Raises
    ------
    Refused
        If it holds anything that a round did not write, or its own folder is not there.
    """
    check_not_here(target)
    if not target.parent.is_dir():
        raise Refused(
            f"{target.parent} is not a folder. Make it first, then run again."
        )
    if not os.access(target.parent, os.W_OK):
        raise Refused(f"Nothing can be written in {target.parent}. Use --out.")
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise Refused(f"{target} is not a folder. Name another with --out.")
    strange = _strange(target)
    if strange:
        raise Refused(
            f"{target} holds {strange}, which no round wrote as it stands there, so it "
            "is left alone. Name another folder with --out."
        )


def check_not_here(target: Path) -> None:
    """Refuse the folder that we are in, or one around it: neither can be replaced.

    Raises
    ------
    Refused
        With what to name instead.
    """
    here = Path.cwd().resolve()
    if target.name in {"", ".."} or target.resolve() in (here, *here.parents):
        raise Refused(
            f"{target} is the folder you are in, or one around it, and cannot be made "
            "anew. Name a folder in it, for example my-round."
        )


def _strange(folder: Path) -> str:
    """Return the name of a file that we did not write, or that changed since; or ""."""
    names = sorted(path.name for path in folder.iterdir())
    if not names:
        return ""
    sums = _sums(folder)
    return next((name for name in names if not _ours(folder / name, sums)), "")


def _sums(folder: Path) -> Mapping[str, str]:
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    parts = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in parts if name}


def _ours(path: Path, sums: Mapping[str, str]) -> bool:
    if path.name == SUMS:
        return bool(sums)
    return path.is_file() and sums.get(path.name) == _hash(path.read_bytes())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Write a folder that only its owner may open.

    It is filled under another name and renamed into place, so that it is whole
    whenever it is there; a folder that a round wrote before is replaced.

    Parameters
    ----------
    target : Path
        The folder.
    fill : callable
        Writes files into the folder it is given.

    Raises
    ------
    Refused
        As `check_target`, and where the disk does not let us write.
    """
    check_target(target)
    part = None
    try:
        part = Path(mkdtemp(".part", f".{target.name}.", target.parent))
        fill(part)
        (part / SUMS).write_text(_sums_text(part), "utf-8")
        replace_folder(part, target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _sums_text(folder: Path) -> str:
    paths = sorted(folder.iterdir())
    return "".join(f"{_hash(path.read_bytes())}  {path.name}\n" for path in paths)


def replace_folder(part: Path, target: Path) -> None:
    """Rename a filled folder into place; what stood there goes only after that."""
    old = target.with_name(f".{target.name}.{secrets.token_hex(4)}.old")
    if target.exists():
        target.replace(old)
    try:
        part.replace(target)
    except BaseException:  # a Ctrl-C between the two as well
        if old.exists() and not target.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def free_name(target: Path) -> Path:
    """Return a name that nothing has yet: the one given, or with -2, -3 after it."""
    number, free = 2, target
    while free.exists() or free.is_symlink():
        free, number = target.with_name(f"{target.name}-{number}"), number + 1
    return free
