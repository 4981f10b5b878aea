"""Asks: who makes, releases and confirms one, and who sees how it stands."""

from __future__ import annotations

from api.permissions.rules import Rule

_STAFF = ("coordinator", "approver")

ACTS = {
    "ask.list": Rule(roles=_STAFF, command=True),
    "ask.read": Rule(roles=_STAFF, command=True),
    "ask.make": Rule(roles=("coordinator",), command=True),
    # Nobody is asked, and nobody's yes is confirmed, from a command line.
    "ask.release": Rule(roles=("coordinator",)),
    "ask.confirm": Rule(roles=("coordinator",)),
    "ask.close": Rule(roles=("coordinator",)),
}
_FIELDS = ("id", "version", "scheme_id", "need_id", "how", "state", "members")
FIELDS = {("ask", role): {"": _FIELDS} for role in _STAFF}
