"""Parcels and previews: the same bytes each time, one plain receiver."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.letters import ALL, Case
from support.posts import AT, ID, Inbox, TextService, parcel, smtp_server, text_server

from api.mail import (
    Channel,
    Mailbox,
    SmtpPost,
    TextPost,
    domain_of,
    parcel_for,
    preview,
    public_address,
)
from api.settings import Settings
from matcher.errors import Refused

SETTINGS = Settings(
    database="sqlite:///acorns.sqlite", address="https://acorns.example.org"
)
TO: dict[Channel, str] = {"email": "anna@example.org", "text": "07700900123"}


def asked(each: Case, channel: Channel) -> dict[str, Any]:
    """Return what a letter is previewed and sent with."""
    return {
        "kind": each.kind.name,
        "scheme": each.scheme,
        "facts": {name: FACTS[name] for name in each.kind.must},
        "audience": each.audience,
        "stand": each.stand,
        "settings": SETTINGS,
        "id": ID,
        "channel": channel,
        "to": TO[channel],
        "at": AT,
    }


FACTS = {
    "link": "Zx8-y7_w6v5u4t3s2r1q",
    "until": date(2026, 11, 24),
    "day": date(2026, 11, 25),
    "minutes": 15,
    "item": "cot",
}


@pytest.mark.parametrize("each", ALL[::7], ids=lambda each: each.name)
def test_a_preview_is_what_leaves(each: Case, tmp_path: Path) -> None:
    """By SMTP, by text message and in the mailbox: the previewed bytes, no others."""
    for channel in ("email", "text"):
        how = asked(each, channel)
        seen = preview(**how)
        box = Mailbox(tmp_path)
        box.send(parcel_for(**how))
        assert box.path(parcel_for(**how)).read_bytes() == seen
    inbox, service = Inbox(), TextService()
    with smtp_server(inbox) as port:
        mail = parcel_for(**asked(each, "email"))
        SmtpPost("127.0.0.1", port, "none").send(mail)
    with text_server(service) as port:
        TextPost(f"http://127.0.0.1:{port}").send(parcel_for(**asked(each, "text")))
    assert inbox.arrived == [preview(**asked(each, "email"))]
    assert service.bodies == [preview(**asked(each, "text"))]


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_an_email_says_what_the_letter_says(each: Case) -> None:
    """Read back from the bytes, both parts are the letter's, in short plain lines."""
    made = parcel_for(**asked(each, "email"))
    content = made.content()
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    text, html = (
        part.get_content().replace("\r\n", "\n") for part in read.iter_parts()
    )
    assert (text, html.rstrip("\n")) == (
        made.letter.text,
        made.letter.html.rstrip("\n"),
    )
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert "https://acorns.example.org/go/Zx8-y7_w6v5u4t3s2r1q" in text


def test_equal_parcels_are_equal_bytes() -> None:
    """Whatever the time zone of the moment, each attempt is the same."""
    west = timezone(timedelta(hours=-5))
    again = parcel(at=AT.astimezone(west))
    assert again.content() == parcel().content()
    assert again.message_id == f"<{ID.hex}@acorns.invalid>"


def test_words_beyond_ascii_arrive_whole() -> None:
    """An organisation's Welsh name is read back as it was written."""
    each = next(case for case in ALL if case.kind.name == "invitation")
    how = asked(each, "email")
    how["facts"] |= {
        "organisation": "Cyngor Sir Y\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}r"
    }
    content = preview(**how)
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert content.isascii()
    for part in read.iter_parts():
        assert (
            "Cyngor Sir Y\N{LATIN SMALL LETTER W WITH CIRCUMFLEX}r"
            in part.get_content()
        )


HOSTILE = [
    "anna@example.org\r\nBcc: all@example.org",
    "anna@example.org\nSubject: hello",
    "anna@example.org, all@example.org",
    "Anna <anna@example.org>",
    "anna@example.org\x00",
    " anna@example.org",
    "anna@[127.0.0.1]",
    "anna@localhost",
    "anna@exam\N{CYRILLIC SMALL LETTER A}ple.org",
    '"a b"@example.org',
    "anna@@example.org",
    "-",
    "",
]


@pytest.mark.parametrize("to", HOSTILE)
def test_a_receiver_that_is_more_than_one_plain_address_is_refused(to: str) -> None:
    """No list, no name, no line break, and the refusal does not repeat it."""
    with pytest.raises(Refused) as refused:
        parcel(to)
    assert "anna" not in str(refused.value)


@pytest.mark.parametrize("to", ["07700900123\n", "0770,0900", "999", "x" * 9, "+" * 9])
def test_a_number_that_is_more_than_one_is_refused(to: str) -> None:
    """Digits, with a plus sign before them, and nothing else."""
    with pytest.raises(Refused):
        parcel(to, "text")


@given(to=st.text(max_size=40) | st.from_regex(r"[\w.+-]+@[\w.-]+\.\w+"))
def test_no_receiver_adds_a_header(to: str) -> None:
    """Whatever is accepted is one header, read back as it was given."""
    try:
        content = parcel(to).content()
    except Refused:
        return
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert [address.addr_spec for address in read["To"].addresses] == [to]
    assert read.keys() == email.message_from_bytes(parcel().content()).keys()


@given(to=st.from_regex(r"\+?[0-9() -]{7,20}", fullmatch=True))
def test_a_number_is_sent_as_digits(to: str) -> None:
    """Gaps and brackets are left out."""
    try:
        sent = json.loads(parcel(to, "text").content())["to"]
    except Refused:
        return
    assert sent.removeprefix("+").isdecimal()


def test_a_moment_without_a_zone_is_refused() -> None:
    """A date that could mean two moments is none."""
    with pytest.raises(Refused, match="time zone"):
        parcel(at=datetime(2026, 11, 22, 9, 30))  # noqa: DTZ001 - the fault


@pytest.mark.parametrize(
    ("address", "host", "link", "domain"),
    [
        ("https://acorns.example.org", "0.0.0.0", "https://acorns.example.org", None),
        ("http://127.0.0.1:8000", "127.0.0.1", "http://127.0.0.1:8000", ""),
        (None, "127.0.0.1", "http://127.0.0.1:8000", ""),
        (None, "::1", "http://[::1]:8000", ""),
    ],
)
def test_links_and_ids_come_from_the_public_address(
    address: str | None, host: str, link: str, domain: str | None
) -> None:
    """Without one, links lead to this computer and ids to a domain that cannot be."""
    settings = SETTINGS.model_copy(update={"address": address, "host": host})
    assert public_address(settings) == link
    wanted = "acorns.example.org" if domain is None else "acorns.invalid"
    assert domain_of(settings) == wanted


def test_a_server_that_others_reach_needs_a_public_address() -> None:
    """A link that leads nowhere is not sent."""
    settings = SETTINGS.model_copy(update={"address": None, "host": "0.0.0.0"})
    with pytest.raises(Refused, match="ACORNS_ADDRESS"):
        public_address(settings)
