"""Who may see or do what: the only room that knows. Everything else is refused."""

from api.permissions.acts import RULES
from api.permissions.fields import FIELDS, shown
from api.permissions.nouns.auditing import KEPT, UNSAID, UNSAID_TABLES
from api.permissions.rules import Rule, audiences, require
from api.permissions.who import PUBLIC, About, NotThere, NotTwice, Who
from api.records import STATES, ProposalState, Role

__all__ = [
    "FIELDS",
    "KEPT",
    "PUBLIC",
    "RULES",
    "STATES",
    "UNSAID",
    "UNSAID_TABLES",
    "About",
    "NotThere",
    "NotTwice",
    "ProposalState",
    "Role",
    "Rule",
    "Who",
    "audiences",
    "require",
    "shown",
]
