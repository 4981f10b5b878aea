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
}
_ACCOUNT = ("id", "version", "state", "address", "roles")
FIELDS = {("account", "administrator"): {"": _ACCOUNT}}
