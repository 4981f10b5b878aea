"""Openings of courses: who sees how one stands, who says whether it starts."""

from __future__ import annotations

from api.permissions.rules import Rule

_HUB = Rule(roles=("hub",), members=("hub",))
_BOTH = Rule(roles=("hub", "coordinator"), members=("hub",))

ACTS = {
    "opening.list": Rule(
        roles=("coordinator", "approver", "hub"), members=("hub",), command=True
    ),
    "opening.read": Rule(
        roles=("coordinator", "approver", "hub"), members=("hub",), command=True
    ),
    # Whether a course starts is its hub's to say, and not from a command line.
    "opening.open": _HUB,
    "opening.not_start": _HUB,
    "opening.take_in": _HUB,
    "opening.completed": _HUB,
    "opening.set_seats": _HUB,
    "opening.reserve": _BOTH,
    "opening.replace_staff": _BOTH,
    "opening.mark_due": Rule(work=True),
}
_FIELDS = (
    "id",
    "version",
    "scheme_id",
    "asset",
    "round_id",
    "state",
    "reads",
    "decide_by",
    "decided_at",
    "seats",
    "limits",
    "parents",
    "tutors",
    "missing",
    "about",
    "open_acts",
)
FIELDS = {
    **{("opening", role): {"": _FIELDS} for role in ("coordinator", "approver", "hub")},
    ("completed", "hub"): {"": ("name", "came", "of")},
    ("reserve", "hub"): {"": ("need", "ref", "asked_on")},
    ("reserve", "coordinator"): {"": ("need", "ref", "asked_on")},
}
