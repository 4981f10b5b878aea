"""The code of a link that signs in: made of the master key, kept by hash alone."""

from __future__ import annotations

import base64
from uuid import UUID

from api.keys import Keys


def code_of(keys: Keys, link_id: UUID) -> str:
    """Return the code of a link: 256 bits that only the master key gives."""
    digest = keys.blind("sign-in link", str(link_id))
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
