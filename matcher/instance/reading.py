"""Read ``acorns-instance/1`` text; every refusal names the line and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from matcher.instance import fields
from matcher.instance.document import FORMAT, Asset, Group, Instance, Need, Staff
from matcher.instance.fields import FieldError, Path, shown
from matcher.instance.parsing import parse, raise_at_line
from matcher.instance.reading_fits import read_fits
from matcher.instance.reading_rows import (
    read_asset,
    read_group,
    read_need,
    read_staff,
)

TOP = frozenset(
    (
        "format",
        "round",
        "needs",
        "groups",
        "assets",
        "staff",
        "fits",
        "pinned",
        "forbidden",
        "apart",
        "previous",
        "agreed",
        "max_changes",
    )
)


def read_instance(text: str) -> Instance:
    """Read an instance; rows come out in canonical order whatever the file's order.

    Parameters
    ----------
    text : str
        The JSON text of ``docs/engine.md`` section 1.

    Raises
    ------
    InstanceError
        If anything is not as the format says; the message names the line.
    """
    data = parse(text)
    try:
        return _instance(data)
    except FieldError as wrong:
        raise_at_line(text, wrong)


def instance_of(data: Mapping[str, Any]) -> Instance:
    """Read an instance from plain values, as `read_instance` reads their JSON."""
    return read_instance(json.dumps(data, indent=1))


def _instance(data: Any) -> Instance:
    if type(data) is not dict:
        raise FieldError(
            (), "not an instance. Put everything in one object, in braces."
        )
    if "format" in data and data["format"] != FORMAT:
        raise FieldError(
            ("format",), f'{shown(data["format"])} is not a format. Write "{FORMAT}".'
        )
    fields.record(data, (), required=("format", "needs", "assets"), allowed=TOP)
    needs = _rows(data, "needs", read_need)
    groups = _rows(data, "groups", read_group)
    assets = _rows(data, "assets", read_asset)
    staff = _rows(data, "staff", read_staff)
    if "fits" not in data and all(r.prefers is None for r in needs + groups + assets):
        raise FieldError((), 'neither "prefers" nor "fits" is given. Give one of them.')
    taken = _unique((), "needs", needs)
    _unique((), "assets", assets)
    groups_taken = _unique(taken, "groups", groups)
    _unique(taken | groups_taken, "staff", staff)
    _memberships(groups, taken)
    return _sorted(data, needs, groups, assets, staff)


def _sorted(
    data: Mapping[str, Any],
    needs: list[Need],
    groups: list[Group],
    assets: list[Asset],
    staff: list[Staff],
) -> Instance:
    needs, assets = sorted(needs, key=_ref), sorted(assets, key=_ref)
    _sums(needs, assets)
    pairs = {
        name: fields.pairs(data.get(name, []), (name,))
        for name in ("pinned", "forbidden", "previous", "agreed")
    }
    changes = data.get("max_changes")
    return Instance(
        needs=tuple(needs),
        assets=tuple(assets),
        round=fields.text(data.get("round", ""), ("round",)),
        groups=tuple(sorted(groups, key=_ref)),
        staff=tuple(sorted(staff, key=_ref)),
        fits=read_fits(
            data.get("fits", []), [n.ref for n in needs], [a.ref for a in assets]
        ),
        apart=fields.apart(data.get("apart", []), ("apart",)),
        max_changes=fields.whole(changes, ("max_changes",))
        if "max_changes" in data
        else None,
        **pairs,
    )


def _ref(row: Need | Group | Asset | Staff) -> str:
    return row.ref


def _rows(
    data: Mapping[str, Any], name: str, read: Callable[[Any, Path], Any]
) -> list[Any]:
    return fields.items(data.get(name, []), (name,), read)


def _unique(taken: Iterable[str], name: str, rows: list[Any]) -> frozenset[str]:
    """Return the refs of the rows, refusing one that is taken or stands twice."""
    before = frozenset(taken)
    found: set[str] = set()
    for place, row in enumerate(rows):
        if row.ref in found or row.ref in before:
            why = "twice" if row.ref in found else "here and among the needs or groups"
            raise FieldError(
                (name, place),
                f"the ref {shown(row.ref)} stands {why}. Give each its own ref.",
            )
        found.add(row.ref)
    return frozenset(found)


def _memberships(groups: list[Group], needs: frozenset[str]) -> None:
    """Refuse members that are no needs, and a need in two groups."""
    home: dict[str, str] = {}
    for place, group in enumerate(groups):
        for member in group.members:
            if member not in needs:
                raise FieldError(
                    ("groups", place, "members"),
                    f"{shown(member)} is not among the needs. Add it or leave it out.",
                )
            if member in home:
                raise FieldError(
                    ("groups", place, "members"),
                    f"{shown(member)} is in {shown(home[member])} too."
                    " A need is in one group at most, once.",
                )
            home[member] = group.ref


def _sums(needs: list[Need], assets: list[Asset]) -> None:
    """Refuse totals that a reader with doubles could not hold."""
    check_sum(("needs",), "seats", (n.seats for n in needs))
    check_sum(("needs",), "uses", (v for n in needs for _, v in n.uses))
    check_sum(("assets",), "capacity", (a.capacity for a in assets))


def check_sum(path: Path, what: str, values: Iterable[int]) -> None:
    """Refuse a total of 2^53 or more."""
    total = sum(values)
    if total >= fields.SUM_BOUND:
        raise FieldError(
            path,
            f'"{what}" adds up to {total}; sums stay below 2^53. Use smaller numbers.',
        )
