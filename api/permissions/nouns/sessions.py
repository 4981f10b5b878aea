"""Sessions at hubs: listed to everybody, by referral, or hidden."""

from __future__ import annotations

from api.permissions.rules import Rule
from api.permissions.who import Who

_HUB = ("hub", "coordinator")
_SENDS = ("worker", "coordinator", "hub")

ACTS = {
    "session.find": Rule(public=True),
    "session.list": Rule(anyone=True, early=True),
    "session.plan": Rule(roles=_HUB),
    "session.read": Rule(roles=_HUB, parties=("visitor", "leader", "booked")),
    "session.create": Rule(roles=_HUB),
    "session.change": Rule(roles=_HUB),
    "session.cancel": Rule(roles=_HUB),
    "session.lead": Rule(roles=_HUB),
    "session.book": Rule(roles=_HUB, parties=("visitor", "leader")),
    "session.unbook": Rule(roles=_HUB, parties=("visitor", "booked")),
    "session.care": Rule(roles=("hub",), parties=("leader",)),
    "session.people": Rule(roles=("hub",), parties=("leader",)),
    "session.register": Rule(roles=("hub",), parties=("leader",)),
}
_OPEN = (
    "id",
    "version",
    "hub_id",
    "title",
    "kind",
    "starts_at",
    "ends_at",
    "full",
    "state",
    "age_from",
    "age_to",
    "creche",
    "room",
    "hub",
    "yours",
)
_HELD = (
    *_OPEN,
    "asset_id",
    "places",
    "booked",
    "shown",
    "leaders",
    "cover",
    "creche_seats",
    "room_id",
)
_LISTED = (
    "id",
    "title",
    "kind",
    "starts_at",
    "ends_at",
    "full",
    "age_from",
    "age_to",
    "creche",
    "room",
    "hub",
    "distance",
    "band",
)
_LEADING = ("person_id", "name", "leads", "lacks", "unknown")
FIELDS = {
    ("leading", "hub"): {"": _LEADING},
    ("leading", "coordinator"): {"": _LEADING},
    ("session", "public"): {"": _LISTED},
    ("session", "hub"): {"": _HELD},
    ("session", "coordinator"): {"": _HELD},
    ("session", "leader"): {"": _HELD},
    ("session", "visitor"): {"": _OPEN},
    ("session", "booked"): {"": _OPEN},
}


def open_to(shown: str, who: Who, *, near: bool) -> bool:
    """Tell whether somebody may know of a session without any part in it.

    Parameters
    ----------
    near : bool
        Whether their organisation shares a scheme with the session's, or is it.
    """
    if shown == "public":
        return True
    return shown == "referral" and near and any(who.holds(role) for role in _SENDS)


def may_send(who: Who) -> bool:
    """Tell whether somebody may book a place for another person."""
    return any(who.holds(role) for role in _SENDS)
