"""A parcel: one letter to one address, and the exact bytes that carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from api.mail.letters import Letter, render
from api.mail.stands import Stand
from api.settings import Settings, is_loopback
from matcher.errors import Refused
from matcher.schemes import Scheme

Channel = Literal["email", "text"]
NOWHERE = "acorns.invalid"
# Seven bits pass through every server, and a link stays whole.
_POLICY = SMTP.clone(cte_type="7bit")
_EMAIL = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_PHONE = re.compile(r"\+?[0-9]{7,15}")
_GAPS = re.compile(r"[ ()-]")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter on its way.

    Parameters
    ----------
    id : UUID
        Of its outbox row; every attempt has the same one.
    channel : {"email", "text"}
        What carries it.
    to : str
        An e-mail address or a telephone number.
    letter : Letter
        What it says.
    at : datetime
        When the outbox row was written, so that each attempt has the same date.
    domain : str
        Of the service, for the Message-ID and the sender.

    Raises
    ------
    Refused
        `to` is not one plain address or number, or `at` has no time zone. The sentence
        does not repeat them.
    """

    id: UUID
    channel: Channel
    to: str
    letter: Letter
    at: datetime
    domain: str = NOWHERE

    def __post_init__(self) -> None:
        if not reachable(self.channel, self.to):
            raise Refused(
                "A message needs one plain e-mail address or one telephone "
                "number. Correct the contact, then send it again."
            )
        if self.at.tzinfo is None:
            raise Refused("The date of a message needs a time zone.")

    @property
    def message_id(self) -> str:
        """The Message-ID, the same on each attempt."""
        return f"<{self.id.hex}@{self.domain}>"

    @property
    def sender(self) -> str:
        """The address it comes from; the part before the @ says nothing."""
        return f"post@{self.domain}"

    def content(self) -> bytes:
        """Return the bytes that leave: an e-mail, or the JSON of a text message."""
        return _email(self) if self.channel == "email" else _text(self)


def reachable(channel: Channel, to: str) -> bool:
    """Tell whether `to` is one plain address or number: no list, no line break."""
    if channel == "email":
        return _EMAIL.fullmatch(to) is not None
    return _PHONE.fullmatch(_GAPS.sub("", to)) is not None


def parcel_for(
    kind: str,
    scheme: Scheme | None,
    facts: Mapping[str, Any],
    audience: str,
    *,
    settings: Settings,
    id: UUID,  # noqa: A002 - as the parcel calls it
    channel: Channel,
    to: str,
    at: datetime,
    stand: Stand | None = None,
) -> Parcel:
    """Return a letter, addressed and ready to leave.

    Raises
    ------
    Refused
        As ``render`` and ``Parcel``.
    """
    letter = render(
        kind, scheme, facts, audience, address=public_address(settings), stand=stand
    )
    return Parcel(id, channel, to, letter, at, domain_of(settings))


def preview(*which: Any, **how: Any) -> bytes:
    """Return exactly the bytes that would leave, for somebody to look at first.

    Takes what ``parcel_for`` takes, with the stand that the proposal will have.
    Sending goes through there as well, so that what was looked at before a release and
    what arrives are the same.
    """
    return parcel_for(*which, **how).content()


def public_address(settings: Settings) -> str:
    """Return the address that links begin with; the server's own on loopback.

    Raises
    ------
    Refused
        The server listens to others and no public address is set.
    """
    if settings.address:
        return settings.address
    if not is_loopback(settings.host):
        raise Refused(
            "Links in messages need ACORNS_ADDRESS, the public https address."
        )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def domain_of(settings: Settings) -> str:
    """Return the domain of the public address; one that cannot exist without it."""
    host = urlsplit(settings.address or "").hostname or ""
    return NOWHERE if is_loopback(host) or "." not in host else host


def _email(parcel: Parcel) -> bytes:
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(addr_spec=parcel.sender)
    message["To"] = Address(addr_spec=parcel.to)
    message["Subject"] = parcel.letter.subject
    message["Date"] = format_datetime(parcel.at.astimezone(UTC))
    message["Message-ID"] = parcel.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.letter.text)
    message.add_alternative(parcel.letter.html, subtype="html")
    message["Content-Language"] = "en-GB"
    message.set_boundary(parcel.id.hex)  # a random one would differ on each attempt
    return message.as_bytes()


def _text(parcel: Parcel) -> bytes:
    body = {
        "id": parcel.id.hex,
        "to": _GAPS.sub("", parcel.to),
        "text": parcel.letter.short,
    }
    return json.dumps(body, sort_keys=True).encode()
