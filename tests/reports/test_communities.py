"""Reports of rounds that really ran, on small invented communities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.html import page_faults, read_page

from api.reports import write_page, write_workbook
from matcher.communities import generate
from matcher.gazetteer import load_gazetteer
from matcher.intake import freeze, read_sheets
from matcher.model import Term
from matcher.rounds import run_round
from matcher.schemes import find_scheme

AS_OF = date(2026, 11, 22)
TERM = Term(date(2026, 12, 1), date(2027, 11, 30))
SIZES = [
    ("norfolk-carers", 8, 50),
    ("hartlepool-tutors", 20, 3),
    ("hartlepool-babybank", 20, 20),
]
MOST_BYTES = 200_000


@pytest.mark.parametrize(("name", "needs", "assets"), SIZES)
def test_a_round_that_ran_is_reported(
    name: str, needs: int, assets: int, tmp_path: Path
) -> None:
    """A sound page and a workbook that opens, with everybody of the round in both."""
    scheme, places = find_scheme(name), load_gazetteer()
    path = generate(
        scheme, needs=needs, assets=assets, seed=2, out=tmp_path, gazetteer=places
    )
    intake = read_sheets(scheme, [path], gazetteer=places, as_of=AS_OF)
    snapshot = freeze(intake, scheme, round="r1", as_of=AS_OF, term=TERM)
    result = run_round(snapshot, scheme, salt="00ff", effort=1)
    assert result.verification.ok, result.verification.checks
    page, book = tmp_path / "round.html", tmp_path / "round.xlsx"
    write_page(page, result, snapshot, scheme, places)
    write_workbook(book, result, snapshot, scheme)
    text = page.read_text("utf-8")
    assert page_faults(text) == []
    assert len(text.encode()) < MOST_BYTES
    words = set(read_page(text)[0].text.split())
    cells = {
        cell
        for sheet in openpyxl.load_workbook(book)
        for row in sheet.values
        for cell in row
    }
    for need in snapshot.needs:
        assert need.ref in words
        assert need.ref in cells
