"""Matches, their reviews, and emergencies: who does what, who sees which field."""

from __future__ import annotations

from api.permissions.rules import Rule

_LOOK = ("coordinator", "approver", "auditor")
_CHILD_SIDE = ("young_person", "parent", "advocate", "worker", "council")
_PARTIES = ("holder", "hub", *_CHILD_SIDE)
_LEADS = Rule(roles=("coordinator",), parties=("worker",))

ACTS = {
    "match.list": Rule(roles=_LOOK, command=True),
    "match.mine": Rule(anyone=True),
    "match.read": Rule(roles=(*_LOOK, "hub"), members=("hub",), parties=_PARTIES),
    "match.pause": _LEADS,
    "match.resume": _LEADS,
    "match.extend": _LEADS,
    "match.end": _LEADS,
    "match.stop": _LEADS,
    "match.handover": _LEADS,
    "emergency.record": Rule(roles=("coordinator",)),
    "emergency.settle": Rule(roles=("coordinator",)),
    "emergency.read": Rule(roles=_LOOK, command=True),
    "emergency.list": Rule(roles=_LOOK, command=True),
    "emergency.mark_overdue": Rule(work=True),
}
_MATCH = (
    "id",
    "version",
    "scheme_id",
    "proposal_id",
    "state",
    "starts",
    "planned_end",
    "reviews",
)
_STAFF = (*_MATCH, "asset", "needs", "why", "open_acts")
_WORKER = (*_MATCH, "needs", "why", "open_acts")
# Families, young people and holders meet the dates; outcomes are looked at together.
_DATES = (
    *("id", "version", "scheme_id", "proposal_id", "state", "starts", "planned_end"),
    "dates",
)
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    **{("match", role): {"": _STAFF} for role in _LOOK},
    ("match", "worker"): {"": _WORKER},
    ("match", "council"): {"": _WORKER},
    ("match", "hub"): {"": _WORKER},
    **{
        ("match", party): {"": _DATES}
        for party in ("holder", "young_person", "parent", "advocate")
    },
}
