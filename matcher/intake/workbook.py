"""Reading .xlsx: cells by calamine, what calamine leaves out by our own scan."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from matcher.intake.grid import Grid, Raw, refuse
from matcher.intake.packed import (
    Hostile,
    damaged,
    new_parser,
    open_packed,
    parse,
    read_through,
)
from matcher.intake.scanning import Scan, scan_sheet, shared_lengths

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """Read every visible sheet; hidden ones are named in the notes and not read.

    Raises
    ------
    FaultsFound
        Where the workbook is damaged, hostile, protected or too large.
    """
    with open_packed(path) as archive:
        try:
            scans = _scan_all(archive)
        except Hostile as error:
            raise refuse(path.name, str(error)) from None
    try:
        return _grids(path, scans)
    except (CalamineError, OSError, ValueError, KeyError):
        raise damaged(path.name) from None


def _grids(path: Path, scans: dict[str, Scan]) -> tuple[Grid, ...]:
    workbook = CalamineWorkbook.from_path(path)
    sheets = [m for m in workbook.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
    shown = [m.name for m in sheets if m.visible is SheetVisibleEnum.Visible]
    notes = tuple(
        f'The hidden sheet "{m.name}" was not read.'
        for m in sheets
        if m.visible is not SheetVisibleEnum.Visible
    )
    if not shown:
        raise refuse(path.name, "The workbook has no visible sheet with cells.")
    grids = []
    for name in shown:
        sheet = workbook.get_sheet_by_name(name)
        grids.append(_grid(path.name, sheet, scans[name], notes))
        notes = ()  # said once, with the first sheet
    return tuple(grids)


def _grid(file: str, sheet: CalamineSheet, scan: Scan, notes: tuple[str, ...]) -> Grid:
    rows: list[list[Raw]] = [
        list(row) for row in sheet.to_python(skip_empty_area=False)
    ]
    for (row, column), broken in scan.broken.items():
        _place(rows, row - 1, column - 1, broken)
    return Grid(
        file,
        sheet.name,
        tuple(map(tuple, rows)),
        frozenset(scan.hidden_rows),
        frozenset(scan.hidden_columns),
        tuple(scan.merged),
        notes,
        typed=True,
    )


def _place(rows: list[list[Raw]], row: int, column: int, raw: Raw) -> None:
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = raw


def _scan_all(archive: zipfile.ZipFile) -> dict[str, Scan]:
    parts = _sheet_parts(archive)
    read_through(archive, frozenset(parts.values()))
    strings = next(
        (n for n in archive.namelist() if n.lower() == "xl/sharedstrings.xml"), ""
    )
    texts = shared_lengths(archive, strings) if strings else []
    return {name: scan_sheet(archive, part, texts) for name, part in parts.items()}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return each sheet's path in the archive by its name."""
    names = {name.lower(): name for name in archive.namelist()}
    if _RELATIONS not in names:
        raise Hostile("The workbook has lost its list of sheets. Save it again.")
    targets = {
        row.get("Id", ""): _inside(row.get("Target", ""))
        for row in _elements(archive, _RELATIONS, "Relationship")
    }
    found = {}
    for row in _elements(archive, _WORKBOOK, "sheet"):
        relation = next((v for k, v in row.items() if k.endswith(":id")), "")
        part = names.get(targets.get(relation, "").lower(), "")
        name = row.get("name", "")
        if not part or name in found:
            raise Hostile("The workbook has lost one of its sheets. Save it again.")
        found[name] = part
    return found


def _inside(target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in PurePosixPath("xl", target).parts:
        if step == "..":
            del steps[-1:]
        else:
            steps.append(step)
    return "/".join(steps)


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = new_parser()
    parser.StartElementHandler = start
    parse(archive, part, parser)
    return found
