"""Drafts: what a volunteer has answered so far, theirs alone."""

from __future__ import annotations

from api.permissions.rules import Rule

_OWN = Rule(roles=("holder",), members=("holder",), early=True)

ACTS = {
    "draft.mine": _OWN,
    "draft.keep": _OWN,
    "draft.drop": _OWN,
    "draft.send": _OWN,
}
FIELDS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
