"""Sheets in and out: who may."""

from __future__ import annotations

from api.permissions.rules import Rule

# Sheets are records of people: an administrator keeps accounts, not those.
_STAFF = ("coordinator",)

ACTS = {
    "import.preview": Rule(roles=_STAFF, members=_STAFF, command=True),
    "import.sheets": Rule(roles=_STAFF, members=_STAFF, command=True),
    "export.sheets": Rule(roles=_STAFF, members=_STAFF),
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
