"""Rows of a scheme as a workbook that is safe to open, and to import again."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl.workbook import Workbook

from api.reports.cells import add_sheet

_WIDTH = 18


def rows_book(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet; a cell's text stays text, however it begins."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, title, heads, rows, widths=[_WIDTH] * len(heads))
    written = BytesIO()
    book.save(written)
    return written.getvalue()
