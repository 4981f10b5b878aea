"""``acorns generate`` and ``acorns check``: from invented sheets to their faults."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from support.terminal import Terminal

from matcher.schemes import shipped_schemes

DAY = ("--as-of", "2026-11-22")
SIZE = ("--needs", 12, "--assets", 12, "--seed", 7, "--out", "community")


@pytest.mark.parametrize("scheme", shipped_schemes())
def test_what_is_generated_has_no_faults(terminal: Terminal, scheme: str) -> None:
    """An invented community of every scheme is read without a fault."""
    (path,) = json.loads(terminal.done("generate", scheme, *SIZE, "--json"))["written"]
    shown = json.loads(terminal.done("check", scheme, path, *DAY, "--json"))
    assert shown["faults"] == []
    assert all(n["rows"] == n["accepted"] > 0 for n in shown["counts"].values())
    assert "No faults." in terminal.done("check", scheme, path, *DAY)


def first_sheet(terminal: Terminal, scheme: str) -> list[list[str]]:
    """Return the first sheet of an invented community, as text."""
    terminal.done("generate", scheme, *SIZE)
    path = next((terminal.folder / "community").glob("*.xlsx"))
    page = load_workbook(path).worksheets[0]
    return [["" if c is None else str(c) for c in row] for row in page.values]


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as the text of a .csv file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def test_every_fault_is_named(terminal: Terminal) -> None:
    """Two rows with one ref are refused by file and row; accepted + refused = in."""
    rows = first_sheet(terminal, "norfolk-carers")
    path = terminal.write("mine.csv", as_csv([*rows, rows[1]]))
    done = terminal.run("check", "norfolk-carers", path, *DAY, "--json")
    assert done.returncode == 1
    assert f"mine.csv, row {len(rows) + 1}" in done.stderr
    shown = json.loads(done.stdout)
    assert shown["faults"][-1]["row"] == len(rows) + 1
    (count,) = shown["counts"].values()
    assert count["accepted"] + count["refused"] == count["rows"] == len(rows)
    assert count["refused"]


def test_a_day_is_a_day(terminal: Terminal) -> None:
    """A day that is none is wrong usage."""
    words = ("check", "norfolk-carers", "mine.csv", "--as-of", "22/11/2026")
    assert terminal.run(*words).returncode == 2
