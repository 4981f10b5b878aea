"""Concerns, suspensions, tasks and second looks: who may do and see what."""

from __future__ import annotations

from api.permissions.rules import Rule
from api.records import ROLES

_LEAD = Rule(roles=("safeguarding_lead",))
# A lead of the organisation that runs a scheme answers for everybody who is in it.
_LEAD_HERE = Rule(roles=("safeguarding_lead",), members=("safeguarding_lead",))
_PARTIES = (
    "holder",
    "hub",
    "young_person",
    "parent",
    "advocate",
    "worker",
    "council",
)
# A role that is also a party's name (holder, parent) is no leave to see others' things.
_STAFF = tuple(role for role in ROLES if role not in _PARTIES)
_OF_IT = Rule(roles=(*_STAFF, "hub"), parties=_PARTIES)
_AGAIN_OF_IT = Rule(
    roles=("coordinator", "approver", "safeguarding_lead", "hub"), parties=_PARTIES
)
_DECIDES = ("coordinator", "approver")

ACTS = {
    # Anyone signed in may report; reporting changes nothing by itself.
    "concern.report": Rule(anyone=True, always=True),
    "proposal.report_concern": _OF_IT,
    "match.report_concern": _OF_IT,
    "session.report_concern": Rule(anyone=True),
    "person.report_concern": Rule(
        roles=(*_STAFF, "hub", "worker"),
        members=(*_STAFF, "hub", "worker"),
        parties=_PARTIES,
    ),
    "concern.list": _LEAD,
    "concern.read": _LEAD,
    "concern.close": _LEAD,
    "person.suspend": _LEAD_HERE,
    "suspension.list": _LEAD,
    "suspension.read": _LEAD,
    "suspension.lift": _LEAD,
    "feedback.give": Rule(anyone=True, always=True),
    "task.list": Rule(anyone=True),
    "task.read": Rule(anyone=True),
    "task.finish": Rule(anyone=True),
    # Every decision can be looked at again, by somebody who did not decide it.
    "proposal.ask_again": _AGAIN_OF_IT,
    "match.ask_again": _AGAIN_OF_IT,
    "again.list": Rule(roles=_DECIDES),
    "again.read": Rule(roles=_DECIDES, parties=("asker",)),
    "again.look": Rule(roles=_DECIDES, second=True),
}
_TASK = (
    *("id", "version", "kind", "words", "due", "late", "done_at"),
    *("about", "refs", "message", "said"),
)
_AGAIN = ("id", "version", "about", "state", "outcome", "answer")
FIELDS = {
    ("concern", "safeguarding_lead"): {
        "": (
            *("id", "version", "state", "about", "person", "words", "reported_at"),
            # A lead has to speak to whoever saw it, and of whom by name.
            *("people", "reported_by"),
        )
    },
    ("suspension", "safeguarding_lead"): {
        "": ("id", "version", "people", "names", "since", "why", "concern", "lifted_at")
    },
    ("task", "anyone"): {"": _TASK},
    **{("again", role): {"": (*_AGAIN, "words", "asked_at")} for role in _DECIDES},
    ("again", "asker"): {"": _AGAIN},
}
