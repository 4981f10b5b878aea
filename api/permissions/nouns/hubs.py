"""Hubs: places that anybody may know of; kept by their organisation."""

from __future__ import annotations

from api.permissions.rules import Rule

_KEEPS = ("administrator", "coordinator", "hub")

ACTS = {
    "hub.list": Rule(anyone=True, command=True, early=True),
    "hub.read": Rule(anyone=True, command=True, early=True),
    "hub.create": Rule(roles=_KEEPS, command=True),
    "hub.change": Rule(roles=_KEEPS, command=True),
}
_SEEN = ("id", "version", "organisation_id", "ref", "name", "outcode")
FIELDS = {
    ("hub", "anyone"): {"": _SEEN},
    **{("hub", role): {"": _SEEN} for role in _KEEPS},
}
