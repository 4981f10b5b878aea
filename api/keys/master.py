"""The master key file: several versions, of which the newest wraps, and a blind key.

One entry a line (or apart by spaces, in an environment variable)::

    # comment
    1:BASE64 OF 32 RANDOM BYTES
    2:BASE64 OF 32 RANDOM BYTES
    blind:BASE64 OF 32 RANDOM BYTES

The blind key has no versions: every index would have to be made again with it.
"""

from __future__ import annotations

import base64
import binascii
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from api.keys.sealing import SIZE
from matcher.errors import Refused

BLIND = "blind"
_VARIED = 16  # 32 random bytes hold about 30 different ones; fewer than 16 never


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """Master keys by version, and the key of the blind index; never shown.

    Parameters
    ----------
    versions : mapping of int to bytes
        At least one.
    blind : bytes
        Apart from all of them.
    """

    versions: Mapping[int, bytes] = field(repr=False)
    blind: bytes = field(repr=False)

    @property
    def newest(self) -> int:
        """Return the version that wraps from now on."""
        return max(self.versions)


def read_master_keys(text: str) -> MasterKeys:
    """Return the keys of a file's text.

    Raises
    ------
    Refused
        No key, a line that is none, a version or a key twice, a short or a weak key.
    """
    lines = (line.partition("#")[0] for line in text.splitlines())
    found: dict[str, bytes] = {}
    for entry in " ".join(lines).split():
        name, _, value = entry.partition(":")
        if name in found:
            raise Refused(f"The master key {name} stands twice. Keep one.")
        found[name] = _key(name, value)
    if len(set(found.values())) < len(found):
        raise Refused("Two master keys are the same. Make each of them anew.")
    blind = found.pop(BLIND, None)
    if blind is None or not found:
        raise Refused(
            "Master keys need at least one version and the blind key. Make a file with"
            " python -m api.keys FILE."
        )
    return MasterKeys({int(name): key for name, key in found.items()}, blind)


def _key(name: str, value: str) -> bytes:
    known = name == BLIND or (name.isascii() and name.isdecimal() and name[0] != "0")
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not known or not key:
        raise Refused("A line of the master keys is not VERSION:BASE64.")
    if len(key) != SIZE:
        raise Refused(f"The master key {name} has {len(key)} bytes, not {SIZE}.")
    if _weak(key):
        raise Refused(
            f"The master key {name} is no random key. Make one with"
            " python -m api.keys FILE."
        )
    return key


def _weak(key: bytes) -> bool:
    """Return whether this is a pattern or typed text; about 1 in 10**13 random keys."""
    steps = {(b - a) % 256 for a, b in pairwise(key)}
    typed = all(0x20 <= byte < 0x7F for byte in key)
    return typed or len(set(key)) < _VARIED or len(steps) < _VARIED


def make_master_keys(old: str = "") -> str:
    """Return the text of a key file: a new one, or the old one with one version more.

    Raises
    ------
    Refused
        The old text does not hold.
    """
    if not old.strip():
        head = "# Master keys of acorns. Whoever has this file can read everything.\n"
        return f"{head}{_line(1)}{_line(BLIND)}"
    version = read_master_keys(old).newest + 1
    return old.rstrip("\n") + "\n" + _line(version)


def _line(name: int | str) -> str:
    return f"{name}:{base64.b64encode(os.urandom(SIZE)).decode()}\n"


def read_key_file(path: Path) -> str:
    """Return the text of a key file that only its owner may read.

    Raises
    ------
    Refused
        No such file, not a plain file, or one that others may read or write.
    """
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read()
    except (OSError, UnicodeDecodeError):
        raise Refused(
            f"The master key file {path} cannot be read. Check ACORNS_KEYS."
        ) from None
    if os.name == "posix" and (not stat.S_ISREG(mode) or mode & 0o077):
        raise Refused(
            f"Others may read the master key file {path}. Say: chmod 600 {path}"
        )
    return text
