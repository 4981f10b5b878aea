"""Text messages: one HTTP POST of JSON to a service that sends them."""

from __future__ import annotations

import ssl
from base64 import b64encode
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import unquote, urlsplit

from api.mail.parcels import Parcel
from api.mail.post import SENT, Outcome
from api.settings import is_loopback
from matcher.errors import Refused

TIMEOUT = 20.0
# Not now, or not with this token: neither is about the message.
_LATER = (401, 402, 403, 404, 407, 408, 409, 425, 429)


@dataclass(frozen=True, slots=True)
class TextPost:
    """One text message service.

    It is sent ``{"id", "text", "to"}`` with the id as ``Idempotency-Key``, so that a
    second attempt is not a second message. A redirect is never followed: it could lead
    a number elsewhere.

    Parameters
    ----------
    address : str
        An https address; http only on this computer. What stands before an @ is sent
        as the name and password.
    context : ssl.SSLContext or None
        Which certificates are trusted; None: the system's.
    timeout : float
        Seconds for each answer.

    Raises
    ------
    Refused
        An address that is neither; the sentence does not repeat it.
    """

    address: str = field(repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        near = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not parts.hostname or not (parts.scheme == "https" or near):
            raise Refused("ACORNS_SMS must be an https:// address.")

    def send(self, parcel: Parcel) -> Outcome:
        """Hand a parcel to the service.

        Guarantees: any answer from 200 to 299 is ``sent``; one that blames this message
        is ``refused``; everything else, and every doubt, is ``later``.
        """
        if parcel.channel != "text":
            return Outcome("refused", "not a text message")
        try:
            status = self._status(parcel)
        except (OSError, ValueError, HTTPException) as error:
            return Outcome("later", f"sms {type(error).__name__}")
        if 200 <= status < 300:
            return SENT
        blamed = 400 <= status < 500 and status not in _LATER
        return Outcome("refused" if blamed else "later", f"sms {status}")

    def _status(self, parcel: Parcel) -> int:
        parts = urlsplit(self.address)
        query = f"?{parts.query}" if parts.query else ""
        connection = self._connection()
        try:
            connection.request(
                "POST",
                f"{parts.path or '/'}{query}",
                parcel.content(),
                self._headers(parcel),
            )
            return connection.getresponse().status
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.address)
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "http":
            return HTTPConnection(host, port, timeout=self.timeout)
        context = self.context or ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=self.timeout, context=context)

    def _headers(self, parcel: Parcel) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": parcel.id.hex,
        }
        parts = urlsplit(self.address)
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return headers
