"""Accounts, memberships, tokens and invitations: who may do what."""

from __future__ import annotations

from api.permissions.rules import Rule

_ADMINISTRATOR = Rule(roles=("administrator",), command=True, themselves=True)
# Nobody gives themselves a role, or somebody of their household.
_GIVES = Rule(roles=("administrator",), command=True)
_AWAY = ("coordinator", "approver", "worker", "hub", "safeguarding_lead")

ACTS = {
    "account.invite": _GIVES,
    "account.list": _ADMINISTRATOR,
    "account.read": _ADMINISTRATOR,
    "account.close": _ADMINISTRATOR,
    "membership.add": _GIVES,
    "membership.end": _ADMINISTRATOR,
    # Staff name who holds the role already; an administrator gives it for the time.
    "deputy.name": Rule(roles=_AWAY),
    "deputy.mine": Rule(anyone=True),
    "deputy.end": Rule(roles=("administrator",), parties=("self",)),
    "account.name_deputy": Rule(roles=("administrator",), themselves=True),
    "account.deputies": Rule(roles=("administrator",), themselves=True),
    # Nobody resets their own: a stolen sign-in would then be enough.
    "account.reset": Rule(roles=("administrator",)),
    "account.agree_code": Rule(roles=("worker", "hub", "coordinator")),
    "sign_in.mine": Rule(anyone=True, always=True),
    "sign_in.end": Rule(parties=("self",), always=True),
    "sign_in.end_others": Rule(anyone=True, always=True),
}
_ACCOUNT = ("id", "version", "state", "address", "roles")
_SIGN_IN = ("id", "version", "way", "since", "seen_at", "this")
_DEPUTY = ("id", "version", "role", "away", "deputy", "starts", "ends", "mine")
FIELDS = {
    ("account", "administrator"): {"": _ACCOUNT},
    ("deputy", "anyone"): {"": _DEPUTY},
    ("deputy", "administrator"): {"": _DEPUTY},
    ("sign_in", "anyone"): {"": _SIGN_IN},
}
