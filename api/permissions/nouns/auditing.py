"""The audit log: who reads it, and what of it stays with the safeguarding lead."""

from __future__ import annotations

from api.permissions.rules import Rule

_READS = Rule(roles=("administrator", "auditor"))

ACTS = {"audit.read": _READS, "audit.check": _READS}
_LINE = ("id", "at", "roles", "act", "table")
FIELDS = {
    # Who of the staff did it; of everybody else only the capacity, bar the officer.
    ("log_line", "auditor"): {"": (*_LINE, "by"), "staff": (*_LINE, "by", "name")},
    ("log_line", "administrator"): {"": _LINE, "staff": (*_LINE, "by", "address")},
    ("log_record", "auditor"): {"": ("record", "facts")},
    # Accounts, schemes and hubs are an administrator's; people's records are not.
    ("log_record", "administrator"): {"kept": ("record", "facts")},
}
KEPT = frozenset(
    {"account", "membership", "organisation", "scheme", "scheme_version", "hub", "room"}
)
"""Tables whose rows an administrator reads."""
UNSAID_TABLES = frozenset({"concern", "suspension"})
UNSAID = frozenset({"person.suspend", "person.keep_apart", "person.keep_away"})
"""What is in the log, in its place in the chain, and shown to nobody who reads it."""
