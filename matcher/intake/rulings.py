"""Checks of what was decided before: the sheets ``decisions`` and ``apart``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from matcher.intake.known import Where, each, nowhere, there
from matcher.intake.table import Row, Table
from matcher.intake.words import counted

Refs = Mapping[str, Mapping[str, Where]]
_PAST = ("previous", "declined")  # may name somebody who has left
_HELD = {"pin": "held", "agreed": "held", "previous": "previous"}


def check_decisions(tables: Sequence[Table], refs: Refs) -> None:
    """Add faults for decisions that name nobody, or contradict each other."""
    said: dict[tuple[str, str], tuple[str, Where]] = {}
    held: dict[tuple[str, str], tuple[str, Where]] = {}
    for table in tables:
        rows = [(row, ruling) for row in table.rows if (ruling := _ruling(row))]
        if _swapped([ruling for _, ruling in rows], refs):
            message = 'The values of "need" and "asset" stand in each other\'s column.'
            table.fault(0, "need", f"{message} Swap the two headings.")
            continue
        gone: Counter[str] = Counter()
        for row, ruling in rows:
            _check_named(table, row, ruling, refs, gone)
            _check_pair(table, row, ruling, said)
            _check_held(table, row, ruling, held)
        for kind, count in sorted(gone.items()):
            table.notes.append(
                f'{counted(count, "row")} "{kind}" with a ref that is no longer in '
                "the other tables."
            )


def _ruling(row: Row) -> tuple[str, str, str] | None:
    need, asset, kind = (row.values.get(c) for c in ("need", "asset", "decision"))
    return (str(need), str(asset), str(kind)) if need and asset and kind else None


def _swapped(rulings: Sequence[tuple[str, str, str]], refs: Refs) -> bool:
    wrong = sum(
        need in refs["assets"] and asset in refs["needs"] for need, asset, _ in rulings
    )
    return 2 * wrong > len(rulings)


def _check_named(
    table: Table,
    row: Row,
    ruling: tuple[str, str, str],
    refs: Refs,
    gone: Counter[str],
) -> None:
    need, asset, kind = ruling
    for column, ref, side in (("need", need, "needs"), ("asset", asset, "assets")):
        known = refs[side]
        if not known or ref in known:
            continue
        if kind in _PAST:
            gone[kind] += 1
        else:
            title = next(iter(known.values()))[0].sheet.title
            table.fault(row.number, column, nowhere(ref, title, known))


def _check_pair(
    table: Table,
    row: Row,
    ruling: tuple[str, str, str],
    said: dict[tuple[str, str], tuple[str, Where]],
) -> None:
    """Refuse a pair said twice, or both held and kept from each other."""
    need, asset, kind = ruling
    before = said.setdefault((need, asset), (kind, (table, row)))
    kinds = {before[0], kind}
    contrary = kinds & {"pin", "agreed"} and kinds & {"forbid", "declined"}
    if before[1][1] is not row and (len(kinds) == 1 or contrary):
        where = there(before[1], table).capitalize()
        message = f'{where} says "{before[0]}" of the same pair. Keep one.'
        table.fault(row.number, "decision", message)


def _check_held(
    table: Table,
    row: Row,
    ruling: tuple[str, str, str],
    held: dict[tuple[str, str], tuple[str, Where]],
) -> None:
    """Refuse a need held to two assets at once."""
    need, asset, kind = ruling
    if kind not in _HELD:
        return
    first, where = held.setdefault((need, _HELD[kind]), (asset, (table, row)))
    if first != asset:
        message = f'"{need}" is already held to "{first}" in {there(where, table)}.'
        table.fault(row.number, "asset", f"{message} Keep one.")


def check_apart(tables: Sequence[Table], known: Collection[str]) -> None:
    """Add faults for pairs kept apart that name nobody, or one person twice."""
    for table, row in each(tables):
        one, other = row.values.get("one"), row.values.get("other")
        if one and one == other:
            message = "Nobody can be kept apart from themselves."
            table.fault(row.number, "other", message)
        for column, ref in (("one", one), ("other", other)):
            if isinstance(ref, str) and known and ref not in known:
                table.fault(row.number, column, nowhere(ref, "any table", known))
