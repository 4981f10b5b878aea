"""Which kind of file this is, told by its first bytes and not by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from matcher.intake.delimited import read_delimited
from matcher.intake.grid import Grid, refuse
from matcher.intake.workbook import read_workbook

MOST_BYTES = 100_000_000
_SAVE_AS = "Open it in Excel or LibreOffice and save it as .xlsx or .csv."
_LOCKED = "protected with a password"
_ZIPPED = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
    "Index/Document.iwa": "a Numbers document",
}
_STARTS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"SQLite format 3", "a database file"),
)


def read_grids(path: Path, headings: frozenset[str]) -> tuple[Grid, ...]:
    """Read every visible sheet of one file.

    Parameters
    ----------
    path : Path
        A .xlsx or .csv file; what it is follows from its bytes.
    headings : frozenset of str
        Keys of headings that the scheme knows; they settle the delimiter of a .csv.

    Raises
    ------
    FaultsFound
        Where the file cannot or must not be read; one sentence says why.
    """
    name = path.name
    start = _start(path)
    if start.startswith(b"PK"):
        _check_zip(path)
        return read_workbook(path)
    what = _other_kind(start, path)
    if what == _LOCKED:
        raise refuse(name, f"This is {what}. Take the password off and save it again.")
    if what:
        raise refuse(name, f"This is {what}, which is not read. {_SAVE_AS}")
    grid = read_delimited(path, headings)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        note = f'It is named "{path.suffix}" but holds plain text; it was read as .csv.'
        return (_with_note(grid, note),)
    return (grid,)


def _with_note(grid: Grid, note: str) -> Grid:
    return Grid(
        grid.file, grid.sheet, grid.rows, notes=(*grid.notes, note), cut=grid.cut
    )


def _start(path: Path) -> bytes:
    name = path.name
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "not there"
            raise refuse(name, f"This file is {what}. Check the name and the folder.")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise refuse(name, f"The file cannot be opened ({why}).") from None
    if size > MOST_BYTES:
        raise refuse(
            name, f"The file has {size // 10**6:,} MB; the limit is 100. Split it."
        )
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse(name, "The file is empty. Save the sheet again and retry.")
    return start


def _other_kind(start: bytes, path: Path) -> str:
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        text = path.read_bytes()
        if "EncryptedPackage".encode("utf-16-le") in text:
            return _LOCKED
        return "an old Excel file (.xls, cut off at 65,536 rows)"
    for magic, what in _STARTS:
        if start.startswith(magic):
            return what
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        return "a web page under another name"
    if head.startswith((b"<?xml", b"<!doctype")):
        return "an XML file"
    return ""


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refuse(
            path.name,
            "The workbook is damaged or was cut off. Save or download it again.",
        ) from None
    if "xl/workbook.xml" in names:
        return
    for part, what in _ZIPPED.items():
        if part in names:
            raise refuse(path.name, f"This is {what}, which is not read. {_SAVE_AS}")
    raise refuse(path.name, f"This is a zip file without a workbook. {_SAVE_AS}")
