"""The coordinator's workbook, opened again by two readers."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from support.reported import CANARY, HOSTILE, Round

from api.reports import write_workbook
from api.reports.cells import STARTS
from api.reports.small_counts import FEWER
from matcher.verifying import CheckDone, Verification

SHEETS = [
    "Summary",
    "Proposed",
    "For you to choose",
    "Waiting",
    "Empty seats",
    "Checks and hashes",
]


def written(each: Round, folder: Path) -> Path:
    """Return where the workbook of a round was written."""
    path = folder / "round.xlsx"
    write_workbook(path, each.result, each.snapshot, each.scheme)
    assert [file.name for file in folder.iterdir()] == ["round.xlsx"]
    return path


@pytest.fixture(scope="module")
def path(a_round: Round, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook."""
    return written(a_round, tmp_path_factory.mktemp("book"))


def test_both_readers_find_the_same(path: Path) -> None:
    """Sheets, rows and values are the same for openpyxl and for calamine."""
    mine = openpyxl.load_workbook(path)
    theirs = CalamineWorkbook.from_path(path)
    assert mine.sheetnames == theirs.sheet_names == SHEETS
    for sheet in mine:
        one = [["" if v is None else v for v in row] for row in sheet.values]
        assert one == theirs.get_sheet_by_name(sheet.title).to_python()


def test_the_values_are_those_of_the_round(path: Path) -> None:
    """A pair, a choice, somebody who waits and a seat, each in its row."""
    book = openpyxl.load_workbook(path)
    rows = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    assert rows["Summary"][1] == ["Scheme", "Norfolk carers"]
    assert ["Children in this round", 14] in rows["Summary"]
    heads, pair = rows["Proposed"][0], rows["Proposed"][-1]
    assert heads[:3] == ["Child", "Household", "State"]
    assert pair[:7] == ["c1", "f1", "proposed", None, 70, 80, 50]
    assert str(pair[7]).startswith("f1 can support c1 with health. (80 of 100)\n")
    assert [row[:3] for row in rows["For you to choose"][1:]] == [
        ["c3", "f3", None],
        ["c3", "f4", None],
    ]
    assert rows["Waiting"][1][:2] == ["c4", "No household for c4 yet."]
    assert rows["Waiting"][1][4] == "Kind of home: 3"
    assert rows["Empty seats"][-1][4] == f"Language: {FEWER}\nKind of home: 9"


def test_text_stays_text(path: Path) -> None:
    """No formula anywhere, and what looks like one carries the mark of text."""
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [
        c for c in cells if isinstance(c.value, str) and c.value.startswith(STARTS)
    ]
    assert {cell.value for cell in risky} >= set(HOSTILE[:3])
    assert len(risky) >= 4
    assert all(cell.quotePrefix and cell.data_type == "s" for cell in risky)
    with ZipFile(path) as archive:
        for name in archive.namelist():
            assert not re.search(rb"<f[ >]|<ddeLink|<oleLink", archive.read(name)), name


def test_a_planted_formula_would_be_seen(path: Path, tmp_path: Path) -> None:
    """Written without care, the same text is a formula: the check can fail."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = HOSTILE[0]
    book.save(tmp_path / "planted.xlsx")
    planted = openpyxl.load_workbook(tmp_path / "planted.xlsx")
    assert planted.worksheets[0]["A1"].data_type == "f"


def test_nothing_is_hidden(path: Path) -> None:
    """No hidden sheet, row, column or name; the heading stays, and prints each time."""
    book = openpyxl.load_workbook(path)
    assert not book.defined_names
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not [r for r in sheet.row_dimensions.values() if r.hidden]
        assert not [c for c in sheet.column_dimensions.values() if c.hidden]
        assert set(sheet.defined_names) <= {"Print_Titles"}
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert not [row for row in sheet.iter_rows() for c in row if c.comment]
    with ZipFile(path) as archive:
        names = " ".join(archive.namelist())
    assert not re.search("external|vba|embedding|customXml|comment", names)


def test_what_is_confidential_is_not_there(path: Path) -> None:
    """No part of the file holds a cell that is not on the list of what may leave."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            assert CANARY.encode() not in archive.read(name), name


def test_a_round_that_did_not_verify_has_no_pair(
    a_round: Round, tmp_path: Path
) -> None:
    """Only what it is and what failed; nobody who is kept apart is named."""
    done = CheckDone("apart", False, f"c1 and {CANARY} are both at f1.")
    failed = a_round.with_result(verification=Verification(False, (done,)))
    path = written(failed, tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Summary", "Checks and hashes"]
    said = {cell for sheet in book for row in sheet.values for cell in row}
    assert "Not verified: apart. Do not use this round." in said
    assert not [text for text in said if isinstance(text, str) and CANARY in text]
