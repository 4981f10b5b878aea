"""How a person may be reached, and when: their choice, their safe times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from api.mail.kinds import Kind
from api.mail.parcels import reachable

LONDON = ZoneInfo("Europe/London")
ASK = "ask a person"


@dataclass(frozen=True, slots=True)
class SafeTime:
    """A piece of the week in which a person may be written to, London time.

    Parameters
    ----------
    weekday : int
        0 is Monday.
    begins, ends : time
        Within that day; at `ends` it is over.
    """

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Contact:
    """How one person wants to be reached.

    Parameters
    ----------
    channel : str
        email, text, call, letter or hub: what they chose.
    email, phone : str
        Empty where there is none.
    do_not_message : bool
        True: nothing is sent to them by itself, whatever it is.
    safe_times : tuple of SafeTime
        Empty: any time will do.
    """

    channel: str
    email: str = ""
    phone: str = ""
    do_not_message: bool = False
    safe_times: tuple[SafeTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """How a message goes: by which channel, to what, and not before when.

    ``channel`` is ``email``, ``text``, or ``ask a person``: a person calls, writes a
    letter, goes through the hub, or decides.
    """

    channel: Literal["email", "text", "ask a person"]
    to: str
    not_before: datetime


def channel_for(contact: Contact, kind: Kind, now: datetime) -> Way:
    """Return how a message of `kind` may reach a person.

    Guarantees: never a channel they did not choose; nothing where they asked for no
    messages; no moment outside their safe times, except for kinds that do not wait,
    such as a sign-in link that they asked for just now. What cannot be done so is left
    to a person.

    Parameters
    ----------
    now : datetime
        With a time zone; the answer's `not_before` is in UTC, and at least this.
    """
    person = Way("ask a person", "", now.astimezone(UTC))
    if contact.do_not_message:
        return person
    at = next_safe(contact.safe_times, now) if kind.waits else now.astimezone(UTC)
    if at is None:
        return person
    if contact.channel == "email" and reachable("email", contact.email):
        return Way("email", contact.email, at)
    if contact.channel == "text" and reachable("text", contact.phone):
        return Way("text", contact.phone, at)
    return person


def next_safe(safe_times: tuple[SafeTime, ...], now: datetime) -> datetime | None:
    """Return the first safe moment from `now` on, in UTC; None where none comes."""
    if not safe_times:
        return now.astimezone(UTC)
    starts = [start for safe in safe_times for start in _starts(safe, now)]
    return min(starts, default=None)


def _starts(safe: SafeTime, now: datetime) -> Iterator[datetime]:
    """Yield when a safe time begins in the next two weeks, or `now` within one."""
    today = now.astimezone(LONDON).date()
    for days in range(15):
        begins = datetime.combine(today + timedelta(days=days), safe.begins, LONDON)
        start = max(begins.astimezone(UTC), now.astimezone(UTC))
        if _inside(safe, start.astimezone(LONDON)):
            yield start


def _inside(safe: SafeTime, local: datetime) -> bool:
    # Asked of the clock on the wall: an hour that it skips in March is no safe time.
    right_day = local.weekday() == safe.weekday
    return right_day and safe.begins <= local.time() < safe.ends
