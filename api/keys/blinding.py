"""A blind index: equal texts look equal, and nobody without the key can guess one.

HMAC-SHA-256 under a key that HKDF (RFC 5869) makes for each kind of text, so that a
name never looks like a birth date with the same letters, nor a post town.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matcher.errors import Refused


def normal(text: str) -> str:
    """Return what two spellings of one thing have in common.

    Compatibility forms (NFKC), case and spaces are levelled, and characters that do
    not show are dropped; accents stay. Doing it twice changes nothing.
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    for _ in range(2):  # folding case can undo the composition, and the reverse
        seen = unicodedata.normalize("NFKC", seen).casefold()
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def blinded(key: bytes, kind: str, text: str) -> bytes:
    """Return 32 bytes that stand for a text of a kind.

    Raises
    ------
    Refused
        A text with nothing in it: all such people would look like one.
    """
    plain = normal(text)
    if not plain:
        raise Refused("There is nothing to look up by: the text is empty.")
    info = b"acorns blind index 1:" + kind.encode()
    own = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)
    return hmac.digest(own, plain.encode("utf-8", "surrogatepass"), hashlib.sha256)
