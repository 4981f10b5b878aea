"""Rounds, their runs and rulings: who may do what, and who sees which field."""

from __future__ import annotations

from api.permissions.rules import Rule

_RUNS = Rule(roles=("coordinator",), command=True)
_READS = ("coordinator", "approver", "auditor")

ACTS = {
    "round.list": Rule(roles=_READS, command=True),
    "round.read": Rule(roles=_READS, command=True, work=True),
    "round.open": _RUNS,
    "round.rule": _RUNS,
    "round.run": _RUNS,
    "round.compare": _RUNS,
    "round.cancel": _RUNS,
    "round.explanations": Rule(roles=("coordinator", "approver")),
    "round.results": Rule(roles=("coordinator", "approver"), command=True),
    # Nobody releases from a command line, and nobody but a person does.
    "round.release": Rule(roles=("coordinator",)),
    "round.audit": Rule(roles=("auditor",)),
    "round.publish": Rule(roles=("coordinator", "auditor")),
    "proposal.proof": Rule(
        roles=("coordinator",),
        parties=("holder", "parent", "young_person", "worker"),
        at=("disclosed", "introduced", "agreed"),
    ),
    "round.close": Rule(roles=("coordinator",)),
    "round.work": Rule(work=True),
}
_ROUND = (
    "id",
    "version",
    "scheme",
    "name",
    "state",
    "as_of",
    "term_start",
    "term_end",
    "salt_sha256",
    "salt",
    "run",
    "open_acts",
)
_LINE = (
    "kind",
    "state",
    "needs",
    "need_id",
    "asset",
    "asset_id",
    "fits",
    "priority",
    "gaps",
    "outcode",
    "equal",
    "choices",
    "summary",
    "proposal_id",
    "proposal_state",
    "available",
    "waits_for",
    "ruled",
)
_LEFT = ("kind", "need", "asset", "summary", "gates", "nearest", "changes")
_CHANGE = ("need", "need_id", "before", "now", "why_before", "why_now")
_CHOICES = (
    "round_id",
    "round",
    "version",
    "open",
    "needs",
    "asset",
    "others",
    "ruled",
)
_REFERRAL = ("scheme", "as_of", "card", "changes")
_LOOKS = ("coordinator", "approver")
FIELDS = {
    **{("round", role): {"": _ROUND} for role in (*_READS, "work")},
    **{("review_line", role): {"": _LINE} for role in _LOOKS},
    **{("left_over", role): {"": _LEFT} for role in _LOOKS},
    **{("pair_change", role): {"": _CHANGE} for role in _LOOKS},
    **{("referral", role): {"": _REFERRAL} for role in _LOOKS},
    ("choices", "coordinator"): {"": _CHOICES},
}
