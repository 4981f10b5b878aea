"""Hours somebody gave, and the calendar of their own: theirs alone."""

from __future__ import annotations

from api.permissions.rules import Rule
from api.records import ROLES

_NO_CALENDAR = ("administrator", "auditor")
_SUBSCRIBES = Rule(roles=tuple(role for role in ROLES if role not in _NO_CALENDAR))

ACTS = {
    "hours.log": Rule(parties=("holder",)),
    "hours.strike": Rule(parties=("self",)),
    "hours.mine": Rule(anyone=True),
    "calendar.mine": Rule(anyone=True),
    "feed.mine": Rule(anyone=True),
    "feed.renew": _SUBSCRIBES,
    "feed.end": _SUBSCRIBES,
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
