"""What is odd about a table as a whole: cut off, merged, wider than its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.errors import Fault
from matcher.intake.grid import MOST_ROWS, Grid, blank, letters
from matcher.intake.headings import Headings
from matcher.intake.words import counted
from matcher.schemes.scheme import Sheet

_LAST_ROWS = (65_536, 1_048_576)  # where .xls and .xlsx sheets end


def shape_faults(
    grid: Grid, sheet: Sheet, headings: Headings, numbers: Sequence[int]
) -> list[Fault]:
    """Return the faults of the table's shape; `numbers` are indices of filled rows."""
    faults = [
        Fault(grid.file, grid.sheet, 0, "", message)
        for message in _whole(grid, sheet, numbers)
    ]
    if grid.cut and numbers:
        faults.append(Fault(grid.file, grid.sheet, numbers[-1] + 1, "", grid.cut))
    faults += _merged(grid, headings, numbers)
    faults += _wide(grid, headings, numbers)
    return faults


def _whole(grid: Grid, sheet: Sheet, numbers: Sequence[int]) -> Iterator[str]:
    if not numbers and sheet.name in ("needs", "assets"):
        yield f"There is no {sheet.one} below the headings. Add one."
    if len(numbers) > MOST_ROWS:
        yield f"The sheet has more than {MOST_ROWS:,} rows. Split it by area or year."
    if len(grid.rows) in _LAST_ROWS:
        yield (
            f"The sheet ends at row {len(grid.rows):,}, the last that an Excel file "
            "can hold: rows may have been cut off. Export it again as .csv."
        )


def _merged(grid: Grid, headings: Headings, numbers: Sequence[int]) -> Iterator[Fault]:
    known = {h.index + 1: h.written for h in headings.all if h.column}
    data = {index + 1 for index in numbers}
    for top, left, bottom, right in grid.merged:
        columns = [known[c] for c in range(left, right + 1) if c in known]
        rows = [row for row in range(top, bottom + 1) if row in data]
        if columns and rows and top > headings.below:
            yield Fault(
                grid.file,
                grid.sheet,
                rows[0],
                columns[0],
                f"The cells {letters(left)}{top}:{letters(right)}{bottom} are merged, "
                "so only the first has a value. Unmerge them and fill in each row.",
            )


def _wide(grid: Grid, headings: Headings, numbers: Sequence[int]) -> Iterator[Fault]:
    """Yield .csv rows with more values than headings: their values have moved."""
    width = max((h.index for h in headings.all), default=-1) + 1
    for index in numbers if not grid.typed else ():
        cells = grid.rows[index]
        if len(cells) > width and not all(map(blank, cells[width:])):
            yield Fault(
                grid.file,
                grid.sheet,
                index + 1,
                "",
                f"This row has {len(cells)} values under {width} headings. Put a value "
                "that holds the delimiter into quotation marks.",
            )


def shape_notes(grid: Grid, headings: Headings, numbers: Sequence[int]) -> list[str]:
    """Return what was read although hidden, and what was not read."""
    notes = [] if numbers else ["There are headings and no rows below them."]
    hidden = sum(index + 1 in grid.hidden_rows for index in numbers)
    if hidden:
        notes.append(f"{counted(hidden, 'hidden row')} read like the others.")
    notes += [
        f'The hidden column "{heading.written}" was read.'
        for heading in headings.all
        if heading.column and heading.index + 1 in grid.hidden_columns
    ]
    ignored = [f'"{h.written}"' for h in headings.extra()]
    if ignored:
        notes.append(f"Not part of the scheme, not read: {', '.join(ignored)}.")
    if bare := _bare(grid, headings, numbers):
        notes.append(f"Values without a heading, not read: column {', '.join(bare)}.")
    return notes


def _bare(grid: Grid, headings: Headings, numbers: Sequence[int]) -> list[str]:
    titled = {h.index for h in headings.all}
    bare = {
        i
        for index in numbers
        for i, raw in enumerate(grid.rows[index])
        if i not in titled and not blank(raw)
    }
    return [letters(i + 1) for i in sorted(bare)[:9]]
