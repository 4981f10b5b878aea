"""Rooms of hubs, and the days on which an organisation's hubs are closed."""

from __future__ import annotations

from api.permissions.rules import Rule

_KEEPS = ("coordinator", "hub")
_RULE = Rule(roles=_KEEPS)

ACTS = {
    "room.list": _RULE,
    "room.add": _RULE,
    "closure.list": _RULE,
    "closure.add": _RULE,
    "closure.remove": _RULE,
}
_ROOM = ("id", "version", "hub_id", "name", "holds")
_CLOSURE = ("id", "version", "hub_id", "kind", "what", "starts", "ends")
FIELDS = {
    **{("room", role): {"": _ROOM} for role in _KEEPS},
    **{("closure", role): {"": _CLOSURE} for role in _KEEPS},
}
