"""Needs: who may ask, see, change, pause and close; who keeps whom apart."""

from __future__ import annotations

from api.permissions.rules import Rule

_LOOK_AFTER = Rule(
    roles=("coordinator",),
    members=("coordinator",),
    parties=("self", "worker", "hub"),
    command=True,
    early=True,
)

ACTS = {
    "need.list": Rule(
        roles=("coordinator", "approver"), members=("coordinator", "hub"), command=True
    ),
    "need.mine": Rule(anyone=True, early=True),
    "need.read": Rule(
        roles=("coordinator", "approver"),
        members=("coordinator", "approver"),
        parties=("self", "worker", "parent", "advocate", "young_person", "hub"),
        early=True,
    ),
    "need.create": Rule(
        roles=("coordinator", "hub", "helper", "worker", "parent"),
        members=("coordinator", "hub", "helper", "worker", "parent"),
        command=True,
        early=True,
    ),
    "need.change": _LOOK_AFTER,
    "need.say": Rule(parties=("young_person",)),
    # Nobody who did not ask to hear is among them.
    "need.becoming": Rule(roles=("coordinator",)),
    "need.speak_of_becoming": Rule(roles=("coordinator",), members=("coordinator",)),
    "need.pause": _LOOK_AFTER,
    "need.return": _LOOK_AFTER,
    "need.close": _LOOK_AFTER,
}
_ID = ("id", "version", "scheme_id", "ref", "state")
_ALL = (*_ID, "organisation_id", "values", "personal", "edited")
FIELDS = {
    ("need", "coordinator"): {"": _ALL},
    ("need", "approver"): {"": (*_ID, "organisation_id", "values")},
    ("need", "hub"): {"": _ALL},
    ("need", "worker"): {"": (*_ALL, "name", "person_id", "said")},
    ("need", "self"): {"": (*_ID, "values", "personal", "own")},
    ("need", "parent"): {"": (*_ID, "told")},
    ("need", "advocate"): {"": (*_ID, "told")},
    ("becoming", "coordinator"): {
        "": ("id", "version", "ref", "stage", "missing", "near", "spoken")
    },
    ("need", "young_person"): {
        "": ("id", "version", "scheme_id", "state", "card", "said")
    },
}
