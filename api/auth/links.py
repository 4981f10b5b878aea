"""Links that sign in: their codes, and the numbers that they may be sent to."""

from __future__ import annotations

import base64
import re
from uuid import UUID

from api.keys import Keys

_GAPS = re.compile(r"[ ()-]")


def code_of(keys: Keys, link_id: UUID) -> str:
    """Return the code of a link: 256 bits that only the master key gives."""
    digest = keys.blind("sign-in link", str(link_id))
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def plain_phone(text: str) -> str:
    """Return a phone number as it is looked up: no gaps, with its country."""
    digits = _GAPS.sub("", text)
    return f"+44{digits[1:]}" if digits.startswith("0") else digits
