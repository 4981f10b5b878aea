from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from support.sheets import AS_OF

from matcher.gazetteer import Gazetteer
from matcher.intake.cells import Around, read_cell
from matcher.intake.grid import Broken
from matcher.intake.wrong import Wrong
from matcher.model import Slot
from matcher.schemes import Column
from matcher.schemes.scheme import KINDS


def clock(*when: int) -> datetime:
    """Return a time without a zone, as spreadsheets give it."""
    return datetime(*when)  # type: ignore[arg-type]  # noqa: DTZ001


COLUMNS = {
    "ref": Column("ref", "ref", "Ref"),
    "refs": Column("trusts", "refs", "Trusts"),
    "text": Column("name", "text", "Name"),
    "whole": Column("seats", "whole", "Seats", low=0, high=500),
    "points": Column("effect", "points", "Effect"),
    "flag": Column("paused", "flag", "Paused"),
    "date": Column("since", "date", "Since"),
    "month": Column("birth", "month", "Birth"),
    "place": Column("place", "place", "Place"),
    "choice": Column("kind", "choice", "Kind", values=("long-term", "short-term")),
    "choices": Column("likes", "choices", "Likes", values=("dogs", "cats", "no pets")),
    "capabilities": Column("can", "capabilities", "Can"),
    "levels": Column("levels", "levels", "Levels", values=("health", "daily-living")),
    "slots": Column("slots", "slots", "Slots"),
}
MARCH = date(2026, 3, 5)

TAKEN: list[tuple[str, Any, Any]] = [
    ("ref", "c-17_a.b", "c-17_a.b"),
    ("ref", 17.0, "17"),
    ("ref", " c17\u00a0", "c17"),
    ("ref", "007", "007"),
    ("refs", "f2; f1,f1\nf3", ("f1", "f2", "f3")),
    ("refs", 12.0, ("12",)),
    ("text", "  North\u200b  Hub\t1 ", "North Hub 1"),
    ("text", 3.0, "3"),
    ("text", "Room 0-3 years, 2020 - 2021", "Room 0-3 years, 2020 - 2021"),
    ("whole", 3.0, 3),
    ("whole", 3, 3),
    ("whole", "3", 3),
    ("whole", " 3 ", 3),
    ("whole", "3.0", 3),
    ("whole", "1.0E2", 100),
    ("whole", "+4", 4),
    ("whole", "0", 0),
    ("points", 100.0, 100),
    ("points", "55", 55),
    *(("flag", yes, True) for yes in ("Yes", "Y", "y", "1", 1.0, True, "TRUE", "x")),
    *(("flag", yes, True) for yes in ("tick", "✓", "✔️", "☑", " X ", "Ticked")),
    *(
        ("flag", no, False)
        for no in ("No", "N", "0", 0.0, False, "false", "", " ", "-")
    ),
    *(("flag", no, False) for no in ("✗", "☐")),
    ("date", MARCH, MARCH),
    ("date", clock(2026, 3, 5), MARCH),
    ("date", clock(2026, 3, 5, 14, 30), MARCH),
    *(
        ("date", text, MARCH)
        for text in (
            *("05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "05 03 2026"),
            *("2026-03-05", "2026/03/05", "2026-03-05 00:00:00"),
            *("2026-03-05T09:30:00Z", "05/03/2026 00:00"),
            *("5 March 2026", "5 Mar 2026", "5th March, 2026", "5-Mar-2026"),
            *("March 5, 2026", "Thu 5 March 2026", "Thursday, 5 March 2026"),
            *("05/03/2026 ", "5\u00a0March\u00a02026", "5 MARCH 2026"),
        )
    ),
    ("date", "3 Sept 2025", date(2025, 9, 3)),
    ("date", "29/02/2024", date(2024, 2, 29)),
    *(
        ("month", raw, date(2015, 3, 1))
        for raw in (
            *("2015-03", "03/2015", "3/2015", "March 2015", "Mar 2015", "Mar-2015"),
            *("2015-03-19", "19/03/2015", date(2015, 3, 19), clock(2015, 3, 1)),
        )
    ),
    ("choice", "long-term", "long-term"),
    ("choice", "Long Term", "long-term"),
    ("choice", "LONG_TERM", "long-term"),
    ("choices", "cats; dogs", ("cats", "dogs")),
    ("choices", "Dogs,\nNo pets", ("dogs", "no pets")),
    ("choices", "• dogs\n• cats\n", ("cats", "dogs")),
    ("capabilities", "Makaton", ("makaton",)),
    ("levels", "health 2; daily living 3", (("daily-living", 3), ("health", 2))),
    ("levels", "Health: 2, Daily-living=0", (("daily-living", 0), ("health", 2))),
    ("levels", "health2; daily-living - 1", (("daily-living", 1), ("health", 2))),
    ("slots", "tue-am", (Slot("tue", "am"),)),
    (
        "slots",
        "tue-am; thu-eve/fortnightly",
        (Slot("thu", "eve", "fortnightly"), Slot("tue", "am")),
    ),
    ("slots", "Tuesday morning", (Slot("tue", "am"),)),
    ("slots", "Weds PM (monthly)", (Slot("wed", "pm", "monthly"),)),
    ("slots", "Fri evening every other week", (Slot("fri", "eve", "fortnightly"),)),
    ("slots", "sat afternoons in term time", (Slot("sat", "pm", "term"),)),
    ("slots", "sun morning holidays only", (Slot("sun", "am", "holidays"),)),
    ("slots", "mon\u2013am", (Slot("mon", "am"),)),
]

REFUSED: list[tuple[str, Any, str]] = [
    ("ref", "Jane Smith", "never a name"),
    ("ref", "-c1", "is not a ref"),
    ("ref", "é1", "is not a ref"),
    ("ref", "a" * 65, "is not a ref"),
    ("ref", "nan", "is not a ref"),
    ("ref", float("nan"), "is not a ref"),
    ("ref", float("inf"), "is not a ref"),
    ("ref", 1.2e18, "is not a ref"),
    ("ref", date(2026, 3, 1), "made this a date (1 March 2026)"),
    ("ref", time(3, 4), "time of day"),
    ("refs", "f1; two words", '"two words" is not a ref'),
    ("text", "write to a@example.org", "contact"),
    ("text", "call 01632 960 001", "contact"),
    ("text", "ring +44 1632 960001", "contact"),
    ("text", "x" * 201, "201 characters"),
    ("whole", 3.5, "Round it by hand"),
    ("whole", "3,5", "not a whole number"),
    ("whole", "1,200", "Write 1200"),
    ("whole", float("nan"), "not a number that can be used"),
    ("whole", float("-inf"), "not a number that can be used"),
    ("whole", "NaN", "not a number that can be used"),
    ("whole", "1e400", "not a number that can be used"),
    ("whole", 10**30, "far too large"),
    ("whole", 1e30, "far too large"),
    ("whole", str(10**30), "far too large"),
    ("whole", "three", "Write digits only"),
    ("whole", "12 km", "Write digits only"),
    ("whole", "1_000", "Write digits only"),
    ("whole", True, "Write digits"),
    ("whole", MARCH, "Write digits"),
    ("whole", timedelta(days=3), "Write digits"),
    ("whole", -1, "between 0 and 500"),
    ("whole", 501, "between 0 and 500"),
    ("points", 101, "between 0 and 100"),
    ("points", 0.85, "Round it by hand"),
    ("flag", "maybe", "neither yes nor no"),
    ("flag", 2, "neither yes nor no"),
    ("date", "12/25/2025", "25/12/2025"),
    ("date", "5/3/26", "two digits"),
    ("date", "5 March 26", "two digits"),
    ("date", "Mar-26", "two digits"),
    ("date", "31/04/2026", "does not exist"),
    ("date", "29/02/2025", "does not exist"),
    ("date", "00/00/2025", "does not exist"),
    ("date", "2026-13-01", "does not exist"),
    ("date", 46086, "perhaps 5 March 2026"),
    ("date", 46086.0, "perhaps 5 March 2026"),
    ("date", "46086", "perhaps 5 March 2026"),
    ("date", 7, "is not a date"),
    ("date", True, "is not a date"),
    ("date", time(9), "is not a date"),
    ("date", "soon", "is not a date"),
    ("date", "5 Marcher 2026", "names no month"),
    ("date", "5 ma 2026", "is not a date"),
    ("date", date(1026, 3, 5), "between 1900 and 2100"),
    ("date", "05/03/20266", "is not a date"),
    ("month", "2015", "has no month"),
    ("month", 2015.0, "has no month"),
    ("month", "Mar-15", "two digits"),
    ("month", "2027-01", "in the future"),
    ("month", "1905-01", "over 120 years ago"),
    ("place", "ZZ1", "acorns places import"),
    ("place", "NR1 1A", "is not a place"),
    ("place", "NR3O 1AB", 'Did you mean "NR30 1AB"'),
    ("place", "0X4", 'Did you mean "OX4"'),
    ("place", "NR1 IAA", 'Did you mean "NR1 1AA"'),
    ("place", "12 High Street", "is not a place"),
    ("choice", "long", 'Did you mean "long-term"?'),
    ("choice", "lnog-term", 'Did you mean "long-term"?'),
    ("choice", "both", "It can be long-term, short-term."),
    ("choice", "long-term; short-term", "is not one of the words"),
    ("choices", "dogs; wolves", '"wolves" is not one of the words'),
    ("capabilities", "makatn", 'Did you mean "makaton"?'),
    ("levels", "health", "is not a word and a level"),
    ("levels", "2", "is not a word and a level"),
    ("levels", "health 5", "between 0 and 4"),
    ("levels", "health -2", "between 0 and 4"),
    ("levels", "health 1; health 2", "stands here twice"),
    ("levels", "healht 2", 'Did you mean "health"?'),
    ("slots", "tuesday", "is not one time of the week"),
    ("slots", "am", "is not one time of the week"),
    ("slots", "mon tue am", "is not one time of the week"),
    ("slots", "any time", "is not one time of the week"),
    ("slots", "mon-am/daily", "is not one time of the week"),
]


@pytest.fixture(scope="module")
def around(gazetteer: Gazetteer) -> Around:
    """What cells are read with: our places, the day, two capabilities."""
    return Around(gazetteer, AS_OF, ("makaton", "signing"))


@pytest.mark.parametrize(("kind", "raw", "value"), TAKEN)
def test_cells_that_are_taken(kind: str, raw: Any, value: Any, around: Around) -> None:
    """A cell that can be read in one way only gives its value, of the right type."""
    taken, _ = read_cell(COLUMNS[kind], raw, around)
    assert taken == value
    assert type(taken) is type(value)


@pytest.mark.parametrize(("kind", "raw", "words"), REFUSED)
def test_cells_that_are_refused(
    kind: str, raw: Any, words: str, around: Around
) -> None:
    """A cell that cannot be read gives a sentence that says why."""
    with pytest.raises(Wrong) as wrong:
        read_cell(COLUMNS[kind], raw, around)
    assert words in str(wrong.value)
    assert str(wrong.value)[-1] in ".?"


@pytest.mark.parametrize("text", ["nr1", "NR1 1AA", " nr11aa", "Nr1\u00a01Aa"])
def test_places_in_any_spacing_and_case(text: str, around: Around) -> None:
    """A postcode, whole or its first half, gives the same place in any spelling."""
    place, _ = read_cell(COLUMNS["place"], text, around)
    assert place == around.gazetteer.find("NR1")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "personal"])
def test_every_kind_refuses_an_error_and_a_needed_blank(
    kind: str, around: Around
) -> None:
    """Whatever the kind, #N/A is refused, and so is a blank that every row needs."""
    column = COLUMNS[kind]
    with pytest.raises(Wrong, match="holds #N/A"):
        read_cell(column, Broken("#N/A"), around)
    needed = Column(column.name, kind, column.title, required=True)
    for empty in ("", "  ", "-", "\u2014", "\u00a0"):
        with pytest.raises(Wrong, match="empty"):
            read_cell(needed, empty, around)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "personal"])
def test_every_kind_takes_a_blank_that_no_row_needs(kind: str, around: Around) -> None:
    """A blank is no value; a blank flag is a no."""
    value, _ = read_cell(COLUMNS[kind], "", around)
    assert value is (False if kind == "flag" else None)


def test_a_default_stands_in_for_a_blank(around: Around) -> None:
    """A column's default is read like a cell, so its type is right."""
    column = Column("seats", "whole", "Seats", default=1)
    assert read_cell(column, "", around) == (1, "")
    column = Column("kind", "choices", "Kind", values=("a", "b"), default=["b", "a"])
    assert read_cell(column, "", around)[0] == ("a", "b")


def test_what_is_left_out_is_remarked(around: Around) -> None:
    """Times of day and days of birth are dropped, and it is said."""
    noon = clock(2026, 3, 5, 12)
    assert read_cell(COLUMNS["date"], noon, around)[1] == "times of day left out"
    whole = read_cell(COLUMNS["month"], date(2015, 3, 19), around)
    assert whole == (date(2015, 3, 1), "full dates cut to their month")


def test_dates_that_happened_cannot_lie_ahead(gazetteer: Gazetteer) -> None:
    """A check issued tomorrow is refused, a start tomorrow is not."""
    column, tomorrow = COLUMNS["date"], AS_OF + timedelta(days=1)
    around = Around(gazetteer, AS_OF, past=frozenset({"since"}))
    with pytest.raises(Wrong, match="in the future"):
        read_cell(column, tomorrow, around)
    assert read_cell(column, AS_OF, around)[0] == AS_OF
    assert read_cell(column, tomorrow, Around(gazetteer, AS_OF))[0] == tomorrow
