"""Proposals: who takes which step, and what each audience sees at it.

A step of a scheme without disclosure is written with ``open:`` before it: there what
is offered is all there is. What has ended says how far it had come: ``ended`` before
anybody heard of it, ``ended:offered``, ``ended:disclosed``, ``open:ended:offered``.
"""

from __future__ import annotations

from api.permissions.rules import Rule
from api.steps import GOING, HEARD

_CHILD_SIDE = ("young_person", "parent", "advocate", "worker", "council")
_EVERYBODY = ("holder", "hub", *_CHILD_SIDE)
_AFTER = ("disclosed", "introduced", "agreed")

ACTS = {
    "proposal.list": Rule(roles=("coordinator", "approver"), command=True),
    "proposal.mine": Rule(anyone=True),
    "proposal.read": Rule(
        roles=("coordinator", "approver", "hub"), members=("hub",), parties=_EVERYBODY
    ),
    "proposal.approve": Rule(roles=("approver",), second=True),
    "proposal.send_back": Rule(roles=("approver",), second=True),
    "proposal.may_be_offered": Rule(
        roles=("hub",), members=("hub",), parties=("worker", "hub")
    ),
    "proposal.report": Rule(roles=("coordinator", "approver")),
    "proposal.preview": Rule(roles=("coordinator",)),
    "proposal.offer": Rule(roles=("coordinator",)),
    # The holder answers an offer; where there is no disclosure, so does a parent.
    "proposal.answer": Rule(
        roles=("hub",),
        members=("hub",),
        parties=_EVERYBODY,
        at=(*HEARD, "approved", "agreed"),
    ),
    "proposal.disclose": Rule(
        roles=("hub",), members=("hub",), parties=("worker", "hub"), at=("interested",)
    ),
    "proposal.met": Rule(
        parties=("holder", *_CHILD_SIDE), at=("disclosed", "introduced")
    ),
    "proposal.show": Rule(parties=("worker",), at=(*GOING, "agreed")),
    "proposal.withdraw": Rule(roles=("coordinator",), parties=("worker",), at=GOING),
    "proposal.retry": Rule(roles=("coordinator",)),
    "proposal.next_best": Rule(roles=("coordinator",), command=True),
    "proposal.expire": Rule(work=True),
    "proposal.expire_due": Rule(work=True),
}

_ID = ("id", "version", "scheme_id", "kind", "state", "available")
_STAFF = (
    *_ID,
    "round_id",
    "run_id",
    "ask_id",
    "needs",
    "asset",
    "staff",
    "seats",
    "uses",
    "reasons",
    "reasons_digest",
    "may_be_offered",
    "answers",
    "waits_for",
    "open_acts",
    "expires_at",
    "offered_at",
    "disclosed_at",
    "introduced_at",
    "agreed_at",
    "ended_at",
    "match_id",
)
_APPROVER = tuple(
    name for name in _STAFF if name not in {"answers", "waits_for", "match_id"}
)
_REPORT = (
    "id",
    "scheme",
    "round",
    "day",
    "state",
    "available",
    "kind",
    "needs",
    "asset",
    "staff",
    "pairs",
    "steps",
    "waits_for",
    "acts",
    "acted",
)
_OFFER = (*_ID, "card", "why", "expires_at", "asked_for", "answered", "said")
_DETAILS = (*_OFFER, "details", "introduced_at", "agreed_at", "match_id")
_SEES_HOLDER = (
    *(*_ID, "holder_card", "why", "asked_for", "answered"),
    *("introduced_at", "agreed_at"),
)
_WORKER = (*_SEES_HOLDER, "needs", "card", "answers", "waits_for", "match_id")
_OVER = ("id", "version", "state", "said")

_HOLDER = {
    "offered": _OFFER,
    "interested": _OFFER,
    **dict.fromkeys(("disclosed", "introduced", "agreed", "approved:later"), _DETAILS),
    "ended:offered": _OVER,
    "ended:disclosed": _OVER,
    "open:offered": _OFFER,
    "open:agreed": _DETAILS,
    "open:ended:offered": _OVER,
}
_FAMILY = {
    **dict.fromkeys((*_AFTER, "approved:later"), _SEES_HOLDER),
    "ended:disclosed": _OVER,
}
_OPEN_FAMILY = {
    "open:offered": (*_SEES_HOLDER, "card", "expires_at"),
    "open:agreed": (*_SEES_HOLDER, "card"),
    "open:ended:offered": _OVER,
}
# Before an offer the worker sees what a holder would, and nothing of any holder.
_BEFORE = (*_ID, "needs", "card", "may_be_offered")

FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("proposal", "coordinator"): {"": _STAFF},
    ("proposal", "approver"): {"": _APPROVER},
    ("proposal", "holder"): _HOLDER,
    ("proposal", "young_person"): _FAMILY,
    ("proposal", "advocate"): _FAMILY,
    ("proposal", "parent"): _FAMILY | _OPEN_FAMILY,
    ("proposal", "council"): dict.fromkeys((*_AFTER, "approved:later"), _WORKER)
    | {"ended:disclosed": _OVER},
    ("proposal", "worker"): dict.fromkeys(
        ("drafted", "approved", "offered", "interested"), _BEFORE
    )
    | dict.fromkeys((*_AFTER, "approved:later"), _WORKER)
    | {"ended:offered": _OVER, "ended:disclosed": _OVER},
    ("proposal", "hub"): {
        "open:drafted": (*_BEFORE, "holder_card"),
        "open:offered": (*_WORKER, "details", "expires_at"),
        "open:agreed": (*_WORKER, "details"),
        "open:ended:offered": _OVER,
    },
    **{("report", role): {"": _REPORT} for role in ("coordinator", "approver")},
    **{
        ("approval_line", role): {"": ("id", "state", "needs", "asset", "since")}
        for role in ("coordinator", "approver")
    },
    ("offer_preview", "coordinator"): {
        "": ("id", "version", "digest", "letters", "card", "until")
    },
}
