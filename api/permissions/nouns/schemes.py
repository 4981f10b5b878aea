"""Schemes, their versions and members: who may do what, and who sees which field."""

from __future__ import annotations

from api.permissions.rules import Rule
from api.records import ROLES

_STAFF = ("administrator", "coordinator", "approver", "auditor", "hub", "worker")
_KEEPS = Rule(roles=("administrator", "coordinator"), command=True)

ACTS = {
    # Whoever has a role for one scheme finds that one, and no other.
    "scheme.list": Rule(roles=ROLES, command=True, early=True, one=True),
    "scheme.read": Rule(roles=ROLES, members=ROLES, command=True, early=True),
    "scheme.columns": Rule(roles=ROLES, members=ROLES, early=True),
    "scheme.add": _KEEPS,
    "scheme.change": _KEEPS,
    # A second person accepts, and sees to it with their own eyes: no command does.
    "scheme.accept": Rule(roles=("administrator", "coordinator", "approver")),
    "scheme.members": Rule(roles=("administrator",), command=True),
}
_EVERYBODY = ("id", "version", "name", "title", "about", "words")
_RULES = (*_EVERYBODY, "sha256", "agreed", "steps", "policy", "versions", "members")
FIELDS = {
    ("scheme", role): {"": _RULES if role in _STAFF else _EVERYBODY} for role in ROLES
}
