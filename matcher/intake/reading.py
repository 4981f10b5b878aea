"""Files in, records and every fault out: the parser that all of Acorns shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.errors import Fault, FaultsFound
from matcher.intake.across import check_across
from matcher.intake.cells import Around
from matcher.intake.choosing import APART, DECISIONS, Choice, choose
from matcher.intake.grid import Grid, refuse
from matcher.intake.headings import heading_keys
from matcher.intake.intake import Count, Given, Intake, Note
from matcher.intake.known import SIDES
from matcher.intake.opening import read_grids
from matcher.intake.table import Table, read_table
from matcher.model import Record, Ruling
from matcher.schemes.scheme import Scheme, Sheet

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer


def read_sheets(
    scheme: Scheme,
    files: Sequence[Path],
    *,
    gazetteer: Gazetteer,
    as_of: date,
    given: bool = False,
) -> Intake:
    """Read every table of the files for one scheme.

    Parameters
    ----------
    scheme : Scheme
        Its sheets say which columns there are and what they hold.
    files : sequence of Path
        .xlsx and .csv, in any order; together they hold the tables of a round.
    gazetteer : Gazetteer
        Finds the places of postcodes.
    as_of : date
        The day against which "in the future" is measured.
    given : bool
        Whether what the cells held is wanted too, as a database wants it. Commands
        over files never ask.

    Returns
    -------
    Intake
        Accepted records and every fault at once. Personal columns are counted, and
        their values kept nowhere but in what was asked for with `given`. The order
        of rows, sheets and files changes nothing but the order of notes.
    """
    around = Around(gazetteer, as_of, tuple(sorted(scheme.capabilities)))
    faults: list[Fault] = []
    notes: list[Note] = []
    tables: list[Table] = []
    for choice in _choices(scheme, files, faults, notes):
        here = replace(around, past=past_columns(scheme, choice.sheet.name))
        table = read_table(
            choice.grid, choice.sheet, choice.headings, here, given=given
        )
        tables.append(table)
    lacking = check_across(scheme, tables)
    for table in tables:
        faults += table.faults
        notes += _notes(table.grid, table.notes)
    return _intake(tables, faults, () if faults and not tables else lacking, notes)


def _choices(
    scheme: Scheme, files: Iterable[Path], faults: list[Fault], notes: list[Note]
) -> Iterator[Choice]:
    """Yield the tables of all files; files that cannot be read become faults."""
    sheets = (*scheme.sheets.values(), DECISIONS, APART)
    known = heading_keys(sheets)
    seen: set[Path] = set()
    for path in files:
        try:
            if path.resolve() in seen:
                raise refuse(path.name, "This file was given twice. Give it once.")
            seen.add(path.resolve())
            grids = read_grids(path, known)
        except FaultsFound as error:
            faults += error.faults
            continue
        yield from _of_file(scheme, grids, sheets, faults, notes)


def _of_file(
    scheme: Scheme,
    grids: Sequence[Grid],
    sheets: Sequence[Sheet],
    faults: list[Fault],
    notes: list[Note],
) -> Iterator[Choice]:
    found: dict[str, Choice] = {}
    alone = len(grids) == 1
    words = (scheme.name, scheme.title)
    for grid in grids:
        try:
            choice = choose(grid, sheets, alone=alone, words=words)
            if choice and choice.sheet.name in found:
                raise _twice(grid, choice, found[choice.sheet.name])
        except FaultsFound as error:
            faults += error.faults
            continue
        if choice:
            found[choice.sheet.name] = choice
            yield choice
        else:
            message = "This sheet is no table of the scheme and was not read."
            notes += _notes(grid, [*grid.notes, message])
    if not found and not any(fault.file == grids[0].file for fault in faults):
        titles = ", ".join(sheet.title for sheet in sheets)
        message = f"No sheet of this workbook is a table of the scheme: {titles}."
        faults.append(Fault(grids[0].file, "", 0, "", message))


def _twice(grid: Grid, choice: Choice, first: Choice) -> FaultsFound:
    return refuse(
        grid.file,
        f'This sheet and "{first.grid.sheet}" both hold {choice.sheet.title}. '
        "Keep one, or put all rows into one.",
        sheet=grid.sheet,
    )


def past_columns(scheme: Scheme, sheet: str) -> frozenset[str]:
    """Return the date columns that the rules read as something that happened."""
    names: set[str] = set()
    for gate in scheme.gates:
        if gate.kind == "check":
            dates = [str(gate.options.get(k, "")) for k in ("issued", "rechecked")]
            partner = str(gate.options.get("partner", ""))
            names |= {*dates, *(partner + name for name in dates)}
    if sheet == "needs":
        rules = [rule for rule in scheme.build.priority if "months" in rule]
        names |= {str(rule.get("column", "")) for rule in rules}
    return frozenset(names - {""})


def _notes(grid: Grid, messages: Iterable[str]) -> list[Note]:
    return [Note(grid.file, grid.sheet, message) for message in messages]


def _intake(
    tables: Sequence[Table],
    faults: Sequence[Fault],
    lacking: Sequence[Fault],
    notes: Sequence[Note],
) -> Intake:
    rows = {name: _accepted(tables, name) for name in SIDES}
    decided = _accepted(tables, "decisions")
    pairs = _accepted(tables, "apart")
    return Intake(
        **rows,
        rulings=tuple(sorted({_ruling(record) for record in decided})),
        apart=tuple(sorted({_pair(record) for record in pairs})),
        faults=tuple(sorted(faults)),
        lacking=tuple(sorted(lacking)),
        counts=_counts(tables),
        notes=tuple(dict.fromkeys(notes)),
        given=_given(tables),
    )


def _given(tables: Sequence[Table]) -> Mapping[tuple[str, str], Given]:
    refused = {id(table): table.refused() for table in tables}
    return {
        (table.sheet.name, row.ref): row.given
        for table in tables
        for row in table.rows
        if row.given is not None and row.number not in refused[id(table)]
    }


def _accepted(tables: Sequence[Table], name: str) -> tuple[Record, ...]:
    records = []
    for table in tables:
        if table.sheet.name == name:
            refused = table.refused()
            records += [r.record() for r in table.rows if r.number not in refused]
    return tuple(sorted(records, key=lambda record: record.ref))


def _ruling(record: Record) -> Ruling:
    return Ruling(record.get("need"), record.get("asset"), record.get("decision"))


def _pair(record: Record) -> tuple[str, str]:
    one, other = sorted((record.get("one"), record.get("other")))
    return one, other


def _counts(tables: Sequence[Table]) -> Mapping[str, Count]:
    counts: dict[str, Count] = {}
    for table in tables:
        before = counts.get(table.sheet.name, Count())
        numbers = table.refused()
        refused = sum(row.number in numbers for row in table.rows)
        counts[table.sheet.name] = Count(
            before.rows + len(table.rows),
            before.accepted + len(table.rows) - refused,
            before.refused + refused,
            before.blank + table.blank,
        )
    return dict(sorted(counts.items()))
