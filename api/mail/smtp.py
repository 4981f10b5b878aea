"""E-mail by SMTP: encrypted on the way, unless it stays on this computer."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from api.mail.parcels import Parcel
from api.mail.post import SENT, Outcome
from api.settings import is_loopback
from matcher.errors import Refused

Tls = Literal["starttls", "implicit", "none"]
TIMEOUT = 20.0
# ValueError: a name, a password or a host that ASCII cannot carry.
_BROKEN = (OSError, ValueError, smtplib.SMTPException)
# The server's quarrel is with us, not with this message: it waits until that is mended.
_OURS = (454, 530, 534, 535, 538)


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """One mail server.

    Parameters
    ----------
    host, port : str, int
        Where it listens.
    tls : {"starttls", "implicit", "none"}
        How the way there is encrypted; the server's certificate is checked.
    user, password : str
        Empty where it asks for none.
    context : ssl.SSLContext or None
        Which certificates are trusted; None: the system's.
    timeout : float
        Seconds for each answer.

    Raises
    ------
    Refused
        ``tls="none"`` for a server that is not this computer.
    """

    host: str
    port: int
    tls: Tls = "starttls"
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        if self.tls == "none" and not is_loopback(self.host):
            raise Refused(
                "Mail without encryption is only for this computer. Take "
                "tls=none out of ACORNS_SMTP."
            )

    def send(self, parcel: Parcel) -> Outcome:
        """Hand a parcel to the server.

        Guarantees: nothing leaves in clear where encryption was asked for, even if the
        server does not offer it. A refusal that names the message or its receiver is
        ``refused``; everything else, and every doubt, is ``later``.
        """
        if parcel.channel != "email":
            return Outcome("refused", "not an e-mail")
        try:
            client = self._open(parcel.domain)
        except _BROKEN as error:
            return _failed(error, ours=True)
        try:
            self._greet(client)
        except _BROKEN as error:
            client.close()
            return _failed(error, ours=True)
        return _handed(client, parcel)

    def _open(self, domain: str) -> smtplib.SMTP:
        # The name it greets with ends in a header: the service's, not this machine's.
        if self.tls == "implicit":
            return smtplib.SMTP_SSL(
                self.host,
                self.port,
                local_hostname=domain,
                timeout=self.timeout,
                context=self._trusted(),
            )
        return smtplib.SMTP(
            self.host, self.port, local_hostname=domain, timeout=self.timeout
        )

    def _greet(self, client: smtplib.SMTP) -> None:
        if self.tls == "starttls":
            client.starttls(context=self._trusted())
        if self.user:
            client.login(self.user, self.password)

    def _trusted(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


def _handed(client: smtplib.SMTP, parcel: Parcel) -> Outcome:
    try:
        client.sendmail(parcel.sender, [parcel.to], parcel.content())
    except _BROKEN as error:
        return _failed(error)
    else:
        # It is theirs now: a quarrel over the goodbye changes nothing.
        with suppress(*_BROKEN):
            client.quit()
        return SENT
    finally:
        client.close()


def _failed(error: Exception, *, ours: bool = False) -> Outcome:
    code = _code(error)
    if code == 0:
        return Outcome("later", f"smtp {type(error).__name__}")
    for_good = 500 <= code < 600 and not ours and code not in _OURS
    return Outcome("refused" if for_good else "later", f"smtp {code}")


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), 0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def smtp_from(address: str) -> SmtpPost:
    """Return the mail server of ``smtp://USER:PASSWORD@HOST:PORT?tls=starttls``.

    ``tls`` is starttls, implicit or none; ``smtps://`` means implicit.

    Raises
    ------
    Refused
        An address that says something else; the sentence does not repeat it.
    """
    parts = urlsplit(address)
    tls = _tls(parts)
    return SmtpPost(
        host=parts.hostname or "",
        port=parts.port or (465 if tls == "implicit" else 587),
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _tls(parts: SplitResult) -> Tls:
    usual = "implicit" if parts.scheme == "smtps" else "starttls"
    asked = parse_qs(parts.query, keep_blank_values=True)
    said = asked.pop("tls", [usual])
    if asked or len(said) != 1 or (parts.scheme == "smtps" and said != ["implicit"]):
        said = [""]
    match said[0]:
        case "starttls" | "implicit" | "none" as tls:
            return tls
        case _:
            raise Refused(
                "ACORNS_SMTP may end in ?tls=starttls, ?tls=implicit or "
                "?tls=none; smtps:// is implicit. Nothing else follows."
            )
