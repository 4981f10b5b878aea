"""Messages: made when they leave, from what stands then, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.messages_facts import (
    audience_of,
    facts_of,
    scheme_about,
    stand_of,
)
from api.actions.performing import acts, reads
from api.actions.proposals_tasks import raise_task
from api.mail import (
    KINDS,
    Contact,
    Kind,
    Parcel,
    Post,
    channel_for,
    may_be_told,
    parcel_for,
    post_for,
)
from api.records import (
    Account,
    Message,
    Organisation,
    Outbox,
    Person,
    SchemeVersion,
)
from api.steps import london_day
from api.store import col, read, value
from matcher.errors import Refused

FIELDS = ("email", "phone", "contact", "channel", "do_not_message")
"""What a person's way is read from; no other sealed value is opened."""
End = Literal["sent", "refused", "held", "dropped"]
"""How a message ends: ``held`` and ``refused`` are for a person to look at."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message at the moment of leaving: a parcel and its post, or why there is none.

    Parameters
    ----------
    end : End or None
        How the message ends where there is no parcel.
    not_before : datetime or None
        When the person may be written to, where that is not now.
    """

    parcel: Parcel | None = None
    post: Post | None = None
    end: End | None = None
    not_before: datetime | None = None


@reads("message.send", on=Outbox)
def read_message(desk: Desk, row: Outbox) -> Ready:
    """Return a message as it would leave now; nothing of it is kept.

    What may not be told any more is dropped. Where the person's own choice, or the
    server's settings, leave no way, it is held for somebody to do it.
    """
    person, kind = _person(desk, row), KINDS.get(row.ids["message"])
    if person is None or kind is None or not _may_be_told(desk, row, kind):
        return Ready(end="dropped")
    way = channel_for(_contact(desk, row, person), kind, desk.now)
    if way.channel == "ask a person":
        return Ready(end="held")
    if way.not_before > desk.now:
        return Ready(not_before=way.not_before)
    try:
        return _ready(desk, row, way.channel, way.to)
    except Refused:
        return Ready(end="held")


@acts("message.send", on=Outbox, adds=True)
def settle_message(desk: Desk, row: Outbox, *, end: End, tries: int) -> Done:
    """Write how a message ended; one that did not leave becomes somebody's task."""
    message = desk.store.new(
        Message,
        outbox_id=row.id,
        kind=row.ids["message"],
        person_id=UUID(row.ids["person"]),
        about_table=row.ids.get("about_table", ""),
        about_id=UUID(row.ids["about"]) if row.ids.get("about") else None,
        state=end,
        tries=tries,
        sent_at=desk.now if end == "sent" else None,
    )
    if end in {"held", "refused"}:
        today = london_day(desk.now)
        whose = _scheme(desk, row)
        raise_task(
            desk, message, "reach_by_hand", "coordinator", due=today, scheme=whose
        )
    desk.record(f"message.{end}", message, kind=message.kind)
    return desk.done(message)


@acts("message.send", on=Outbox, adds=True)
def send_later(desk: Desk, row: Outbox, *, not_before: datetime) -> Done:
    """Post a message anew for a moment at which the person may be written to."""
    at = not_before.isoformat(timespec="minutes")
    desk.post("message", once=f"{row.id}:{at}", not_before=not_before, **row.ids)
    desk.record("message.later", row)
    return desk.done(row)


def _scheme(desk: Desk, row: Outbox) -> UUID | None:
    """Return the scheme whose coordinator reaches somebody, if it is of one."""
    version = row.ids.get("scheme_version")
    return desk.find(SchemeVersion, UUID(version)).scheme_id if version else None


def _person(desk: Desk, row: Outbox) -> Person | None:
    wanted = UUID(row.ids["person"])
    found = desk.store.across("locate", Person, col(Person.id) == wanted)
    return found[0] if found else None


def _contact(desk: Desk, row: Outbox, person: Person) -> Contact:
    sealed = read(desk.store, [person], FIELDS, within=(person.organisation_id,))
    said = {field: str(sealed.get((person.id, field)) or "") for field in FIELDS}
    email = said["email"] or (said["contact"] if "@" in said["contact"] else "")
    phone = said["phone"] or ("" if "@" in said["contact"] else said["contact"])
    # Asked for just now by one of their own ways, it goes by that way and no other.
    asked = row.ids.get("by", "")
    return Contact(
        channel=asked or said["channel"] or ("email" if email else "text"),
        email=_signs_in_with(desk, person) or email if asked else email,
        phone=phone,
        do_not_message=bool(said["do_not_message"]),
    )


def _signs_in_with(desk: Desk, person: Person) -> str:
    """Return the address of a person's account: what they sign in with."""
    within = (person.organisation_id,)
    account = desk.store.one(Account, Account.person_id == person.id, within=within)
    return str(value(desk.store, account, "address") or "") if account else ""


def _ready(
    desk: Desk, row: Outbox, channel: Literal["email", "text"], to: str
) -> Ready:
    organisation = desk.find(Organisation, row.organisation_id)
    invented = organisation.data == "invented" or organisation.demo
    parcel = parcel_for(
        row.ids["message"],
        scheme_about(desk, row),
        facts_of(desk, row),
        audience_of(row),
        settings=desk.app.settings,
        id=row.id,
        channel=channel,
        to=to,
        at=row.created_at,
        stand=stand_of(desk, row),
    )
    return Ready(parcel, post_for(desk.app.settings, channel, invented=invented))


def _may_be_told(desk: Desk, row: Outbox, kind: Kind) -> bool:
    scheme = scheme_about(desk, row)
    if not kind.step or scheme is None:
        return True
    return may_be_told(kind, scheme, audience_of(row), stand_of(desk, row))
