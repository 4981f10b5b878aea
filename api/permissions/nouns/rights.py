"""Access, correction, erasure, legal holds, retention and keys: who may."""

from __future__ import annotations

from api.permissions.rules import Rule

_OFFICER = Rule(roles=("auditor",))
_KEEPS = Rule(roles=("administrator", "auditor"), command=True)

ACTS = {
    # The auditor is the data protection officer too; everybody may ask for their own.
    # Who answers for a person has to find them: by a ref, or by how they sign in.
    "person.list": Rule(roles=("safeguarding_lead", "auditor")),
    "person.export": Rule(roles=("auditor",), parties=("self",)),
    "person.ask_correction": Rule(parties=("self", "parent", "worker", "advocate")),
    "person.erase": _OFFICER,
    "person.erasures": _OFFICER,
    "person.views": _OFFICER,
    "person.hold": _OFFICER,
    "person.holds": _OFFICER,
    "hold.lift": _OFFICER,
    "retention.preview": _KEEPS,
    "retention.run": Rule(roles=("administrator",), command=True, work=True),
    "keys.rewrap": Rule(roles=("administrator",), command=True, work=True),
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
