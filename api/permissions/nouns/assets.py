"""Assets: who may add, see, change, pause, hold and close them."""

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
    "asset.list": Rule(
        roles=("coordinator", "approver"), members=("coordinator", "hub"), command=True
    ),
    "asset.mine": Rule(anyone=True, early=True),
    "asset.read": Rule(
        roles=("coordinator", "approver"),
        members=("coordinator", "approver"),
        parties=("holder", "hub"),
        early=True,
    ),
    "asset.missing": Rule(
        roles=("coordinator", "approver"),
        members=("coordinator", "approver"),
        parties=("holder", "hub"),
        early=True,
    ),
    "asset.create": Rule(roles=_ADD, members=_ADD, command=True, early=True),
    "asset.change": _LOOK_AFTER,
    "asset.pause": _LOOK_AFTER,
    "asset.return": _LOOK_AFTER,
    "asset.close": _LOOK_AFTER,
    "asset.hold": Rule(roles=("coordinator",), members=("coordinator",), command=True),
}
_ID = ("id", "version", "scheme_id", "ref", "open", "available")
_ALL = (*_ID, "organisation_id", "values", "personal", "edited", "seats")
FIELDS = {
    ("asset", "coordinator"): {"": _ALL},
    ("asset", "approver"): {"": (*_ID, "organisation_id", "values", "seats")},
    ("asset", "hub"): {"": _ALL},
    ("asset", "holder"): {"": (*_ID[:-1], "paused", "values", "personal")},
}
