"""Checks that run out: who looks at them, and who is told."""

from __future__ import annotations

from api.permissions.rules import Rule

ACTS = {
    "check.list": Rule(roles=("coordinator",)),
    "check.warn_due": Rule(work=True),
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
