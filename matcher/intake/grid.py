"""A sheet as it was read: raw cells, row numbers, what is hidden or merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from matcher.errors import Fault, FaultsFound
from matcher.intake.words import tidy

MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds an Excel error, or a formula that was never worked out."""

    code: str

    def __str__(self) -> str:
        return self.code


Raw = str | int | float | bool | date | time | timedelta | Broken


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of one file, cells as they came.

    Parameters
    ----------
    file, sheet : str
        The file's name without its folder, and the sheet's ("" for a .csv).
    rows : tuple of tuple
        Row i stands in spreadsheet row i + 1; an empty cell is "".
    hidden_rows, hidden_columns : frozenset of int
        Numbered from 1.
    merged : tuple of (int, int, int, int)
        First row, first column, last row, last column, from 1.
    notes : tuple of str
        What was recognised or left out while reading.
    typed : bool
        True where cells carry types (.xlsx), False where all are text (.csv).
    cut : str
        Why the file may have been cut off, or "".
    """

    file: str
    sheet: str
    rows: tuple[tuple[Raw, ...], ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: tuple[str, ...] = ()
    typed: bool = False
    cut: str = ""

    def cell(self, row: int, column: int) -> Raw:
        """Return the cell at row and column, both from 0; "" beyond the edge."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""


def blank(raw: Raw) -> bool:
    """Return True for an empty cell: nothing, spaces, or a lone dash."""
    if not isinstance(raw, str):
        return False
    text = raw.strip(" \t\r\n-")
    return not text or (not text.isascii() and not tidy(text).strip(" -"))


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def refuse(
    file: str, message: str, *, sheet: str = "", row: int = 0, column: str = ""
) -> FaultsFound:
    """Return the error for one fault of a file, to be raised."""
    return FaultsFound([Fault(file, sheet, row, column, message)])
