"""Which post carries what, and why invented families are never written to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.mail import Channel, Mailbox, SmtpPost, TextPost, post_for
from api.settings import Settings
from matcher.errors import Refused

SMTP = "smtp://user:secret@mail.example.org"
SMS = "https://user:secret@sms.example.org/send"
CHANNELS: tuple[Channel, ...] = ("email", "text")
REAL = {"data": "real", "key": "k"}


def told(**changed: Any) -> Settings:
    """Return settings as a server would be told them."""
    return Settings(database="sqlite:///acorns.sqlite", **changed)


@pytest.mark.parametrize("extra", [{}, {"demo": True}, {"data": "invented"}])
@pytest.mark.parametrize(
    ("channel", "name", "address"),
    [("email", "smtp", SMTP), ("text", "sms", SMS)],
)
def test_invented_data_is_never_sent(
    extra: dict[str, Any], channel: Channel, name: str, address: str
) -> None:
    """A server elsewhere is refused, in a sentence without its address."""
    with pytest.raises(Refused, match="never sent") as refused:
        post_for(told(**{name: address}, **extra), channel)
    assert "secret" not in str(refused.value)


def test_an_organisation_marked_invented_is_never_written_to_for_real() -> None:
    """Also on a server with real data, where one organisation's is invented."""
    for channel in CHANNELS:
        with pytest.raises(Refused, match="never sent"):
            post_for(told(smtp=SMTP, sms=SMS, **REAL), channel, invented=True)


def test_invented_data_may_be_sent_to_this_computer() -> None:
    """A test server on loopback will do."""
    settings = told(smtp="smtp://127.0.0.1:2525?tls=none", sms="https://[::1]:99/")
    assert isinstance(post_for(settings, "email"), SmtpPost)
    assert isinstance(post_for(settings, "text"), TextPost)


def test_a_name_that_begins_like_this_computer_is_elsewhere() -> None:
    """localhost.example.org and 127.0.0.1.example.org are other people's."""
    for host in ("localhost.example.org", "127.0.0.1.example.org", "user@mail.org"):
        with pytest.raises(Refused):
            post_for(told(smtp=f"smtp://127.0.0.1@{host}"), "email")


@pytest.mark.parametrize("extra", [{}, {"demo": True}, REAL])
@pytest.mark.parametrize("channel", ["email", "text"])
def test_a_mailbox_takes_everything(
    extra: dict[str, Any], channel: Channel, tmp_path: Path
) -> None:
    """Where a mailbox is set, nothing leaves, whatever else is set."""
    settings = told(smtp=SMTP, sms=SMS, mailbox=tmp_path, **extra)
    assert post_for(settings, channel) == Mailbox(tmp_path)


def test_real_data_goes_where_it_is_told() -> None:
    """By SMTP with encryption, and by https."""
    settings = told(smtp=SMTP, sms=SMS, **REAL)
    post = post_for(settings, "email")
    assert isinstance(post, SmtpPost)
    assert (post.host, post.tls, post.user) == ("mail.example.org", "starttls", "user")
    assert isinstance(post_for(settings, "text"), TextPost)


@pytest.mark.parametrize(
    ("channel", "name"), [("email", "ACORNS_SMTP"), ("text", "ACORNS_SMS")]
)
def test_nothing_set_is_refused(channel: Channel, name: str) -> None:
    """A message does not silently vanish."""
    with pytest.raises(Refused, match=name):
        post_for(told(**REAL), channel)
