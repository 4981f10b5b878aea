"""One row from a form, read by the very readers of the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from matcher.errors import Fault
from matcher.intake.across import check_ranges
from matcher.intake.cells import Around
from matcher.intake.grid import Grid
from matcher.intake.headings import Heading, Headings
from matcher.intake.intake import Given
from matcher.intake.reading import past_columns
from matcher.intake.table import Row, read_table
from matcher.model import Value
from matcher.schemes.scheme import Scheme

if TYPE_CHECKING:
    from matcher.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class OneRow:
    """What a row's cells said: values, what was given, and every fault by column.

    Parameters
    ----------
    ref : str
        The row's ref, where the cells name one.
    values : mapping of str to Value
        What the row holds afterwards, its ref not among them.
    """

    ref: str
    values: Mapping[str, Value]
    given: Given
    faults: tuple[Fault, ...]


def read_row(
    scheme: Scheme,
    sheet: str,
    cells: Mapping[str, str],
    *,
    gazetteer: Gazetteer,
    as_of: date,
    now: Mapping[str, Value] | None = None,
) -> OneRow:
    """Read the cells of one row, by column name, as a sheet's are read.

    Parameters
    ----------
    cells : mapping of str to str
        Text by column; a lone dash clears, an empty text leaves what is there.
    now : mapping, optional
        What the row holds, where it is there already: then only the columns named are
        read. A new row is read whole.

    Returns
    -------
    OneRow
        Nothing is raised; a column that the sheet does not have is a fault
        that does not repeat its name.
    """
    known = scheme.sheets[sheet]
    names = {column.name for column in known.columns}
    said = {name: text for name, text in cells.items() if now is None or text.strip()}
    columns = [c for c in known.columns if now is None or c.name in said]
    part = replace(known, columns=tuple(columns))
    headings = tuple(Heading(at, c.name, c) for at, c in enumerate(columns))
    row = tuple(said.get(column.name, "") for column in columns)
    grid = Grid("form", known.title, (tuple(c.name for c in columns), row))
    around = Around(
        gazetteer,
        as_of,
        tuple(sorted(scheme.capabilities)),
        past_columns(scheme, sheet),
    )
    table = read_table(grid, part, Headings(1, 1, headings), around, given=True)
    found = table.rows[0] if table.rows else Row(2, "", {})
    given = found.given or Given()
    values = _after(found, given, now)
    table.rows = [Row(2, found.ref, values)]
    check_ranges(scheme, [table])
    faults = [
        Fault("form", sheet, 0, fault.column, fault.message)
        for fault in table.faults
        if fault.column or table.rows[0].ref
    ]
    faults += [
        Fault("form", sheet, 0, "", "There is no such column.")
        for _ in cells.keys() - names
    ]
    return OneRow(found.ref, values, given, tuple(sorted(faults)))


def _after(
    found: Row, given: Given, now: Mapping[str, Value] | None
) -> dict[str, Value]:
    read = {name: value for name, value in found.values.items() if name != "ref"}
    if now is None:
        return read
    kept = {name: value for name, value in now.items() if name not in given.cleared}
    said = given.filled | given.cleared
    return kept | {name: value for name, value in read.items() if name in said}
