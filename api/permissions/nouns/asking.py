"""What staff ask of today's records: shortlist, why not, insight."""

from __future__ import annotations

from api.permissions.rules import Rule

_STAFF = Rule(roles=("coordinator",), command=True)

ACTS = {
    "need.shortlist": _STAFF,
    "need.why_not": Rule(roles=("coordinator", "approver"), command=True),
    "insight.read": Rule(roles=("coordinator", "approver", "auditor"), command=True),
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
