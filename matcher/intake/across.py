"""Checks between rows and sheets: doubled refs, refs that lead nowhere, lone groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from matcher.errors import Fault
from matcher.intake.known import SIDES, Where, each, everybody, nowhere, there
from matcher.intake.rulings import check_apart, check_decisions
from matcher.intake.table import Table
from matcher.intake.words import counted, did_you_mean
from matcher.model import Value
from matcher.schemes.scheme import Scheme

_DATES = ("from", "to")


def check_across(scheme: Scheme, tables: Sequence[Table]) -> tuple[Fault, ...]:
    """Add to each table the faults that only show between rows.

    Returns
    -------
    tuple of Fault
        What a round would lack: tables that no file held and that others lean on.
    """
    by_sheet = {name: [t for t in tables if t.sheet.name == name] for name in SIDES}
    refs = {name: _doubled(by_sheet[name]) for name in SIDES}
    _shared(refs)
    check_ranges(scheme, tables)
    _groups(scheme, by_sheet["needs"])
    _hubs(tables, refs["hubs"])
    known = everybody(by_sheet, refs)
    if by_sheet["assets"]:
        _trusts(by_sheet["needs"], known)
    check_decisions([t for t in tables if t.sheet.name == "decisions"], refs)
    check_apart([t for t in tables if t.sheet.name == "apart"], known)
    return tuple(_lacking(scheme, tables))


def _doubled(tables: Sequence[Table]) -> dict[str, Where]:
    """Return where each ref first stands; later rows with it get a fault."""
    first: dict[str, Where] = {}
    folded: dict[str, str] = {}
    for table, row in each(tables):
        if not row.ref:
            continue
        known = folded.setdefault(row.ref.casefold(), row.ref)
        if known not in first:
            first[row.ref] = (table, row)
            continue
        place = there(first[known], table)
        first.setdefault(row.ref, (table, row))
        if known != row.ref:
            message = f'"{row.ref}" differs only in capitals from "{known}" in {place}.'
            message += " Give each its own ref."
        elif row.values == first[known][1].values:
            message = f"This row says the same as {place}. Delete one of them."
        else:
            message = f'"{row.ref}" is already in {place}. Give each its own ref.'
        table.fault(row.number, "ref", message)
    return first


def _shared(refs: dict[str, dict[str, Where]]) -> None:
    for at, name in enumerate(SIDES):
        for other in SIDES[:at]:
            for ref in sorted(refs[name].keys() & refs[other].keys()):
                table, row = refs[name][ref]
                first = refs[other][ref]
                table.fault(
                    row.number,
                    "ref",
                    f'"{ref}" is also the ref of a {first[0].sheet.one}, '
                    f"{there(first, table)}. Give each its own ref.",
                )


def check_ranges(scheme: Scheme, tables: Sequence[Table]) -> None:
    """Add a fault for each asset whose upper end lies under its lower."""
    rules = [(g.kind, g.options) for g in scheme.gates]
    rules += [(c.kind, c.options) for c in scheme.criteria]
    ends = {"range": ("low", "high"), "in_range": ("low", "high"), "dates": _DATES}
    spans = {
        tuple(str(options.get(end, "")) for end in ends[kind])
        for kind, options in rules
        if kind in ends
    }
    for table, row in each([t for t in tables if t.sheet.name == "assets"]):
        for low, high in sorted(spans):
            bottom, top = row.values.get(low), row.values.get(high)
            if _after(bottom, top):
                written = table.written.get(low, low)
                table.fault(
                    row.number,
                    high,
                    f'This is less than "{written}" in the same row. Swap or correct '
                    "them.",
                )


def _after(bottom: Value | None, top: Value | None) -> bool:
    if bottom is None or top is None or type(bottom) is not type(top):
        return False
    return bool(bottom > top)  # type: ignore[operator]  # two ints or two dates


def _groups(scheme: Scheme, tables: Sequence[Table]) -> None:
    column = scheme.build.group
    if not column:
        return
    members: dict[str, list[Where]] = defaultdict(list)
    for table, row in each(tables):
        group = row.values.get(column)
        if isinstance(group, str):
            members[group].append((table, row))
    for group, rows in members.items():
        if len(rows) == 1:
            table, row = rows[0]
            table.fault(
                row.number,
                column,
                f'Nobody else is in group "{group}".'
                f"{did_you_mean(group, members.keys() - {group})} Add the others, or "
                "empty the cell.",
            )
        _same_plan(scheme.build.together, group, rows)


def _same_plan(column: str, group: str, rows: Sequence[Where]) -> None:
    plans = Counter(str(row.values[column]) for _, row in rows if column in row.values)
    if len(plans) < 2:
        return
    usual = min(plans, key=lambda plan: (-plans[plan], plan))
    for table, row in rows:
        if str(row.values.get(column, usual)) != usual:
            table.fault(
                row.number,
                column,
                f'Others in group "{group}" have "{usual}". Give the whole group one '
                "plan.",
            )


def _hubs(tables: Sequence[Table], hubs: dict[str, Where]) -> None:
    if not any(t.sheet.name == "hubs" for t in tables):
        return  # `_lacking` says so once
    for table, row in each([t for t in tables if t.sheet.name in SIDES[:3]]):
        hub = row.values.get("hub")
        if isinstance(hub, str) and hub not in hubs:
            table.fault(row.number, "hub", nowhere(hub, "Hubs", hubs))


def _trusts(tables: Sequence[Table], known: set[str]) -> None:
    for table, row in each(tables):
        trusted = row.values.get("trusts", ())
        for ref in trusted if isinstance(trusted, tuple) else ():
            if ref not in known:
                message = nowhere(str(ref), "any table, as a row or a holder", known)
                table.fault(row.number, "trusts", message)


def _lacking(scheme: Scheme, tables: Sequence[Table]) -> Iterator[Fault]:
    read = {table.sheet.name for table in tables}
    for name in ("needs", "assets"):
        if name not in read:
            sheet = scheme.sheets[name]
            yield Fault(
                "files",
                "",
                0,
                "",
                f"No table of {sheet.title} was given. Add a file with one.",
            )
    if "hubs" in read:
        return
    named = sum("hub" in row.values for _, row in each(tables))
    if named and "hubs" in scheme.sheets:
        title = scheme.sheets["hubs"].title
        yield Fault(
            "files",
            "",
            0,
            "",
            f"{counted(named, 'row')} name a hub, and no table of {title} was given. "
            "Add it.",
        )
