from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.sheets import Read, Rows, write_book, write_csv

from matcher.intake import Intake
from matcher.model import Record, Ruling

NORFOLK = "norfolk-carers"
HEAD = ["Child ref", "Month of birth", "Kind of home", "Needs profile", "Waiting since"]
ROWS = [
    ["c1", "2014-05", "long-term", "health 1", "01/07/2026"],
    ["c2", "2016-09", "long-term", "feelings 2", "02/07/2026"],
    ["c3", "2011-02", "short-term", "learning 3", "14/08/2026"],
]
HOMES: list[list[Any]] = [
    [
        *("Household ref", "Postcode", "Approved for", "Approved from age"),
        *("Approved to age", "Approved number", "Vacancies", "Bedrooms free"),
    ],
    ["f1", "NR1", "long-term", 0, 18, 2, 1, 1],
    ["f2", "NR3", "short-term", 5, 12, 1, 1, 2],
]
Children = Callable[..., Intake]


@pytest.fixture
def children(tmp_path: Path, read: Read) -> Children:
    """Return a function that reads rows as a .csv of children."""

    def reader(rows: Rows, name: str = "children.csv") -> Intake:
        return read(NORFOLK, write_csv(tmp_path / name, rows))

    return reader


@pytest.fixture
def book(tmp_path: Path, read: Read) -> Children:
    """Return a function that reads sheets as a workbook."""

    def reader(sheets: dict[str, Rows], change: Any = None) -> Intake:
        return read(NORFOLK, write_book(tmp_path / "book.xlsx", sheets, change))

    return reader


def faults(intake: Intake) -> list[str]:
    """Return the faults as they are shown."""
    return [str(fault) for fault in intake.faults]


def notes(intake: Intake) -> str:
    """Return all notes as one text."""
    return "\n".join(map(str, intake.notes))


def refs(records: tuple[Record, ...]) -> list[str]:
    """Return the refs of records."""
    return [record.ref for record in records]


@pytest.mark.parametrize(
    "title",
    [
        *("Waiting since", "WAITING SINCE", "waiting_since", " Waiting  since: "),
        *("Referred", "Waiting since (dd/mm/yyyy)", "Waiting since *"),
    ],
)
def test_headings_match_whatever_their_case_and_signs(
    title: str, children: Children
) -> None:
    """A title, a name or an alias names its column in any spelling."""
    intake = children([[*HEAD[:4], title], *ROWS])
    assert faults(intake) == []
    assert refs(intake.needs) == ["c1", "c2", "c3"]


def test_columns_that_are_no_part_of_the_scheme_are_shown(children: Children) -> None:
    """An extra column is left out and named; its values are nowhere."""
    rows = [[*row, f"secret {at}"] for at, row in enumerate([HEAD, *ROWS])]
    rows[0][-1] = "Shoe size"
    intake = children(rows)
    assert 'Not part of the scheme, not read: "Shoe size".' in notes(intake)
    assert "secret" not in repr(intake)


def test_an_extra_column_spelt_like_another_is_told_by_its_cells(
    children: Children,
) -> None:
    """Training dates are no misspelt "Hoped for"; what could be hopes is a fault."""
    for cell, count in (("1/2/2026", 0), ("feel-safe", 1)):
        rows = [[*HEAD, "Hopedfore"], *([*row, cell] for row in ROWS)]
        assert len(faults(children(rows))) == count


@pytest.mark.parametrize("name", ["Name", "Known as", "In the child's own words"])
def test_personal_columns_are_counted_and_not_kept(
    name: str, children: Children
) -> None:
    """A canary in a personal column appears nowhere in what was read."""
    rows = [[*HEAD, name], *([*row, "Zanzibar Canary"] for row in ROWS)]
    intake = children(rows)
    assert refs(intake.needs) == ["c1", "c2", "c3"]
    assert f'Personal column "{name}": 3 values counted, none kept.' in notes(intake)
    assert "Canary" not in repr(intake)


def test_several_personal_headings_are_no_fault(children: Children) -> None:
    """Two headings that both mean a name are both counted."""
    rows = [[*HEAD, "First name", "Full name"], *([*row, "A", "B"] for row in ROWS)]
    intake = children(rows)
    assert faults(intake) == []
    assert notes(intake).count("none kept") == 2


def test_a_name_without_a_ref_is_a_row(children: Children) -> None:
    """A row with nothing but a name is refused, not dropped as blank."""
    rows = [[*HEAD, "Name"], *([*row, "x"] for row in ROWS), ["", "", "", "", "", "x"]]
    intake = children(rows)
    assert intake.counts["needs"].refused == 1
    assert {fault.row for fault in intake.faults} == {5}


def test_rows_are_numbered_as_the_spreadsheet_shows_them(children: Children) -> None:
    """Titles, blank rows and values over two lines do not move the numbers."""
    bad = ["c4", "2099-01", "long-term", "health 1", "01/07/2026"]
    two_lines = ["c5", "2014-05", "long-term", "health 1;\nlearning 2", "01/07/2026"]
    intake = children([["Waiting"], [], HEAD, ROWS[0], two_lines, [], bad])
    assert [fault.row for fault in intake.faults] == [7]
    assert (intake.counts["needs"].rows, intake.counts["needs"].blank) == (3, 1)


def test_headings_said_again_are_skipped(children: Children) -> None:
    """A second copy of the headings, as printed pages have, is no row."""
    intake = children([HEAD, ROWS[0], HEAD, ROWS[1]])
    assert refs(intake.needs) == ["c1", "c2"]
    assert "Row 3 says the headings again" in notes(intake)
    assert intake.counts["needs"].rows == 2


def test_a_row_of_data_is_never_taken_for_headings(children: Children) -> None:
    """A first row whose cells happen to be headings elsewhere stays a row."""
    head = [*HEAD, "Sibling group"]
    intake = children([head, ["c1", *ROWS[0][1:], "g"], ["c2", *ROWS[1][1:], "g"]])
    assert refs(intake.needs) == ["c1", "c2"]


def test_values_beside_the_table_are_shown(children: Children) -> None:
    """Remarks without a heading, and rows of only such remarks, are named."""
    rows = [HEAD, [*ROWS[0], "ring"], ROWS[1], ["", "", "", "", "", "total 2"]]
    intake = children(rows)
    (fault,) = faults(intake)
    assert fault == (
        "children.csv, row 2: This row has 6 values under 5 headings. Put a value that "
        "holds the delimiter into quotation marks."
    )
    assert "1 row with values only in columns that are not read" in notes(intake)


def test_the_row_limit_of_old_excel_is_suspected(children: Children) -> None:
    """A sheet that ends at row 65,536 was perhaps cut off there."""
    rows = [[f"c{n}", *ROWS[0][1:]] for n in range(65_535)]
    assert "the last that an Excel file can hold" in faults(children([HEAD, *rows]))[0]
    assert faults(children([HEAD, *rows[:-1]])) == []


def test_more_than_200_000_rows_are_refused(children: Children) -> None:
    """The limit is on rows with something in them."""
    rows = [[f"c{n}"] for n in range(200_001)]
    assert "more than 200,000 rows" in " ".join(faults(children([HEAD[:2], *rows]))[:1])


def test_marks_out_of_ten_are_shown(tmp_path: Path, read: Read) -> None:
    """Points that never pass 10 are taken, and asked about."""
    head = [*HOMES[0], "Effect on children already there"]
    rows = [[f"f{n}", *HOMES[1][1:], 1 + n % 8] for n in range(12)]
    intake = read(NORFOLK, write_csv(tmp_path / "households.csv", [head, *rows]))
    assert faults(intake) == []
    assert "not marks out of 10" in notes(intake)


def test_a_table_is_told_by_its_headings(tmp_path: Path, read: Read) -> None:
    """A file with any name is what its headings say."""
    one = write_csv(tmp_path / "export-17.csv", [HEAD, *ROWS])
    other = write_csv(tmp_path / "data.csv", HOMES)
    intake = read(NORFOLK, one, other)
    assert (refs(intake.needs), refs(intake.assets)) == (
        ["c1", "c2", "c3"],
        ["f1", "f2"],
    )
    assert intake.lacking == ()


@pytest.mark.parametrize(
    "name",
    ["children.csv", "needs.csv", "Children 2026-11.csv", "norfolk-carers-needs.csv"],
)
def test_a_table_is_told_by_its_name(name: str, children: Children) -> None:
    """A named file with a poor header gets the faults of that header."""
    intake = children([HEAD[:2], *(row[:2] for row in ROWS)], name)
    assert [fault.column for fault in intake.faults] == [
        "Kind of home",
        "Needs profile",
        "Waiting since",
    ]
    assert intake.counts["needs"].refused == 3


def test_regional_files_are_read_together(tmp_path: Path, read: Read) -> None:
    """Several files may hold children; a ref in two of them is told with both."""
    north = write_csv(tmp_path / "north.csv", [HEAD, *ROWS[:2]])
    south = write_csv(tmp_path / "south.csv", [HEAD, ROWS[2], ROWS[1]])
    intake = read(NORFOLK, north, south)
    (fault,) = faults(intake)
    assert fault == (
        'south.csv, row 3, column "Child ref": This row says the same as row 3 of '
        "north.csv. Delete one of them."
    )
    assert intake.counts["needs"].rows == 4


def test_a_file_given_twice_is_refused(tmp_path: Path, read: Read) -> None:
    """The same file twice would double every row."""
    path = write_csv(tmp_path / "children.csv", [HEAD, *ROWS])
    assert "given twice" in faults(read(NORFOLK, path, path))[0]


def test_one_bad_file_does_not_hide_the_faults_of_another(
    tmp_path: Path, read: Read
) -> None:
    """Every file is read, and every fault is told at once."""
    (tmp_path / "gone.csv").write_bytes(b"")
    bad = write_csv(tmp_path / "children.csv", [HEAD, ["c 1", *ROWS[0][1:]]])
    intake = read(NORFOLK, tmp_path / "gone.csv", tmp_path / "absent.csv", bad)
    assert [fault.file for fault in intake.faults] == [
        "absent.csv",
        "children.csv",
        "gone.csv",
    ]


def test_hidden_sheets_are_not_read_and_hidden_rows_are(book: Children) -> None:
    """Both are shown: a filter hides rows that still count, a hidden sheet is old."""

    def hide(made: Any) -> None:
        made["Children"].row_dimensions[3].hidden = True
        made["Old"].sheet_state = "hidden"

    intake = book({"Children": [HEAD, *ROWS], "Old": [HEAD, *ROWS]}, hide)
    assert refs(intake.needs) == ["c1", "c2", "c3"]
    assert "1 hidden row read like the others." in notes(intake)
    assert 'The hidden sheet "Old" was not read.' in notes(intake)


def test_an_empty_sheet_of_decisions_is_no_fault(book: Children) -> None:
    """A template's unused sheets, blank or with headings only, are left alone."""
    sheets: dict[str, Rows] = {"Children": [HEAD, *ROWS], "Households": HOMES}
    unused: dict[str, Rows] = {
        "decisions": [["need", "asset", "decision"]],
        "apart": [],
    }
    intake = book(sheets | unused)
    assert faults(intake) == []
    assert "There are headings and no rows below them." in notes(intake)


@pytest.mark.parametrize("name", ["Children", "Households"])
def test_an_empty_sheet_of_a_side_is_refused(name: str, book: Children) -> None:
    """A round without children, or without households, is no round."""
    sheets: dict[str, Rows] = {"Children": [HEAD, *ROWS], "Households": HOMES}
    assert len(faults(book(sheets | {name: []}))) == 1
    only = {name: sheets[name][:1]}
    assert "below the headings" in faults(book(sheets | only))[0]


def test_decisions_and_apart_are_read(book: Children) -> None:
    """Pins and the like become rulings; pairs kept apart are sorted and single."""
    intake = book(
        {
            "Children": [HEAD, *ROWS],
            "Households": HOMES,
            "decisions": [
                ["Need", "Asset", "Decision"],
                ["c2", "f1", "Pin"],
                ["c1", "f2", "forbid"],
                ["c3", "gone", "previous"],
            ],
            "apart": [["ref", "ref"], ["f1", "c1"], ["c1", "f1"], ["c1", "c3"]],
        }
    )
    assert faults(intake) == []
    assert intake.rulings == (
        Ruling("c1", "f2", "forbid"),
        Ruling("c2", "f1", "pin"),
        Ruling("c3", "gone", "previous"),
    )
    assert intake.apart == (("c1", "c3"), ("c1", "f1"))
    assert '1 row "previous" with a ref that is no longer in' in notes(intake)


def test_swapped_decisions_get_one_fault(book: Children) -> None:
    """Needs under "asset" and assets under "need" are told once."""
    rows = [["need", "asset", "decision"], ["f1", "c1", "pin"], ["f2", "c2", "pin"]]
    sheets = {"Children": [HEAD, *ROWS], "Households": HOMES, "decisions": rows}
    (fault,) = faults(book(sheets))
    assert fault == (
        'book.xlsx (decisions), column "need": The values of "need" and "asset" stand '
        "in each other's column. Swap the two headings."
    )


def test_swapped_columns_get_one_fault_and_refuse_every_row(
    tmp_path: Path, read: Read
) -> None:
    """Hundreds of wrong cells with one cause are one sentence."""
    rows = [[f"c{n}", *ROWS[n % 3][1:]] for n in range(300)]
    head = [HEAD[0], HEAD[3], HEAD[2], HEAD[1], HEAD[4]]
    intake = read(NORFOLK, write_csv(tmp_path / "children.csv", [head, *rows]))
    assert len(intake.faults) == 1
    assert "stand in each other's column" in str(intake.faults[0])
    assert (intake.counts["needs"].accepted, intake.counts["needs"].refused) == (0, 300)


def test_a_fault_flood_is_complete(children: Children) -> None:
    """Every wrong cell has its fault, however many there are."""
    rows = [[f"c{n}", "soon", *ROWS[0][2:]] for n in range(500)]
    assert [fault.row for fault in children([HEAD, *rows]).faults] == list(
        range(2, 502)
    )
