"""Which post carries a channel, and why invented data never leaves this computer."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import SecretStr

from api.mail.mailbox import Mailbox
from api.mail.parcels import Channel
from api.mail.post import Post
from api.mail.smtp import smtp_from
from api.mail.text_message import TextPost
from api.settings import Settings, is_loopback
from matcher.errors import Refused


def post_for(settings: Settings, channel: Channel, *, invented: bool = False) -> Post:
    """Return who carries messages of a channel.

    A mailbox takes everything where one is set. Where the data is invented, or the
    database a demo's, nothing else is possible unless it listens on this computer:
    invented families have the addresses of real people.

    Parameters
    ----------
    invented : bool
        Whether the organisation's own records are marked invented or demo; the settings
        say so of the whole server.

    Raises
    ------
    Refused
        Nothing is set for the channel, or it would leave this computer with invented
        data.
    """
    if settings.mailbox:
        return Mailbox(settings.mailbox)
    name = "ACORNS_SMTP" if channel == "email" else "ACORNS_SMS"
    secret = settings.smtp if channel == "email" else settings.sms
    if secret is None:
        raise Refused(
            f"Nothing carries this message. Set {name}, or ACORNS_MAILBOX for a folder."
        )
    if invented or settings.demo or settings.data != "real":
        _refuse_elsewhere(secret, name)
    address = secret.get_secret_value()
    return smtp_from(address) if channel == "email" else TextPost(address)


def _refuse_elsewhere(secret: SecretStr, name: str) -> None:
    if not is_loopback(urlsplit(secret.get_secret_value()).hostname or ""):
        raise Refused(
            f"Invented data is never sent to anybody. Take {name} away and "
            "set ACORNS_MAILBOX to a folder."
        )
