from __future__ import annotations

from pathlib import Path

import pytest
from support.sheets import Read

from matcher.intake import Intake
from matcher.model import Record

STRANGERS = Path(__file__).parents[2] / "fixtures" / "strangers"
SIDES = ("needs", "assets", "staff", "hubs")


def index() -> list[dict[str, str]]:
    """Return the rows of the README's table."""
    lines = (STRANGERS / "README.md").read_text("utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def records(intake: Intake) -> list[tuple[str, Record]]:
    """Return every record with its sheet."""
    return [(side, record) for side in SIDES for record in getattr(intake, side)]


@pytest.mark.parametrize("row", index(), ids=lambda row: row["file"])
def test_a_stranger_says_what_its_plain_twin_says(
    row: dict[str, str], read: Read
) -> None:
    """Whoever wrote a sheet, the records are those of the sheet typed plainly."""
    twins = [STRANGERS / "plain" / f"{n}.csv" for n in row["plain twins"].split(", ")]
    stranger = read(row["scheme"], STRANGERS / row["file"])
    plain = read(row["scheme"], *twins)
    assert stranger.faults == plain.faults == ()
    assert records(stranger) == records(plain)
    assert sum(count.accepted for count in stranger.counts.values()) == int(row["rows"])
    assert sum(count.blank for count in stranger.counts.values()) == int(row["blank"])


@pytest.mark.parametrize("row", index(), ids=lambda row: row["file"])
def test_what_a_stranger_did_is_shown(row: dict[str, str], read: Read) -> None:
    """Hidden, skipped, recognised: each is said in a note."""
    notes = "\n".join(map(str, read(row["scheme"], STRANGERS / row["file"]).notes))
    for words in row["must be shown"].split("; "):
        assert words in notes


def test_strangers_are_many_and_by_many_writers() -> None:
    """At least ten sheets by at least four writers, each in the table and no other."""
    rows = index()
    assert {path.name for path in STRANGERS.iterdir()} == {
        *(row["file"] for row in rows),
        "README.md",
        "plain",
    }
    assert len(rows) >= 10
    assert len({row["writer"].split()[0] for row in rows}) >= 4
