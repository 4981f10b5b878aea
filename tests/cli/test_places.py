"""``acorns places import`` takes every row or says why not."""

from __future__ import annotations

import json

import pytest
from support.cli_rounds import DAY, RUN, SHEETS
from support.terminal import Terminal

CSV = "outcode,lat,lon\nZZ1,52.6,1.3\nZZ2,51.7,-1.2\nZZ3,,\n"


def test_rows_are_counted(terminal: Terminal) -> None:
    """What was taken and what was not adds up to what came in."""
    path = terminal.write("places.csv", CSV)
    counts = json.loads(terminal.done("places", "import", path, "--json"))
    assert counts["rows"] == counts["taken"] + counts["refused"] == 3
    assert "2 taken" in terminal.done("places", "import", path)
    assert (terminal.folder / "places.sqlite").exists()


def test_a_file_without_places_changes_nothing(terminal: Terminal) -> None:
    """An import that is refused keeps what was imported before."""
    terminal.done("places", "import", terminal.write("places.csv", CSV))
    before = (terminal.folder / "places.sqlite").read_bytes()
    terminal.refused("places", "import", terminal.write("other.csv", "a,b\n1,2\n"))
    assert (terminal.folder / "places.sqlite").read_bytes() == before


def test_a_file_that_is_no_text(terminal: Terminal) -> None:
    """Bytes that are no text are refused with a sentence."""
    (terminal.folder / "bytes.csv").write_bytes(b"\x94\xff\x00")
    assert "not a CSV" in terminal.refused("places", "import", "bytes.csv")


@pytest.mark.parametrize("what", ["junk", "folder", "empty"])
def test_damaged_places_are_a_sentence(terminal: Terminal, what: str) -> None:
    """A file of places that is none is said to be damaged, with what to do."""
    places = terminal.folder / "places.sqlite"
    if what == "folder":
        places.mkdir()
    else:
        places.write_bytes(b"junk " * 1_000 if what == "junk" else b"")
    for words in (("check", "norfolk-carers", *SHEETS), (*RUN, *SHEETS)):
        said = terminal.refused(*words, *DAY).splitlines()[-1]
        assert f"{places} is damaged; run acorns places import again." in said
    csv = terminal.write("places.csv", CSV)
    done = terminal.run("places", "import", csv)
    assert done.returncode == (what == "folder")
