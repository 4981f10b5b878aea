"""Read ``acorns-instance/1`` text; every refusal names the line and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from matcher.errors import InstanceError
from matcher.instance import fields
from matcher.instance.document import (
    FORMAT,
    Asset,
    Group,
    Instance,
    Need,
    Staff,
    Staffing,
)
from matcher.instance.fields import Path, Wrong, shown
from matcher.instance.lines import deep_line, line_of, repeated_key
from matcher.instance.reading_fits import read_fits

MAX_CHARACTERS = 2**29
"""Longer files are refused before they are parsed."""

TOP = frozenset(
    "format round needs groups assets staff fits pinned forbidden apart previous agreed"
    " max_changes".split()
)
NEED = frozenset("ref prefers priority seats uses".split())
GROUP = frozenset("ref members prefers".split())
ASSET = frozenset(
    "ref prefers capacity unless_one_group max_units opens_with minimum limits slots"
    " staffing".split()
)
STAFFING = frozenset("role exactly at_least".split())
STAFF = frozenset("ref role traits most can person".split())


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
    except Wrong as wrong:
        raise_at_line(text, wrong)


def instance_of(data: Mapping[str, Any]) -> Instance:
    """Read an instance from plain values, as `read_instance` reads their JSON."""
    return read_instance(json.dumps(data, indent=1))


def raise_at_line(text: str, wrong: Wrong) -> NoReturn:
    """Raise the refusal with the line on which its path stands in `text`."""
    place = _words(wrong.path)
    message = (
        wrong.message[0].upper() + wrong.message[1:]
        if not place
        else (f"{place}: {wrong.message}")
    )
    raise InstanceError(f"Line {line_of(text, wrong.path)}: {message}") from None


def parse(text: str) -> Any:
    """Return the JSON value, refusing what strict JSON does not hold.

    Raises
    ------
    InstanceError
        If the text is too long, is not JSON, repeats a key or nests too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise InstanceError(
            f"Line 1: the file has more than {MAX_CHARACTERS:,} characters."
            " Split the round into smaller instances."
        )
    try:
        return _loads(text.removeprefix("\ufeff"))
    except _Twice:
        line, key = repeated_key(text.removeprefix("\ufeff"))
        raise InstanceError(
            f"Line {line}: the key {shown(key)} stands twice in one object. Keep one."
        ) from None
    except RecursionError:
        raise InstanceError(
            f"Line {deep_line(text)}: lists and objects lie too deep in each other."
            " No value of this format does; check the brackets."
        ) from None
    except json.JSONDecodeError as error:
        raise InstanceError(
            f"Line {error.lineno}: not JSON ({error.msg.lower()})."
            " Check the commas, quotes and brackets there."
        ) from None


class _Twice(Exception):
    """An object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise
    except ValueError:  # more digits than Python converts: too large whatever they say
        return json.loads(text, object_pairs_hook=_object, parse_int=_large)


def _large(digits: str) -> int:
    return int(digits) if len(digits) < 100 else int(digits[:99])


def _words(path: Path) -> str:
    """Say a path as people count: ("needs", 0, "seats") is needs row 1, "seats"."""
    words = []
    for depth, step in enumerate(path):
        if isinstance(step, str):
            words.append(step if depth == 0 else f'"{step}"')
        else:
            words.append(f"{'row' if depth == 1 else 'item'} {step + 1}")
    return ", ".join(words).replace(", row", " row", 1)


def _instance(data: Any) -> Instance:
    if type(data) is not dict:
        raise Wrong((), "not an instance. Put everything in one object, in braces.")
    if "format" in data and data["format"] != FORMAT:
        raise Wrong(
            ("format",), f'{shown(data["format"])} is not a format. Write "{FORMAT}".'
        )
    fields.record(data, (), required=("format", "needs", "assets"), allowed=TOP)
    needs = _rows(data, "needs", _need)
    groups = _rows(data, "groups", _group)
    assets = _rows(data, "assets", _asset)
    staff = _rows(data, "staff", _staff)
    if "fits" not in data and all(r.prefers is None for r in needs + groups + assets):
        raise Wrong((), 'neither "prefers" nor "fits" is given. Give one of them.')
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
            raise Wrong(
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
                raise Wrong(
                    ("groups", place, "members"),
                    f"{shown(member)} is not among the needs. Add it or leave it out.",
                )
            if member in home:
                raise Wrong(
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
        raise Wrong(
            path,
            f'"{what}" adds up to {total}; sums stay below 2^53. Use smaller numbers.',
        )


def _need(value: Any, path: Path) -> Need:
    row = fields.record(value, path, required=("ref",), allowed=NEED)
    return Need(
        ref=fields.ref(row["ref"], (*path, "ref")),
        prefers=_prefers(row, path),
        priority=fields.whole(row.get("priority", 0), (*path, "priority")),
        seats=fields.whole(row.get("seats", 1), (*path, "seats"), low=1),
        uses=fields.amounts(row.get("uses", {}), (*path, "uses")),
    )


def _group(value: Any, path: Path) -> Group:
    row = fields.record(value, path, required=("ref", "members"), allowed=GROUP)
    members = fields.refs(row["members"], (*path, "members"))
    if len(members) < 2:
        raise Wrong(
            (*path, "members"),
            "a group has two members at least. Add one, or leave the group out.",
        )
    return Group(
        ref=fields.ref(row["ref"], (*path, "ref")),
        members=members,
        prefers=_prefers(row, path),
    )


def _asset(value: Any, path: Path) -> Asset:
    row = fields.record(value, path, required=("ref",), allowed=ASSET)
    at = (*path, "staffing")
    staffing = fields.items(row.get("staffing", []), at, _staffing)
    roles = [line.role for line in staffing]
    for place, role in enumerate(roles):
        if role in roles[:place]:
            raise Wrong((*at, place), f"the role {shown(role)} stands twice. Keep one.")
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


def _staff(value: Any, path: Path) -> Staff:
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


def _prefers(row: Mapping[str, Any], path: Path) -> Any:
    if "prefers" not in row:
        return None
    return fields.prefers(row["prefers"], (*path, "prefers"))


def _limit(row: Mapping[str, Any], path: Path, name: str) -> int | None:
    return fields.whole(row[name], (*path, name)) if name in row else None
