"""Reading .csv: encodings, delimiters and cut-off files, each recognised or refused."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from matcher.intake.grid import MOST_ROWS, Grid, refuse
from matcher.intake.words import key

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_LONGEST = 32_767  # characters in one cell, Excel's own limit
_LONG = "A value here is longer than any cell can be. Check the quotation marks."
_QUOTE = (
    "A quotation mark is opened here and not closed where the value ends. "
    "Double it inside a value, or take it out."
)
_HEAD = 30  # rows in which the headings are looked for
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


def read_delimited(path: Path, headings: frozenset[str]) -> Grid:
    """Read a text table; its encoding and delimiter become notes.

    Raises
    ------
    FaultsFound
        Where no encoding fits, a quotation mark is never closed, or the sheet has
        more than 200,000 rows.
    """
    name = path.name
    text, encoding = _decode(name, path.read_bytes())
    text, delimiter = _delimiter(text, headings)
    rows = _rows(name, text, delimiter)
    notes = []
    if encoding:
        notes.append(f"The text was read as {encoding}.")
    if delimiter != ",":
        notes.append(f"The columns are parted by {DELIMITERS[delimiter]}.")
    cut = _cut_off(text, rows)
    return Grid(name, "", tuple(rows), notes=tuple(notes), cut=cut)


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for bom, encoding, called in _BOMS:
        if data.startswith(bom):
            return _strictly(name, data, encoding), called
    if data[:1000].count(b"\x00") > len(data[:1000]) // 4:
        wide = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return _strictly(name, data, wide), "UTF-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(name, data, "cp1252"), "Windows-1252"
    return _strictly(name, data, "utf-8"), ""


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise refuse(
            name,
            "The text is in no encoding that we know, or was cut off. "
            "Save it as .xlsx, or as CSV UTF-8.",
        ) from None
    if "\x00" in text:
        raise refuse(name, "The file holds NUL characters. Save it again as CSV UTF-8.")
    return text


def _delimiter(text: str, headings: frozenset[str]) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == 5 and told[4] in DELIMITERS:
        return "\n" + rest, told[4]  # Excel's own hint; the line still counts as a row
    head = text[:200_000]
    return text, max(DELIMITERS, key=lambda mark: _suits(head, mark, headings))


def _suits(head: str, mark: str, headings: frozenset[str]) -> tuple[int, int]:
    rows = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark)
    try:
        for _, row in zip(range(_HEAD), reader, strict=False):
            rows.append(row)
    except csv.Error:
        pass  # the reading that counts will say so
    known = max((sum(key(c) in headings for c in row) for row in rows), default=0)
    return known, max((len(row) for row in rows), default=0)


def _rows(name: str, text: str, delimiter: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    csv.field_size_limit(_LONGEST * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(tuple(row))
            if len(rows) > MOST_ROWS + _HEAD:
                raise refuse(name, _too_many())
    except csv.Error as error:
        long = "limit" in str(error)
        raise refuse(name, _LONG if long else _QUOTE, row=len(rows) + 1) from None
    return rows


def _too_many() -> str:
    return f"The sheet has more than {MOST_ROWS:,} rows. Split it by area or year."


def _cut_off(text: str, rows: list[tuple[str, ...]]) -> str:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 3 or text.endswith(("\n", "\r")):
        return ""
    *body, last = filled
    if len(last) < min(len(row) for row in body):
        return "The last line stops early, as if the file was cut off. Save it again."
    return ""
