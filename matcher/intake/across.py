"""Checks between rows and sheets: doubled refs, refs that lead nowhere, lone groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from matcher.errors import Fault
from matcher.intake.table import Row, Table
from matcher.intake.words import counted, did_you_mean, key, nearest
from matcher.model import Value
from matcher.schemes.scheme import Scheme

SIDES = ("needs", "assets", "staff", "hubs")
_DATES = ("from", "to")
_PERSONS = ("holder", "person", "partner")
_Where = tuple[Table, Row]


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
    _ranges(scheme, tables)
    _groups(scheme, by_sheet["needs"])
    _hubs(tables, refs["hubs"])
    _trusts(by_sheet, refs)
    _decisions([t for t in tables if t.sheet.name == "decisions"], refs)
    _apart([t for t in tables if t.sheet.name == "apart"], by_sheet, refs)
    return tuple(_lacking(scheme, tables))


def _each(tables: Sequence[Table]) -> Iterator[_Where]:
    for table in tables:
        for row in table.rows:
            yield table, row


def _place(row: Row, table: Table, other: Table) -> str:
    if table.grid.file != other.grid.file:
        return f"row {row.number} of {table.grid.file}"
    if table.grid.sheet != other.grid.sheet:
        return f'row {row.number} of "{table.grid.sheet}"'
    return f"row {row.number}"


def _doubled(tables: Sequence[Table]) -> dict[str, _Where]:
    """Return where each ref first stands; later rows with it get a fault."""
    first: dict[str, _Where] = {}
    folded: dict[str, str] = {}
    for table, row in _each(tables):
        if not row.ref:
            continue
        known = folded.setdefault(row.ref.casefold(), row.ref)
        if known not in first:
            first[row.ref] = (table, row)
            continue
        there = _place(first[known][1], first[known][0], table)
        if known != row.ref:
            message = f'"{row.ref}" differs only in capitals from "{known}" in {there}.'
            message += " Give each its own ref."
        elif row.values == first[known][1].values:
            message = f"This row says the same as {there}. Delete one of them."
        else:
            message = f'"{row.ref}" is already in {there}. Give each its own ref.'
        table.fault(row.number, "ref", message)
    return first


def _shared(refs: dict[str, dict[str, _Where]]) -> None:
    for at, name in enumerate(SIDES):
        for other in SIDES[:at]:
            for ref in sorted(refs[name].keys() & refs[other].keys()):
                table, row = refs[name][ref]
                first, there = refs[other][ref]
                table.fault(
                    row.number,
                    "ref",
                    f'"{ref}" is also the ref of a {first.sheet.one}, '
                    f"{_place(there, first, table)}. Give each its own ref.",
                )


def _ranges(scheme: Scheme, tables: Sequence[Table]) -> None:
    rules = [(g.kind, g.options) for g in scheme.gates]
    rules += [(c.kind, c.options) for c in scheme.criteria]
    ends = {"range": ("low", "high"), "in_range": ("low", "high"), "dates": _DATES}
    spans = {
        tuple(str(options.get(end, "")) for end in ends[kind])
        for kind, options in rules
        if kind in ends
    }
    for table, row in _each([t for t in tables if t.sheet.name == "assets"]):
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
    members: dict[str, list[_Where]] = defaultdict(list)
    for table, row in _each(tables):
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


def _same_plan(column: str, group: str, rows: Sequence[_Where]) -> None:
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


def _hubs(tables: Sequence[Table], hubs: dict[str, _Where]) -> None:
    if not any(t.sheet.name == "hubs" for t in tables):
        return  # `_lacking` says so once
    for table, row in _each([t for t in tables if t.sheet.name in SIDES[:3]]):
        hub = row.values.get("hub")
        if isinstance(hub, str) and hub not in hubs:
            table.fault(row.number, "hub", _nowhere(hub, "Hubs", hubs))


def _nowhere(ref: str, where: str, known: dict[str, _Where] | set[str]) -> str:
    return f'"{ref}" is no ref in {where}.{_suggest(ref, known)} Correct it, or add it.'


def _suggest(ref: str, known: dict[str, _Where] | set[str]) -> str:
    same = {key(name): name for name in known}.get(key(ref)) if known else None
    near = same or nearest(ref, known)
    return f' Did you mean "{near}"?' if near else ""


def _persons(by_sheet: dict[str, list[Table]]) -> set[str]:
    rows = [row for name in SIDES for _, row in _each(by_sheet[name])]
    found = {row.values.get(column) for row in rows for column in _PERSONS}
    return {person for person in found if isinstance(person, str)}


def _trusts(
    by_sheet: dict[str, list[Table]], refs: dict[str, dict[str, _Where]]
) -> None:
    if not by_sheet["assets"]:
        return
    known = _persons(by_sheet).union(*(refs[name] for name in SIDES))
    for table, row in _each(by_sheet["needs"]):
        trusted = row.values.get("trusts", ())
        for ref in trusted if isinstance(trusted, tuple) else ():
            if ref not in known:
                message = _nowhere(str(ref), "any table, as a row or a holder", known)
                table.fault(row.number, "trusts", message)


def _decisions(tables: Sequence[Table], refs: dict[str, dict[str, _Where]]) -> None:
    said: dict[tuple[str, str], tuple[str, _Where]] = {}
    held: dict[str, tuple[str, _Where]] = {}
    gone: Counter[tuple[int, str]] = Counter()
    for at, table in enumerate(tables):
        for row in table.rows:
            need, asset, kind = (
                str(row.values.get(c, "")) for c in ("need", "asset", "decision")
            )
            if not (need and asset and kind):
                continue
            if kind in ("previous", "declined"):
                gone[at, kind] += _missing(need, asset, refs)
            else:
                _known(table, row, need, asset, refs)
            _contradicts(table, row, (need, asset, kind), said, held)
    for (at, kind), count in sorted(gone.items()):
        if count:
            tables[at].notes.append(
                f'{counted(count, "row")} "{kind}" name somebody who is no longer '
                "in the other tables."
            )


def _missing(need: str, asset: str, refs: dict[str, dict[str, _Where]]) -> bool:
    lost = refs["needs"] and need not in refs["needs"]
    return bool(lost or (refs["assets"] and asset not in refs["assets"]))


def _known(
    table: Table, row: Row, need: str, asset: str, refs: dict[str, dict[str, _Where]]
) -> None:
    for column, ref, side in (("need", need, "needs"), ("asset", asset, "assets")):
        known = refs[side]
        if known and ref not in known:
            title = next(iter(known.values()))[0].sheet.title
            table.fault(row.number, column, _nowhere(ref, title, known))


def _contradicts(
    table: Table,
    row: Row,
    ruling: tuple[str, str, str],
    said: dict[tuple[str, str], tuple[str, _Where]],
    held: dict[str, tuple[str, _Where]],
) -> None:
    need, asset, kind = ruling
    before = said.setdefault((need, asset), (kind, (table, row)))
    if before[1][1] is not row and _clash(before[0], kind):
        there = _place(before[1][1], before[1][0], table)
        table.fault(
            row.number,
            "decision",
            f'{there.capitalize()} says "{before[0]}" of the same pair. Keep one.',
        )
    if kind in ("pin", "agreed"):
        first, where = held.setdefault(need, (asset, (table, row)))
        if first != asset:
            there = _place(where[1], where[0], table)
            message = f'"{need}" is already held to "{first}" in {there}. Keep one.'
            table.fault(row.number, "asset", message)


def _clash(one: str, other: str) -> bool:
    together, never = {"pin", "agreed"}, {"forbid", "declined"}
    kinds = {one, other}
    return one == other or bool(kinds & together and kinds & never)


def _apart(
    tables: Sequence[Table],
    by_sheet: dict[str, list[Table]],
    refs: dict[str, dict[str, _Where]],
) -> None:
    known = _persons(by_sheet).union(*(refs[name] for name in SIDES))
    for table, row in _each(tables):
        one, other = row.values.get("one"), row.values.get("other")
        if one and one == other:
            table.fault(
                row.number, "other", "Nobody can be kept apart from themselves."
            )
        for column, ref in (("one", one), ("other", other)):
            if isinstance(ref, str) and known and ref not in known:
                table.fault(row.number, column, _nowhere(ref, "any table", known))


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
    named = sum("hub" in row.values for _, row in _each(tables))
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
