"""Letters that leave: carried to a mail server on this computer, and read there."""

from __future__ import annotations

import email

from support.posts import Inbox, smtp_server
from support.signing_in import posted
from support.world import World

from api.actions import App, look
from api.actions.messages import read_message
from api.permissions import Who
from api.settings import read_settings


def arrived(world: World, kind: str) -> dict[str, str]:
    """Send the messages of a kind by SMTP, and return what arrived: to whom, what."""
    inbox, app = Inbox(), world.app
    with smtp_server(inbox) as port:
        told = {
            "ACORNS_DATABASE": app.database.address,
            "ACORNS_SMTP": f"smtp://127.0.0.1:{port}?tls=none",
        }
        sender = App(read_settings(told), app.database, app.keys, app.now)
        for row in posted(world, kind):
            ready = look(sender, Who(by="work"), read_message, on=row.id)
            assert ready.parcel, ready.end
            assert ready.post, ready.end
            assert ready.post.send(ready.parcel).result == "sent"
    letters = [email.message_from_bytes(each) for each in inbox.arrived]
    return {each["To"]: each["Subject"] for each in letters}
