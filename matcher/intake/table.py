"""One table: its rows read column by column, so that whole columns can be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from matcher.errors import Fault
from matcher.intake.cells import Around, read_cell
from matcher.intake.columns import Cells, judge_columns, suits
from matcher.intake.giving import given_of
from matcher.intake.grid import Grid, Raw, blank
from matcher.intake.headings import Heading, Headings, heading_faults, repeats_headings
from matcher.intake.intake import Given
from matcher.intake.shape import shape_faults, shape_notes
from matcher.intake.words import counted
from matcher.intake.wrong import Wrong
from matcher.model import Record, Value
from matcher.schemes.scheme import Column, Sheet


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number, and what could be read of it."""

    number: int
    ref: str
    values: dict[str, Value]
    given: Given | None = None

    def record(self) -> Record:
        """Return the row as a record; its ref is not among the values."""
        values = {k: v for k, v in self.values.items() if k != "ref"}
        return Record(self.ref, values)


@dataclass(slots=True)
class Table:
    """One grid read for one sheet of the scheme.

    Parameters
    ----------
    grid : Grid
        Where it came from.
    sheet : Sheet
        What it was read as.
    written : dict of str to str
        Column name to the heading as the user wrote it.
    rows : list of Row
        Every row that holds something, in the order of the sheet.
    blank : int
        Empty rows between others.
    faults : list of Fault
        All of them; a row with one is refused.
    notes : list of str
        What was taken but is worth showing.
    """

    grid: Grid
    sheet: Sheet
    written: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    blank: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, row: int, column: str, message: str) -> None:
        """Add a fault of this table; `column` is the scheme's name for it."""
        written = self.written.get(column, column)
        place = (self.grid.file, self.grid.sheet, row, written)
        self.faults.append(Fault(*place, message))

    def refused(self) -> frozenset[int]:
        """Return the numbers of refused rows.

        Those with a fault; all of them where a fault is the whole column's, or the
        headings'.
        """
        if any(fault.row <= self.top for fault in self.faults):
            return frozenset(row.number for row in self.rows)
        return frozenset(fault.row for fault in self.faults)

    top: int = 0


def read_table(
    grid: Grid,
    sheet: Sheet,
    headings: Headings,
    around: Around,
    *,
    given: bool = False,
) -> Table:
    """Read every row below the headings.

    Parameters
    ----------
    grid, sheet, headings
        The cells, what they are read as, and what each column is.
    around : Around
        Gazetteer, day, capabilities, and dates that cannot lie in the future.
    given : bool
        Whether rows carry what their cells held.

    Returns
    -------
    Table
        With every fault of every cell; nothing is raised.
    """
    matched = headings.matched()
    table = Table(grid, sheet, {name: h.written for name, h in matched.items()})
    table.top = headings.top
    table.notes += [*grid.notes, *headings.notes]
    numbers = _filled(table, headings)

    def could_be(index: int, column: Column) -> bool:
        raws = [grid.cell(row, index) for row in numbers]
        return suits(Cells(column, "", index, raws, ()), column, around)

    table.faults += heading_faults(grid, sheet, headings, could_be)
    cells = [
        _column(table, column, matched.get(column.name), numbers, around)
        for column in sheet.columns
        if column.kind != "personal"
    ]
    _personal(table, headings, numbers)
    judged = judge_columns(grid, cells, around)
    table.faults += judged.faults
    table.notes += judged.notes
    shape = shape_faults(grid, sheet, headings, numbers)
    table.faults += shape
    _rows(table, cells, numbers, judged.columns)
    if given:
        read = [h for h in headings.matched().values() if h.column]
        table.rows = [
            replace(row, given=given_of(grid, read, row.number - 1, around.gazetteer))
            for row in table.rows
        ]
    table.notes += shape_notes(grid, headings, numbers)
    return table


def _filled(table: Table, headings: Headings) -> list[int]:
    """Return the indices of rows that hold something in a column we know."""
    grid = table.grid
    known = [h.index for h in headings.all if h.column]
    numbers, stray, again = [], [], []
    for row in range(headings.below, len(grid.rows)):
        cells = grid.rows[row]
        if not all(blank(cells[i]) for i in known if i < len(cells)):
            if repeats_headings(cells, headings):
                again.append(row + 1)
            else:
                numbers.append(row)
        elif not all(map(blank, cells)):
            stray.append(row + 1)
    last = numbers[-1] if numbers else headings.below - 1
    between = last + 1 - headings.below - len(numbers)
    table.blank = between - sum(row <= last for row in again)
    _row_notes(table, stray, again, len(grid.rows) - 1 - last)
    return numbers


def _row_notes(table: Table, stray: list[int], again: list[int], trailing: int) -> None:
    if table.blank:
        table.notes.append(f"{counted(table.blank, 'blank row')} between the others.")
    if trailing > 0:
        table.notes.append(f"{counted(trailing, 'empty row')} after the last one.")
    for row in again:
        table.notes.append(f"Row {row} says the headings again and was skipped.")
    if stray:
        table.notes.append(
            f"{counted(len(stray), 'row')} with values only in columns that are not "
            f"read, the first of them row {stray[0]}."
        )


def _column(
    table: Table,
    column: Column,
    heading: Heading | None,
    numbers: Sequence[int],
    around: Around,
) -> Cells:
    """Read one column; equal cells are read once."""
    if heading is None:
        empty, _ = read_cell(replace(column, required=False), "", around)
        return Cells(column, "", -1, [""] * len(numbers), [empty] * len(numbers))
    raws = [table.grid.cell(row, heading.index) for row in numbers]
    seen: dict[tuple[type, Raw], tuple[Value | Wrong | None, str]] = {}
    remarks: Counter[str] = Counter()
    values: list[Value | Wrong | None] = []
    for raw in raws:
        at = (type(raw), raw)
        if at not in seen:
            seen[at] = _read(column, raw, around)
        value, remark = seen[at]
        remarks[remark] += 1
        values.append(value)
    _remark_notes(table, heading, remarks)
    return Cells(column, heading.written, heading.index, raws, values)


def _read(column: Column, raw: Raw, around: Around) -> tuple[Value | Wrong | None, str]:
    try:
        return read_cell(column, raw, around)
    except Wrong as wrong:
        return wrong.with_traceback(None), ""


def _remark_notes(table: Table, heading: Heading, remarks: Counter[str]) -> None:
    for remark, count in sorted(remarks.items()):
        if remark == "dates typed as text" and not table.grid.typed:
            continue  # in a .csv everything is text
        if remark:
            table.notes.append(f'Column "{heading.written}": {remark}: {count:,}.')


def _personal(table: Table, headings: Headings, numbers: Sequence[int]) -> None:
    """Count what stands in personal columns; the values are not kept anywhere."""
    columns = [h for h in headings.all if h.column and h.column.kind == "personal"]
    for heading in columns:
        count = sum(not blank(table.grid.cell(n, heading.index)) for n in numbers)
        table.notes.append(
            f'Personal column "{heading.written}": {counted(count, "value")} counted, '
            "none kept."
        )


def _rows(
    table: Table,
    cells: Sequence[Cells],
    numbers: Sequence[int],
    judged: frozenset[str],
) -> None:
    """Keep what was read; cells of a judged column or row have no fault of theirs."""
    moved = {fault.row for fault in table.faults if fault.row and not fault.column}
    for at, index in enumerate(numbers):
        values: dict[str, Value] = {}
        for column in cells:
            value = column.values[at]
            if isinstance(value, Wrong):
                if column.column.name not in judged and index + 1 not in moved:
                    table.fault(index + 1, column.column.name, str(value))
            elif value is not None:
                values[column.column.name] = value
        table.rows.append(Row(index + 1, str(values.get("ref", "")), values))
