"""Staff: who may add, see, change, pause, hold and close them."""

from __future__ import annotations

from api.permissions.rules import Rule

_ADD = ("coordinator", "hub", "helper", "holder")
_LOOK_AFTER = Rule(
    roles=("coordinator",),
    members=("coordinator",),
    parties=("holder", "hub"),
    command=True,
    early=True,
)

ACTS = {
    "staff.list": Rule(
        roles=("coordinator", "approver"), members=("coordinator", "hub"), command=True
    ),
    "staff.mine": Rule(anyone=True, early=True),
    "staff.read": Rule(
        roles=("coordinator", "approver"),
        members=("coordinator", "approver"),
        parties=("holder", "hub"),
        early=True,
    ),
    "staff.missing": Rule(
        roles=("coordinator", "approver"),
        members=("coordinator", "approver"),
        parties=("holder", "hub"),
        early=True,
    ),
    "staff.create": Rule(roles=_ADD, members=_ADD, command=True, early=True),
    "staff.change": _LOOK_AFTER,
    "staff.pause": _LOOK_AFTER,
    "staff.return": _LOOK_AFTER,
    "staff.close": _LOOK_AFTER,
    "staff.hold": Rule(roles=("coordinator",), members=("coordinator",), command=True),
}
_ID = ("id", "version", "scheme_id", "ref", "open", "available")
_ALL = (*_ID, "organisation_id", "values", "personal", "edited", "seats")
FIELDS = {
    ("staff", "coordinator"): {"": _ALL},
    ("staff", "approver"): {"": (*_ID, "organisation_id", "values", "seats")},
    ("staff", "hub"): {"": _ALL},
    ("staff", "holder"): {"": (*_ID[:-1], "paused", "values", "personal")},
}
