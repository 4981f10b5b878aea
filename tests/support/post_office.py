"""From the outbox to a real mail server on loopback, and what arrived there."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage

from pydantic import SecretStr
from sqlmodel import Session
from support.posts import Inbox, smtp_server
from support.world import World

from api.actions import look, perform
from api.actions.messages import read_message, settle_message
from api.permissions import Who
from api.store.work import Job, take_work

SYSTEM = Who(by="work")
EXECUTOR = "a postman"
MOST = 200
LINK = re.compile(r"/go/[\w-]+")


@dataclass(frozen=True)
class Letter:
    """What somebody finds in their inbox."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """Return where its one link leads, without the host."""
        (found,) = LINK.findall(self.text)
        return str(found)


@dataclass(frozen=True)
class PostOffice:
    """Sends what waits in a world's outbox by SMTP, as a worker does."""

    world: World
    inbox: Inbox

    def deliver(self) -> list[Letter]:
        """Send every message that waits; return the letters that arrived."""
        before, app = len(self.inbox.arrived), self.world.app

        def take(session: Session) -> list[Job]:
            return take_work(
                session,
                executor=EXECUTOR,
                now=app.now(),
                kinds=("message",),
                most=MOST,
            )

        for job in app.database.transaction(take):
            self._send(job)
        return [_read(content) for content in self.inbox.arrived[before:]]

    def _send(self, job: Job) -> None:
        ready = look(self.world.app, SYSTEM, read_message, on=job.id)
        end = ready.end
        if ready.parcel and ready.post:
            end = ready.post.send(ready.parcel).result
        assert end in {"sent", "held", "dropped"}, end
        perform(self.world.app, SYSTEM, settle_message, on=job.id, end=end, tries=1)


@contextmanager
def post_office(world: World) -> Iterator[PostOffice]:
    """Give a world a mail server where its mailbox was a folder."""
    inbox = Inbox()
    with smtp_server(inbox) as port:
        address = SecretStr(f"smtp://127.0.0.1:{port}?tls=none")
        told = world.app.settings.model_copy(update={"mailbox": None, "smtp": address})
        world.app = replace(world.app, settings=told)
        yield PostOffice(world, inbox)


def _read(content: bytes) -> Letter:
    letter = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    body = letter.get_body(("plain",))
    assert body
    return Letter(letter["To"], letter["Subject"], body.get_content())
