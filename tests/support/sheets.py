"""Sheets made in a test: the day, the term, tables to .csv and .xlsx."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from matcher.intake import Intake
from matcher.model import Term

AS_OF = date(2026, 11, 22)
TERM = Term(date(2027, 1, 4), date(2027, 12, 17))
Read = Callable[..., Intake]
Rows = Sequence[Sequence[Any]]


def write_csv(path: Path, rows: Rows) -> Path:
    """Write rows as a .csv and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def write_book(
    path: Path, sheets: dict[str, Rows], change: Callable[[Any], None] | None = None
) -> Path:
    """Write rows as sheets of a workbook, changed at the end, and return its path."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    book.save(path)
    return path
