"""Sheets of a workbook that is safe to open: text stays text, however it begins.

What begins with = + - @, a tab or a line end is taken for a formula or a command by
some programs; such a cell carries the same mark that a person gives it with an
apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut, and says so."""
_HEAD = PatternFill("solid", fgColor="2F5D46")
_LINE = Border(bottom=Side("thin", color="D9D3C3"))
_WIDEST = 64

Value = str | int | None


def add_sheet(
    book: Workbook,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    widths: Sequence[int],
) -> None:
    """Add a sheet with a heading row that stays in sight and on every printed page.

    Parameters
    ----------
    widths : sequence of int
        In characters, one for each column.
    """
    sheet = book.create_sheet(title)
    for column, head in enumerate(heads, 1):
        _heading(put(sheet, 1, column, head))
    for at, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            _plain(put(sheet, at, column, value))
    for column, width in enumerate(widths, 1):
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = min(width, _WIDEST)
    sheet.freeze_panes = "B2"
    _print_set_up(sheet)


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write one value: a number as a number, anything else as text and never more."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.value = text if len(text) <= LONGEST else f"{text[:LONGEST]} (cut here)"
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(STARTS)
    else:
        cell.value = value
    return cell


def _heading(cell: Cell) -> None:
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _plain(cell: Cell) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _LINE


def _print_set_up(sheet: Worksheet) -> None:
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(
        left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("For staff only")
    )
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        right=_HeaderFooterPart("Page &P of &N")
    )
