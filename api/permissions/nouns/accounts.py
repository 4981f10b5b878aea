"""Accounts, memberships, tokens and invitations: who may do what."""

from __future__ import annotations

from api.permissions.rules import Rule

_ADMINISTRATOR = Rule(roles=("administrator",), command=True, themselves=True)
# Nobody gives themselves a role, or somebody of their household.
_GIVES = Rule(roles=("administrator",), command=True)

ACTS = {
    "account.invite": _GIVES,
    "account.list": _ADMINISTRATOR,
    "account.read": _ADMINISTRATOR,
    "account.close": _ADMINISTRATOR,
    "membership.add": _GIVES,
    "membership.end": _ADMINISTRATOR,
    # Nobody resets their own: a stolen sign-in would then be enough.
    "account.reset": Rule(roles=("administrator",)),
    "account.agree_code": Rule(roles=("worker", "hub", "coordinator")),
    "sign_in.mine": Rule(anyone=True, always=True),
    "sign_in.end": Rule(parties=("self",), always=True),
    "sign_in.end_others": Rule(anyone=True, always=True),
}
_ACCOUNT = ("id", "version", "state", "address", "roles")
_SIGN_IN = ("id", "version", "way", "since", "seen_at", "this")
FIELDS = {
    ("account", "administrator"): {"": _ACCOUNT},
    ("sign_in", "anyone"): {"": _SIGN_IN},
}
