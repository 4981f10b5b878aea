from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.sheets import AS_OF, TERM, Read

from matcher.errors import FaultsFound, Refused
from matcher.intake import Intake, freeze
from matcher.intake.choosing import APART, DECISIONS, choose
from matcher.intake.grid import Grid
from matcher.model import Record, Term
from matcher.schemes import Column, Sheet, find_scheme

REF = Column("ref", "ref", "Ref", required=True)
PLACE = Column("place", "place", "Place", required=True)
PEOPLE = Sheet("needs", "People", "person", (REF, PLACE))
ROOMS = Sheet("assets", "Rooms", "room", (REF, PLACE))
SHEETS = (PEOPLE, ROOMS, DECISIONS, APART)
SCHEME = find_scheme("norfolk-carers")


def grid(file: str, sheet: str, *rows: tuple[str, ...]) -> Grid:
    """Return a table."""
    return Grid(file, sheet, rows)


def test_headings_that_fit_two_sheets_are_refused() -> None:
    """Where headings alone cannot tell, the user is asked for a name."""
    table = grid("data.csv", "", ("Ref", "Place"), ("a", "NR1"))
    with pytest.raises(FaultsFound, match='Name the sheet "Rooms" or "People"'):
        choose(table, SHEETS, alone=True)


@pytest.mark.parametrize(
    ("file", "sheet", "alone", "expected"),
    [
        ("rooms.csv", "", True, "assets"),
        ("ROOM 2026.csv", "", True, "assets"),
        ("assets.xlsx", "Sheet1", True, "assets"),
        ("all.xlsx", "People", False, "needs"),
        ("all.xlsx", " people ", False, "needs"),
        ("oak-people.csv", "", True, "needs"),
    ],
)
def test_a_name_settles_it(file: str, sheet: str, alone: bool, expected: str) -> None:
    """The sheet's name comes first, then the file's, less the scheme's own name."""
    table = grid(file, sheet, ("Ref", "Place"), ("a", "NR1"))
    choice = choose(table, SHEETS, alone=alone, words=("oak",))
    assert choice is not None
    assert choice.sheet.name == expected


def test_decisions_and_apart_are_told_by_their_headings() -> None:
    """Their headings are like no other's."""
    rows = ("Need", "Asset", "Decision"), ("a", "b", "pin")
    found = choose(grid("x.csv", "", *rows), SHEETS, alone=True)
    assert found is not None
    assert found.sheet is DECISIONS
    found = choose(grid("x.csv", "", ("one", "other"), ("a", "b")), SHEETS, alone=True)
    assert found is not None
    assert found.sheet is APART


def test_a_sheet_of_something_else_is_left_alone_in_a_workbook() -> None:
    """Beside others it is passed over; alone it is refused."""
    table = grid("all.xlsx", "Summary", ("Total", "12"))
    assert choose(table, SHEETS, alone=False) is None
    with pytest.raises(FaultsFound, match="No row has headings that we know"):
        choose(table, SHEETS, alone=True)


def test_freezing_refuses_what_is_lacking(read: Read) -> None:
    """Checking one table alone is no fault; a round needs both sides."""
    plain = Path(__file__).parents[2] / "fixtures" / "strangers" / "plain"
    intake = read("norfolk-carers", plain / "children.csv")
    assert intake.faults == ()
    with pytest.raises(FaultsFound, match="No table of Households was given"):
        freeze(intake, SCHEME, round="r", as_of=AS_OF, term=TERM)
    intake = read("hartlepool-tutors", plain / "parents.csv", plain / "courses.csv")
    assert [str(fault) for fault in intake.lacking] == [
        "files: 3 rows name a hub, and no table of Hubs was given. Add it."
    ]


def test_freezing_refuses_a_round_that_cannot_be() -> None:
    """A term that ends before it starts, and a round without a name."""
    intake = Intake(needs=(Record("c1"),), assets=(Record("f1"),))
    backwards = Term(date(2027, 2, 1), date(2027, 1, 1))
    with pytest.raises(Refused, match="ends before it starts"):
        freeze(intake, SCHEME, round="r", as_of=AS_OF, term=backwards)
    with pytest.raises(Refused, match="no name"):
        freeze(intake, SCHEME, round=" ", as_of=AS_OF, term=TERM)


def test_freezing_keeps_what_was_read() -> None:
    """The snapshot is the intake, with the round's name and dates."""
    intake = Intake(
        needs=(Record("c1"),), assets=(Record("f1"),), apart=(("c1", "f1"),)
    )
    snapshot = freeze(intake, SCHEME, round="2026-11", as_of=AS_OF, term=TERM)
    assert (snapshot.scheme, snapshot.round) == ("norfolk-carers", "2026-11")
    assert (snapshot.needs, snapshot.apart) == (intake.needs, intake.apart)
    assert (snapshot.as_of, snapshot.term) == (AS_OF, TERM)
