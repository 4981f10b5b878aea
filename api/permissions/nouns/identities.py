"""Who is who, who speaks for whom, who knows whom, who is kept apart from whom."""

from __future__ import annotations

from api.permissions.rules import Rule
from api.records import ROLES

_KEEPS = Rule(roles=("coordinator",))
_APART = Rule(roles=("safeguarding_lead",), parties=("worker",))
# Staff know people by refs and addresses; an administrator reads of nobody.
_KNOWING = (
    "coordinator",
    "approver",
    "worker",
    "hub",
    "helper",
    "safeguarding_lead",
    "auditor",
)

ACTS = {
    "person_link.list": _KEEPS,
    "person_link.read": _KEEPS,
    "person_link.decide": _KEEPS,
    # Declaring that one knows somebody only ever takes rights away.
    "person.declare_connection": Rule(roles=ROLES, members=ROLES, themselves=True),
    "connection.declare": Rule(roles=_KNOWING),
    "connection.mine": Rule(anyone=True),
    "connection.end": Rule(parties=("self",)),
    "person.record_speaker": Rule(roles=("coordinator",), parties=("worker",)),
    "person.speakers": Rule(roles=("coordinator",), parties=("worker", "self")),
    "speaker.end": Rule(roles=("coordinator",), parties=("worker",)),
    "person.keep_apart": _APART,
    "person.keep_away": _APART,
    "person.kept_apart": _APART,
}
_LINK = ("id", "version", "person", "other", "kind", "state", "names")
_SPEAKER = ("id", "version", "person", "speaker", "capacity", "starts", "ends")
FIELDS = {
    ("person_link", "coordinator"): {"": _LINK},
    ("speaker", "coordinator"): {"": (*_SPEAKER, "name")},
    ("speaker", "worker"): {"": (*_SPEAKER, "name")},
    ("speaker", "self"): {"": ("capacity", "starts", "ends")},
    ("connection", "anyone"): {"": ("id", "version", "person", "known_as", "since")},
    ("kept_apart", "safeguarding_lead"): {"": ("id", "version", "apart", "away")},
    ("kept_apart", "worker"): {"": ("id", "version", "apart", "away")},
}
