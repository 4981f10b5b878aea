"""One value under one data key: AES-256-GCM that knows where the value belongs.

A sealed value is a format byte, a random 96-bit nonce, the ciphertext and its tag: 29
bytes more than the value. What it belongs to (table, column, id, key version) is
authenticated with it and stored nowhere, so a value that was moved, or an old one put
back under another key version, does not open (NIST SP 800-38D; measured against Fernet,
which opens a moved value). The nonces are random: a data key belongs to one person and
stays far below the 2**32 values after which that would matter.
"""

from __future__ import annotations

import os
from typing import TypeAlias
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from matcher.errors import AcornsError

DataKey: TypeAlias = bytes
"""32 random bytes that seal one person's values."""

SIZE = 32
_NONCE = 12
_FORMAT = b"\x01"


class Unreadable(AcornsError):
    """A sealed value or wrapped key that does not open; the message is safe to show.

    The reasons look alike on purpose: the value was moved or changed, the key is
    another one, or the key was destroyed.
    """

    def __init__(self) -> None:
        super().__init__(
            "This value cannot be read: its key was destroyed or is another one, or the"
            " value was changed or moved. If it should be readable, check ACORNS_KEYS"
            " and restore from a backup."
        )


def new_data_key() -> DataKey:
    """Return a fresh data key from the system's random source."""
    return os.urandom(SIZE)


def seal(
    data_key: DataKey,
    plaintext: bytes,
    *,
    table: str,
    column: str,
    id: UUID,  # noqa: A002 - the word of the record it belongs to
    version: int,
) -> bytes:
    """Return a value sealed for exactly this place.

    Parameters
    ----------
    data_key : bytes
        Of the person whom the value is about.
    plaintext : bytes
        The value.
    table, column : str
        Where it stands.
    id : UUID
        Of its row.
    version : int
        Of the data key, not of the master key: rewrapping leaves it alone, so sealed
        values outlive every rotation.
    """
    return close(data_key, plaintext, place(table, column, id.bytes, version))


def unseal(
    data_key: DataKey | None,
    sealed: bytes,
    *,
    table: str,
    column: str,
    id: UUID,  # noqa: A002 - as in `seal`
    version: int,
) -> bytes:
    """Return what was sealed for exactly this place; None stands for a destroyed key.

    Raises
    ------
    Unreadable
        Another place, another key, no key, or a changed value.
    """
    return open_(data_key, sealed, place(table, column, id.bytes, version))


def place(*parts: str | bytes | int) -> bytes:
    """Return the parts as bytes that no other parts give: each with its length before.

    Kinds differ too, so that the text "1" is never the number 1.
    """
    found = []
    for part in parts:
        if isinstance(part, int):
            kind, raw = b"i", str(part).encode()
        else:
            kind, raw = (b"s", part.encode()) if isinstance(part, str) else (b"b", part)
        found += [kind, len(raw).to_bytes(4, "big"), raw]
    return b"".join(found)


def close(key: bytes, plaintext: bytes, where: bytes) -> bytes:
    """Return format, nonce, ciphertext and tag."""
    nonce = os.urandom(_NONCE)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plaintext, _FORMAT + where)


def open_(key: bytes | None, sealed: bytes, where: bytes) -> bytes:
    """Return what `close` sealed, or raise `Unreadable`."""
    nonce, text = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if not key or sealed[:1] != _FORMAT or len(nonce) < _NONCE:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(nonce, text, _FORMAT + where)
    except (InvalidTag, ValueError):
        raise Unreadable from None
