from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sheets import AS_OF, TERM, Read, Rows, write_book, write_csv

from matcher.intake import Intake, freeze
from matcher.schemes import find_scheme

PLAIN = Path(__file__).parents[2] / "fixtures" / "strangers" / "plain"
SHEETS = {
    "children": "norfolk-carers",
    "households": "norfolk-carers",
    "mentees": "oxfordshire-mentors",
    "parents": "hartlepool-tutors",
    "offers": "hartlepool-babybank",
}
SIDES = ("needs", "assets", "staff", "hubs")
JUNK = "#?%&=@§~"
Write = Callable[[str, Rows], Path]


def plain(name: str) -> list[list[str]]:
    """Return the rows of a sheet that has no fault."""
    with (PLAIN / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def records(intake: Intake) -> list[Any]:
    """Return every accepted record."""
    return [record for side in SIDES for record in getattr(intake, side)]


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Return a function that writes rows to the same .csv again and again."""
    folder = tmp_path_factory.mktemp("laws")

    def writer(name: str, rows: Rows) -> Path:
        return write_csv(folder / f"{name}.csv", rows)

    return writer


cells = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(["", "-", "yes", "NR3", "health 2", "tue-am", "c1", "\x00", '"']),
)


@given(data=st.data())
def test_accepted_and_refused_are_all_rows(
    data: st.DataObject, read: Read, write: Write
) -> None:
    """Whatever stands in the cells, every row is accepted or refused, none lost."""
    name = data.draw(st.sampled_from(sorted(SHEETS)))
    rows = plain(name)
    for _ in range(data.draw(st.integers(0, 12))):
        row = data.draw(st.integers(1, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[0]) - 1))] = data.draw(cells)
    blanks = data.draw(st.lists(st.integers(1, len(rows)), max_size=3))
    for at in sorted(blanks, reverse=True):
        rows.insert(at, [""] * len(rows[0]))
    intake = read(SHEETS[name], write(name, rows))
    for count in intake.counts.values():
        filled = [row for row in rows[1:] if any(c.strip(" -\t\r\n") for c in row)]
        assert count.rows == count.accepted + count.refused
        assert abs(count.rows - len(filled)) <= _odd(rows)
        assert count.accepted == len(records(intake))
        assert (count.refused == 0) or intake.faults


def _odd(rows: Rows) -> int:
    """Count rows of which it can be argued whether they hold anything."""
    return sum(
        not any(cell.isascii() and any(map(str.isalnum, cell)) for cell in row)
        for row in rows
    )


@given(data=st.data())
def test_a_damaged_cell_is_refused_or_means_the_same(
    data: st.DataObject, read: Read, write: Write
) -> None:
    """A sign that belongs nowhere gives a fault at its cell, or changes nothing."""
    name = data.draw(st.sampled_from(sorted(SHEETS)))
    rows = plain(name)
    whole = records(read(SHEETS[name], write(name, rows)))
    row = data.draw(st.integers(1, len(rows) - 1))
    filled = [at for at, cell in enumerate(rows[row]) if cell]
    column = data.draw(st.sampled_from(filled))
    cell = rows[row][column]
    at = data.draw(st.integers(0, len(cell)))
    rows[row][column] = cell[:at] + data.draw(st.sampled_from(JUNK)) + cell[at:]
    intake = read(SHEETS[name], write(name, rows))
    if intake.faults:
        places = {(fault.row, fault.column) for fault in intake.faults}
        assert (row + 1, rows[0][column]) in places or rows[0][column] == GROUP
    else:
        assert records(intake) == whole


NORFOLK = find_scheme("norfolk-carers")
GROUP = "Sibling group"  # a damaged group leaves the other child alone: told there


@given(data=st.data())
def test_how_a_cell_is_dressed_does_not_matter(
    data: st.DataObject, read: Read, write: Write
) -> None:
    """Spaces, odd spaces, capitals of words, dashes and 3.0 for 3 change nothing."""
    name = data.draw(st.sampled_from(sorted(SHEETS)))
    rows = plain(name)
    whole = records(read(SHEETS[name], write(name, rows)))
    for row in rows[1:]:
        for at, cell in enumerate(row):
            dress = data.draw(st.sampled_from(_dresses(rows[0][at], cell)))
            row[at] = dress
    intake = read(SHEETS[name], write(name, rows))
    assert intake.faults == ()
    assert records(intake) == whole


def _dresses(title: str, cell: str) -> list[str]:
    dresses = [cell, f" {cell} ", f"\u00a0{cell}\t", f"{cell}\u200b", f"{cell}\n"]
    if cell.isdigit():
        dresses += [f"{cell}.0", f"{float(cell):E}"]
    elif "ref" not in title.lower() and title not in (GROUP, "Hub"):
        dresses += [cell.upper(), cell.title()]
    return dresses


@given(seed=st.integers(0, 2**32))
def test_the_order_of_rows_and_columns_does_not_matter(
    seed: int, read: Read, write: Write
) -> None:
    """Shuffled rows, columns and files freeze to the same bytes."""
    shuffle = random.Random(seed).shuffle
    digests = set()
    for shuffled in (False, True):
        paths = []
        for name in ("children", "households"):
            head, *body = plain(name)
            order = list(range(len(head)))
            if shuffled:
                shuffle(order)
                shuffle(body)
            rows = [[row[at] for at in order] for row in [head, *body]]
            paths.append(write(name, rows))
        if shuffled:
            shuffle(paths)
        intake = read("norfolk-carers", *paths)
        snapshot = freeze(intake, NORFOLK, round="r", as_of=AS_OF, term=TERM)
        digests.add(snapshot.digest())
    assert len(digests) == 1


@given(
    mark=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
    ),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    name=st.sampled_from(sorted(SHEETS)),
)
def test_how_a_csv_is_saved_does_not_matter(
    mark: str, encoding: str, end: str, name: str, read: Read, write: Write
) -> None:
    """Every delimiter, encoding and line end gives the same records."""
    path = write(name, plain(name))
    whole = records(read(SHEETS[name], path))
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=mark, lineterminator=end).writerows(plain(name))
    intake = read(SHEETS[name], path)
    assert intake.faults == ()
    assert records(intake) == whole


def test_a_workbook_says_what_its_sheets_say_apart(tmp_path: Path, read: Read) -> None:
    """Tables in one workbook, or each in a file, give the same snapshot."""
    files = [PLAIN / "children.csv", PLAIN / "households.csv"]
    book = write_book(tmp_path / "all.xlsx", {p.stem: plain(p.stem) for p in files})
    apart, together = read("norfolk-carers", *files), read("norfolk-carers", book)
    assert together.faults == ()
    assert records(together) == records(apart)
