"""Codes of an authenticator app (TOTP, RFC 6238), and codes for when it is lost."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
import segno

STEP = 30
"""Seconds that one code stands; the one before and the one after are taken too."""
RECOVERY_CODES = 10
_BYTES = 10
_ISSUER = "Acorns"


def new_authenticator() -> str:
    """Return the secret of a new authenticator, in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step of which a code is, or None where it is of none near now."""
    current = int(now.timestamp()) // STEP
    said = "".join(code.split())
    totp = pyotp.TOTP(secret, interval=STEP)
    found = None
    for step in (current - 1, current, current + 1):
        # Compared with all three, so that the time taken says nothing.
        if hmac.compare_digest(totp.at(step * STEP).encode(), said.encode()):
            found = step
    return found


def address_of(secret: str, name: str) -> str:
    """Return what the authenticator reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(
        name=name, issuer_name=_ISSUER
    )


def picture_of(secret: str, name: str) -> str:
    """Return that address as a square picture: SVG, to stand in a page."""
    return segno.make(address_of(secret, name), error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff"
    )


def new_recovery_code() -> str:
    """Return a code of 80 random bits, in groups that can be read aloud."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def plain_code(code: str) -> str:
    """Return a recovery code as it was made, whatever is typed between its groups."""
    text = "".join(letter for letter in code.lower() if letter.isalnum())
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))
