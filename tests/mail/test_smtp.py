"""E-mail over real SMTP on loopback: the same bytes, encrypted, nothing doubled."""

from __future__ import annotations

import email
import email.policy
import random
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from support.posts import (
    ID,
    Inbox,
    Raw,
    certificate,
    only,
    parcel,
    serving,
    smtp_server,
)

from api.mail import Outcome, SmtpPost
from api.mail.smtp import smtp_from
from matcher.errors import Refused

HERE = "127.0.0.1"


def plain(port: int, **options: Any) -> SmtpPost:
    """Return a post to loopback without encryption."""
    return SmtpPost(HERE, port, "none", **options)


def test_what_arrives_is_what_was_made() -> None:
    """The bytes at the receiver are the parcel's, to the last one."""
    inbox = Inbox()
    with smtp_server(inbox) as port:
        assert plain(port).send(parcel()) == Outcome("sent")
    assert inbox.arrived == [parcel().content()]
    assert inbox.sessions[0].host_name == "acorns.invalid"


def test_headers_are_the_few_that_are_wanted() -> None:
    """Automatic, dated, without tracking, with an id from the outbox."""
    inbox = Inbox()
    with smtp_server(inbox) as port:
        plain(port).send(parcel())
    read = email.message_from_bytes(inbox.arrived[0], policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert dict(read.items()) == {
        "From": "post@acorns.invalid",
        "To": "carer@example.org",
        "Subject": "Something for you to look at",
        "Date": "Sun, 22 Nov 2026 09:30:00 +0000",
        "Message-ID": f"<{ID.hex}@acorns.invalid>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en-GB",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{ID.hex}"',
    }
    kinds = [part.get_content_type() for part in read.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_a_second_attempt_is_dropped_by_the_receiver() -> None:
    """The server takes it and vanishes before it says so: sent again, kept once."""
    inbox = Inbox()
    with smtp_server(inbox) as port:
        inbox.hang_up = True
        assert plain(port).send(parcel()).result == "later"
        inbox.hang_up = False
        assert plain(port).send(parcel()).result == "sent"
    assert len(inbox.arrived) == 2
    assert list(inbox.kept) == [f"<{ID.hex}@acorns.invalid>"]


def test_none_is_lost_and_none_is_doubled() -> None:
    """Under broken lines and full queues, each of 40 arrives and is kept once."""
    luck, inbox = random.Random(7), Inbox()
    parcels = [replace(parcel(), id=UUID(int=n)) for n in range(40)]
    waiting = list(parcels)
    with smtp_server(inbox) as port:
        while waiting:
            inbox.hang_up = luck.random() < 0.3
            inbox.answers["DATA"] = luck.choice(["250 OK", "250 OK", "451 later"])
            if plain(port).send(waiting[0]).result == "sent":
                waiting.pop(0)
    assert inbox.kept == {each.message_id: each.content() for each in parcels}
    assert len(inbox.arrived) > len(inbox.kept)


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        ("RCPT", "550 no such person", Outcome("refused", "smtp 550")),
        ("RCPT", "450 busy", Outcome("later", "smtp 450")),
        ("RCPT", "421 going away", Outcome("later", "smtp 421")),
        ("RCPT", "530 say who you are", Outcome("later", "smtp 530")),
        ("DATA", "554 no", Outcome("refused", "smtp 554")),
        ("DATA", "451 later", Outcome("later", "smtp 451")),
        ("DATA", "552 full", Outcome("refused", "smtp 552")),
    ],
)
def test_for_good_and_for_now_are_told_apart(
    stage: str, answer: str, outcome: Outcome
) -> None:
    """A 5xx about the message is a refusal, anything else is tried again."""
    inbox = Inbox()
    inbox.answers[stage] = answer
    with smtp_server(inbox) as port:
        assert plain(port).send(parcel()) == outcome
    assert inbox.arrived == []


@pytest.mark.parametrize(
    ("says", "close"),
    [
        (b"", True),
        (b"HTTP/1.1 200 OK\r\n\r\n", True),
        (b"\xff\xfe\x00garbage\r\n", True),
        (b"554 never\r\n", True),
        (b"220 hello\r\n", True),
        (b"220 " + b"x" * 20_000 + b"\r\n", True),
        (None, False),
    ],
)
def test_a_broken_server_is_tried_again_later(says: bytes | None, close: bool) -> None:
    """Nonsense, silence and a closed door are no crash and no refusal."""
    with serving(lambda: Raw(says, close=close)) as port:
        outcome = plain(port, timeout=0.2).send(parcel())
    assert outcome.result == "later"
    assert plain(port, timeout=0.2).send(parcel()).result == "later"


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_it_is_encrypted_on_the_way(tls: Any, tmp_path: Path) -> None:
    """With STARTTLS and with TLS from the start, the session is encrypted."""
    ours, theirs = certificate(tmp_path)
    inbox = Inbox()
    options: dict[str, Any] = (
        {"context": ours}
        if tls == "implicit"
        else {"tls_context": ours, "require_starttls": True}
    )
    with smtp_server(inbox, **options) as port:
        post = SmtpPost(HERE, port, tls, context=theirs)
        assert post.send(parcel()) == Outcome("sent")
    assert inbox.arrived == [parcel().content()]
    assert tls == "implicit" or inbox.sessions[0].ssl is not None


def test_a_name_and_password_are_given_when_asked(tmp_path: Path) -> None:
    """A right password is let in; a wrong one waits until somebody mends it."""
    ours, theirs = certificate(tmp_path)
    inbox = Inbox()
    with smtp_server(
        inbox, tls_context=ours, authenticator=only("acorns", "oak"), auth_required=True
    ) as port:
        made = {
            word: SmtpPost(HERE, port, "starttls", "acorns", word, context=theirs)
            for word in ("oak", "elm", "\N{OGHAM LETTER DAIR}")
        }
        assert made["oak"].send(parcel()).result == "sent"
        assert made["elm"].send(parcel()) == Outcome("later", "smtp 535")
        assert made["\N{OGHAM LETTER DAIR}"].send(parcel()).result == "later"
    assert "oak" not in repr(made["oak"])


def test_nothing_leaves_in_clear_where_tls_was_asked_for() -> None:
    """A server, or somebody in between, that offers no STARTTLS gets nothing."""
    inbox = Inbox()
    with smtp_server(inbox) as port:
        outcome = SmtpPost(HERE, port, "starttls").send(parcel())
    assert outcome == Outcome("later", "smtp SMTPNotSupportedError")
    assert inbox.arrived == []


def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    """An unknown certificate ends it before the message."""
    ours, _ = certificate(tmp_path)
    inbox = Inbox()
    with smtp_server(inbox, tls_context=ours) as port:
        outcome = SmtpPost(HERE, port, "starttls").send(parcel())
    assert outcome == Outcome("later", "smtp SSLCertVerificationError")
    assert inbox.arrived == []


def test_a_text_message_is_not_for_a_mail_server() -> None:
    """The wrong channel is refused before anything is opened."""
    text = parcel("07700 900123", "text")
    assert plain(1).send(text).result == "refused"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "starttls", "", "")),
        ("smtps://mail.example.org", ("mail.example.org", 465, "implicit", "", "")),
        (
            "smtp://u%40x:p%2Fw@mail.example.org:2525?tls=implicit",
            ("mail.example.org", 2525, "implicit", "u@x", "p/w"),
        ),
        ("smtp://127.0.0.1:25?tls=none", (HERE, 25, "none", "", "")),
    ],
)
def test_an_address_says_which_server(address: str, wanted: tuple[Any, ...]) -> None:
    """Host, port, encryption, name and password are read from one address."""
    post = smtp_from(address)
    assert (post.host, post.port, post.tls, post.user, post.password) == wanted


@pytest.mark.parametrize(
    "address",
    [
        "smtp://u:secret@mail.example.org?tls=none",
        "smtp://u:secret@mail.example.org?tls=perhaps",
        "smtp://u:secret@mail.example.org?tls=starttls&tls=none",
        "smtp://u:secret@mail.example.org?starttls=no",
        "smtps://u:secret@mail.example.org?tls=starttls",
    ],
)
def test_an_address_that_weakens_it_is_refused(address: str) -> None:
    """No encryption is only for this computer, and nothing else is understood."""
    with pytest.raises(Refused, match="ACORNS_SMTP") as refused:
        smtp_from(address)
    assert "secret" not in str(refused.value)
