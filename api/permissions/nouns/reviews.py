"""Reviews: who plans and holds one, and who reads what was said."""

from __future__ import annotations

from api.permissions.rules import Rule

_LEADS = Rule(roles=("coordinator",), parties=("worker",))

ACTS = {
    "review.plan": _LEADS,
    "review.hold": _LEADS,
    "review.read": Rule(
        roles=("coordinator",), parties=("worker", "young_person", "holder")
    ),
    "review.remind_due": Rule(work=True),
}
_DATES = ("id", "version", "match_id", "kind", "due", "held_on")
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("review", "coordinator"): {"": (*_DATES, "wanted", "outcomes")},
    # What was said stands with the child, and with who speaks for the child.
    ("review", "worker"): {"": (*_DATES, "wanted", "outcomes", "words")},
    ("review", "young_person"): {"": (*_DATES, "wanted", "outcomes", "words")},
    ("review", "holder"): {"": _DATES},
}
