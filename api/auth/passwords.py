"""Passwords: argon2id, and the same work for an address that nobody has."""

from __future__ import annotations

import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from matcher.errors import Refused

SHORTEST, LONGEST = 12, 128
_FEWEST_SIGNS = 5
_HASHES = PasswordHash((Argon2Hasher(),))
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$KdeUpQahFoo9w8FynM5erw"
    "$yyFuaQCNkktKnJGPt7R5+hgBjWl5GMfdWWB7o+SZglM"
)
"""A hash of nothing that anybody types, made as every other one is."""


def hash_password(password: str) -> str:
    """Return what is kept of a password.

    Raises
    ------
    Refused
        It is too short, too long, or of very few different signs.
    """
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Refused(
            f"A password has {SHORTEST} to {LONGEST} signs. Three or four words that "
            "do not belong together are easy to remember."
        )
    if len(set(plain.casefold())) < _FEWEST_SIGNS:
        raise Refused("This password has too few different signs in it.")
    return _HASHES.hash(plain)


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept; as slow where none is."""
    right = _HASHES.verify(_plain(password)[:LONGEST], kept or NOBODYS)
    return right and kept is not None


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
