"""Stock of a baby bank: who receives, shelves, sets aside, hands over and recalls."""

from __future__ import annotations

from api.permissions.rules import Rule

_SHELF = ("hub", "helper")
_RULE = Rule(roles=(*_SHELF, "coordinator"), members=_SHELF)

ACTS = {
    # Nobody is checked for eligibility: whoever stands at the shelf writes it down.
    "stock.ask": _RULE,
    "stock.receive": _RULE,
    "stock.shelve": _RULE,
    "stock.pull": _RULE,
    "stock.recall": _RULE,
    "stock.set_aside": _RULE,
    "stock.hand_over": _RULE,
    "stock.collect": _RULE,
    "stock.put_back": _RULE,
    "stock.list": _RULE,
    "stock.asked": _RULE,
}
_PIECE = (
    "id",
    "version",
    "asset",
    "what",
    "bundle",
    "second_hand",
    "state",
    "kept_until",
    "proposal_id",
)
_ASKED = (
    "id",
    "version",
    "ref",
    "state",
    "first_name",
    "age_months",
    "item",
    "size",
    "urgent",
    "asked_on",
    "aside",
    "history",
)
_ROLES = (*_SHELF, "coordinator")
FIELDS = {
    **{("piece", role): {"": _PIECE} for role in _ROLES},
    **{("asked", role): {"": _ASKED} for role in _ROLES},
}
