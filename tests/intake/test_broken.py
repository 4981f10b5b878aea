from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from support.sheets import AS_OF, TERM, Read

from matcher.errors import FaultsFound
from matcher.intake import freeze
from matcher.schemes import find_scheme

BROKEN = Path(__file__).parents[2] / "fixtures" / "broken"


def index() -> list[dict[str, str]]:
    """Return the rows of the index: file, scheme, sentence."""
    with (BROKEN / "expected.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", index(), ids=lambda row: row["file"])
def test_one_mistake_gives_one_sentence(row: dict[str, str], read: Read) -> None:
    """A sheet with one mistake gets exactly the sentence typed for it, and no other."""
    intake = read(row["scheme"], BROKEN / row["file"])
    assert [str(fault) for fault in intake.faults] == [row["sentence"]]


def test_broken_sheets_are_many_and_all_listed() -> None:
    """There are at least 60 of them, and the folder holds nothing else."""
    listed = {row["file"] for row in index()}
    assert len(listed) >= 60
    assert {path.name for path in BROKEN.iterdir()} == listed | {
        "expected.csv",
        "README.md",
    }


@pytest.mark.parametrize("row", index(), ids=lambda row: row["file"])
def test_a_sheet_with_a_fault_starts_no_round(row: dict[str, str], read: Read) -> None:
    """Freezing refuses with every fault, and counts add up before that."""
    intake = read(row["scheme"], BROKEN / row["file"])
    with pytest.raises(FaultsFound, match=re.escape(row["sentence"])):
        freeze(intake, find_scheme(row["scheme"]), round="r1", as_of=AS_OF, term=TERM)
    for count in intake.counts.values():
        assert count.rows == count.accepted + count.refused
