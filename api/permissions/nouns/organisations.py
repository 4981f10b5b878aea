"""Organisations: who may do what, and who sees which field."""

from __future__ import annotations

from api.permissions.rules import Rule

_STAFF = ("administrator", "coordinator", "auditor")

ACTS = {
    "organisation.read": Rule(roles=_STAFF, command=True),
    "organisation.change": Rule(roles=("administrator",), command=True),
}
FIELDS = {
    ("organisation", role): {"": ("id", "version", "name", "data")} for role in _STAFF
}
