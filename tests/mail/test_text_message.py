"""Text messages over HTTP on loopback: one POST, one message, no detour."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.letters import LINK
from support.posts import (
    ID,
    Raw,
    TextService,
    certificate,
    parcel,
    serving,
    text_server,
)

from api.mail import Outcome, TextPost
from matcher.errors import Refused

TEXT = parcel("+44 (0)7700 900123", "text")


def test_what_arrives_is_what_was_made() -> None:
    """The body is the parcel's bytes: an id, a number, the subject and the link."""
    service = TextService(201)
    with text_server(service) as port:
        post = TextPost(f"http://127.0.0.1:{port}/messages?route=uk")
        assert post.send(TEXT) == Outcome("sent")
    assert service.bodies == [TEXT.content()]
    assert json.loads(service.bodies[0]) == {
        "id": ID.hex,
        "to": "+4407700900123",
        "text": f"Something for you to look at: {LINK}",
    }
    assert service.path == "/messages?route=uk"


def test_a_second_attempt_is_no_second_message() -> None:
    """Each attempt has the same key, by which the service drops the second."""
    service = TextService()
    with text_server(service) as port:
        post = TextPost(f"http://127.0.0.1:{port}")
        assert [post.send(TEXT).result for _ in range(3)] == ["sent"] * 3
    assert len(service.bodies) == 3
    assert list(service.sent) == [ID.hex]


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, "sent"),
        (202, "sent"),
        (302, "later"),
        (400, "refused"),
        (401, "later"),
        (403, "later"),
        (422, "refused"),
        (429, "later"),
        (500, "later"),
        (503, "later"),
    ],
)
def test_for_good_and_for_now_are_told_apart(status: int, result: str) -> None:
    """Only an answer that blames the message is a refusal; nobody is redirected."""
    service = TextService(status)
    with text_server(service) as port:
        outcome = TextPost(f"http://127.0.0.1:{port}").send(TEXT)
    assert outcome.result == result
    assert len(service.bodies) == 1


@pytest.mark.parametrize("says", [b"", b"220 hello\r\n", b"\xff" * 99, None])
def test_a_broken_service_is_tried_again_later(says: bytes | None) -> None:
    """Nonsense, silence and a closed door are no crash and no refusal."""
    with serving(lambda: Raw(says, close=says is not None)) as port:
        post = TextPost(f"http://127.0.0.1:{port}", timeout=0.2)
        assert post.send(TEXT).result == "later"
    assert post.send(TEXT).result == "later"


def test_it_is_encrypted_and_says_who_it_is(tmp_path: Path) -> None:
    """Over https, with the name and password of the address, which are not shown."""
    ours, theirs = certificate(tmp_path)
    service = TextService()
    with text_server(service, ours) as port:
        post = TextPost(f"https://acorns:oak%21@127.0.0.1:{port}/", context=theirs)
        assert post.send(TEXT) == Outcome("sent")
    assert service.headers["Authorization"] == "Basic YWNvcm5zOm9hayE="
    assert "oak" not in repr(post)


def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    """An unknown certificate ends it before the message."""
    ours, _ = certificate(tmp_path)
    service = TextService()
    with text_server(service, ours) as port:
        outcome = TextPost(f"https://127.0.0.1:{port}/").send(TEXT)
    assert outcome == Outcome("later", "sms SSLCertVerificationError")
    assert service.bodies == []


def test_an_email_is_not_for_a_text_service() -> None:
    """The wrong channel is refused before anything is opened."""
    assert TextPost("https://sms.example.org").send(parcel()).result == "refused"


@pytest.mark.parametrize("address", ["http://sms.example.org", "ftp://x", "https://"])
def test_an_address_without_encryption_is_refused(address: str) -> None:
    """Plain http is only for this computer."""
    with pytest.raises(Refused, match="https"):
        TextPost(address)
