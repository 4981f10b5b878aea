"""Everything fresh in a pack follows from its round's secret: same secret, same bytes.

The secret is 32 random bytes that the store keeps sealed with the round. Who lacks it
can tell neither what a pack ref stands for nor what another party's leaf says.
"""

from __future__ import annotations

import hashlib
import hmac

from matcher.errors import Refused

SIZE = 32


def derived(secret: bytes, purpose: str, *parts: str) -> bytes:
    """Return 32 bytes for a purpose and its parts, which never run together.

    Raises
    ------
    Refused
        A secret of fewer than 32 bytes.
    """
    if len(secret) < SIZE:
        raise Refused(f"The secret of a round's packs must have {SIZE} bytes.")
    texts = [part.encode() for part in (purpose, *parts)]
    message = b"".join(len(text).to_bytes(4, "big") + text for text in texts)
    return hmac.digest(secret, message, hashlib.sha256)
