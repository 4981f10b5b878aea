"""Read the rows of needs, groups, assets and staff, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.instance import fields
from matcher.instance.document import Asset, Group, Need, Prefers, Staff, Staffing
from matcher.instance.fields import FieldError, Path, shown

NEED = frozenset(("ref", "prefers", "priority", "seats", "uses"))
GROUP = frozenset(("ref", "members", "prefers"))
ASSET = frozenset(
    (
        "ref",
        "prefers",
        "capacity",
        "unless_one_group",
        "max_units",
        "opens_with",
        "minimum",
        "limits",
        "slots",
        "staffing",
    )
)
STAFFING = frozenset(("role", "exactly", "at_least"))
STAFF = frozenset(("ref", "role", "traits", "most", "can", "person"))


def read_need(value: Any, path: Path) -> Need:
    """Return one row of ``needs``."""
    row = fields.record(value, path, required=("ref",), allowed=NEED)
    return Need(
        ref=fields.ref(row["ref"], (*path, "ref")),
        prefers=_prefers(row, path),
        priority=fields.whole(row.get("priority", 0), (*path, "priority")),
        seats=fields.whole(row.get("seats", 1), (*path, "seats"), low=1),
        uses=fields.amounts(row.get("uses", {}), (*path, "uses")),
    )


def read_group(value: Any, path: Path) -> Group:
    """Return one row of ``groups``, with two members at least."""
    row = fields.record(value, path, required=("ref", "members"), allowed=GROUP)
    members = fields.refs(row["members"], (*path, "members"))
    if len(members) < 2:
        raise FieldError(
            (*path, "members"),
            "a group has two members at least. Add one, or leave the group out.",
        )
    return Group(
        ref=fields.ref(row["ref"], (*path, "ref")),
        members=members,
        prefers=_prefers(row, path),
    )


def read_asset(value: Any, path: Path) -> Asset:
    """Return one row of ``assets``; opening with no seats asks for nothing."""
    row = fields.record(value, path, required=("ref",), allowed=ASSET)
    at = (*path, "staffing")
    staffing = fields.items(row.get("staffing", []), at, _staffing)
    roles = [line.role for line in staffing]
    for place, role in enumerate(roles):
        if role in roles[:place]:
            raise FieldError(
                (*at, place), f"the role {shown(role)} stands twice. Keep one."
            )
    return Asset(
        ref=fields.ref(row["ref"], (*path, "ref")),
        prefers=_prefers(row, path),
        capacity=fields.whole(row.get("capacity", 1), (*path, "capacity")),
        unless_one_group=_limit(row, path, "unless_one_group"),
        max_units=_limit(row, path, "max_units"),
        # Opening with no seats, or a minimum of none, asks for nothing.
        opens_with=_limit(row, path, "opens_with") or None,
        minimum=_limit(row, path, "minimum") or None,
        limits=fields.amounts(row.get("limits", {}), (*path, "limits")),
        slots=fields.refs(row.get("slots", []), (*path, "slots")),
        staffing=tuple(sorted(staffing, key=lambda line: line.role)),
    )


def _staffing(value: Any, path: Path) -> Staffing:
    row = fields.record(value, path, required=("role", "exactly"), allowed=STAFFING)
    return Staffing(
        role=fields.ref(row["role"], (*path, "role")),
        exactly=fields.whole(row["exactly"], (*path, "exactly"), low=1),
        at_least=fields.amounts(row.get("at_least", {}), (*path, "at_least")),
    )


def read_staff(value: Any, path: Path) -> Staff:
    """Return one row of ``staff``."""
    row = fields.record(value, path, required=("ref", "role"), allowed=STAFF)
    return Staff(
        ref=fields.ref(row["ref"], (*path, "ref")),
        role=fields.ref(row["role"], (*path, "role")),
        traits=fields.refs(row.get("traits", []), (*path, "traits")),
        most=fields.whole(row.get("most", 1), (*path, "most")),
        can=fields.refs(row["can"], (*path, "can")) if "can" in row else None,
        person=fields.ref(row["person"], (*path, "person"))
        if "person" in row
        else None,
    )


def _prefers(row: Mapping[str, Any], path: Path) -> Prefers | None:
    if "prefers" not in row:
        return None
    return fields.prefers(row["prefers"], (*path, "prefers"))


def _limit(row: Mapping[str, Any], path: Path, name: str) -> int | None:
    return fields.whole(row[name], (*path, name)) if name in row else None
