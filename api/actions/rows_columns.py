"""Which columns of a row somebody may set themselves."""

from __future__ import annotations

from api.snapshots.loading.planning import of_children
from api.snapshots.room import confidential_columns
from matcher.schemes.scheme import Scheme

FIXED = ("ref", "holder", "person", "partner")
"""Columns that say whose row it is: set when it is made, and not edited after."""
_OWN_KINDS = ("slots", "place", "capabilities", "personal")
_TOLD_KINDS = ("choice", "choices", "text", "month", "levels", "whole", "flag")
_CHECK_DATES = ("level", "issued", "rechecked")
_JUDGING = ("flag", "at_least", "check")


def own_columns(scheme: Scheme, sheet: str) -> frozenset[str]:
    """Return the columns that somebody may fill in about themselves.

    What a person knows best is theirs: skills, times, travel, the dates of a check.
    What others judge or decide is not: whether somebody is trained, on hold, cleared,
    how many they are approved for. Where a panel approves terms, only what the card
    shows is theirs beside that.
    """
    known = {column.name: column.kind for column in scheme.sheets[sheet].columns}
    own = {name for name, kind in known.items() if kind in _OWN_KINDS}
    own |= _travel(scheme) | _check_columns(scheme)[0] | set(scheme.steps.holder_card)
    if sheet == "needs" or not scheme.build.approved:
        own |= {name for name, kind in known.items() if kind in _TOLD_KINDS}
    own |= {"hub", "through"}
    if sheet == "needs" and not of_children(scheme):
        own.add(scheme.build.group)
    return frozenset((own & known.keys()) - judged_columns(scheme, sheet) - {*FIXED})


def judged_columns(scheme: Scheme, sheet: str) -> frozenset[str]:
    """Return the columns that are the organisation's word, never the person's own."""
    build = scheme.build
    judged = set(confidential_columns(scheme, sheet)) | _check_columns(scheme)[1]
    judged |= {build.approved, build.taken, build.unless_one_group, build.staff_role}
    judged |= {build.staff_traits, *build.limits.values()}
    judged |= {str(rule.get("column", "")) for rule in build.priority}
    side = {"assets": "asset", "needs": "need", "staff": "need"}.get(sheet, "")
    for gate in scheme.gates:
        here = sheet in ("assets", gate.left)
        accredits = sheet == "staff" and gate.change == "train"
        if side and here and (gate.kind in _JUDGING or accredits):
            judged.add(str(gate.options.get(side, "")))
    judged |= {c.name for c in scheme.sheets[sheet].columns if c.kind == "points"}
    return frozenset(judged - {"", build.capacity})


def outcomes_of(scheme: Scheme, changed: frozenset[str]) -> frozenset[str]:
    """Return the outcomes that have to be decided anew after these columns changed."""
    found: set[str] = set()
    for gate in scheme.gates:
        if gate.kind != "check":
            continue
        for prefix in {"", str(gate.options.get("partner", ""))}:
            named = {prefix + str(gate.options.get(key, "")) for key in _CHECK_DATES}
            if named & changed:
                found.add(prefix + str(gate.options.get("outcome", "")))
    return frozenset(found)


def _travel(scheme: Scheme) -> set[str]:
    return {str(gate.options.get("km_column", "")) for gate in scheme.gates}


def _check_columns(scheme: Scheme) -> tuple[set[str], set[str]]:
    """Return the columns of checks: what a person registers, and what is decided."""
    told: set[str] = set()
    decided: set[str] = set()
    for gate in scheme.gates:
        if gate.kind == "check":
            for prefix in {"", str(gate.options.get("partner", ""))}:
                named = {prefix + str(gate.options.get(k, "")) for k in _CHECK_DATES}
                told |= named
                decided.add(prefix + str(gate.options.get("outcome", "")))
    return told, decided
