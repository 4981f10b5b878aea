"""How long each kind of record is kept, and what is never deleted here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one kind of record is kept.

    Parameters
    ----------
    days : int
        After which it goes.
    since : str
        The day it is counted from.
    why : str
        Why it is kept that long, and no longer.
    """

    days: int
    since: str
    why: str


KEEPING: Mapping[str, Keeping] = MappingProxyType(
    {
        "snapshots": Keeping(365, "made", "a round can be replayed for a year"),
        "results": Keeping(365, "made", "a round can be replayed for a year"),
        "packs": Keeping(2190, "made", "people may ask how a round came about"),
        "reasons of ended proposals": Keeping(
            180, "ended", "a second look can be asked for"
        ),
        "values of closed needs": Keeping(365, "last changed", "they may come back"),
        "values of closed assets": Keeping(365, "last changed", "they may come back"),
        "messages": Keeping(365, "made", "what was sent to whom can be shown"),
        "workflow rows": Keeping(30, "done", "a failure can be looked into"),
        "idempotency keys": Keeping(30, "made", "a request may be repeated"),
        "views": Keeping(730, "made", "who looked at whom can be asked"),
        "counts of views": Keeping(90, "made", "an alarm can be looked into"),
        "tasks done": Keeping(365, "done", "what was done can be shown"),
        "tokens": Keeping(90, "expired", "a sign-in can be looked into"),
        "sign-ins": Keeping(90, "expired", "a sign-in can be looked into"),
        "sign-in links": Keeping(90, "expired", "a sign-in can be looked into"),
        "invitations": Keeping(90, "expired", "a sign-in can be looked into"),
        "notes for a creche": Keeping(
            30, "the session was", "who looked after a child may be asked about the day"
        ),
        "attendances": Keeping(1095, "made", "hubs report by the year"),
    }
)
"""The table. Days are London civil days; a legal hold stops every one of them."""

KEPT: Mapping[str, str] = MappingProxyType(
    {
        "audit log": "ids only; who did what stays provable for as long as there is "
        "anything to prove",
        "decisions and disclosures": "appended, never changed; words go with their "
        "person's key",
        "concerns and suspensions": "safeguarding records of the organisation "
        "(Children Act 2004, section 11); a lead reviews them",
        "erasures and holds": "they prove that a right was met",
        "rounds, proposals and matches": "ids, states and dates without a name",
    }
)
"""What no clock deletes, and why."""


def before(kind: str, now: datetime) -> datetime:
    """Return the instant before which records of a kind go."""
    return now - timedelta(days=KEEPING[kind].days)


def workflows_before(now: datetime) -> datetime:
    """Return the instant before which the jobs room prunes finished workflows."""
    return before("workflow rows", now)
