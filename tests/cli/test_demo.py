"""``acorns demo`` and ``acorns bench``: invented communities, and their times."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from support.terminal import Terminal

from api.cli.demo import ABOUT, MARKER
from matcher.schemes import shipped_schemes

pytestmark = pytest.mark.xdist_group("demo")  # made once for all workers
DEMO = ("demo", "--small", "--no-serve")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Terminal, str]:
    """Make the small demo anew, over an old one; return where, and what it printed."""
    terminal = Terminal(tmp_path_factory.mktemp("demo"))
    old = terminal.folder / "acorns-demo"
    old.mkdir()
    (old / MARKER).write_text(ABOUT, "utf-8")
    (old / "left-over.txt").touch()
    return terminal, terminal.done(*DEMO, "--yes")


Shown = tuple[Terminal, str]


def test_every_community_is_matched_and_explained(shown: Shown) -> None:
    """Each scheme has its report, verified, and says what to do next."""
    terminal, said = shown
    assert said.count("Verified by an independent check") == len(shipped_schemes())
    assert said.count("What to do next") == len(shipped_schemes())
    assert "Every person in them is invented" in said
    made = {path.name for path in (terminal.folder / "acorns-demo").iterdir()}
    assert made == {"acorns-demo.txt"}.union(
        *({f"{name}.xlsx", f"{name}-round"} for name in shipped_schemes())
    )
    assert [path.name for path in terminal.folder.iterdir()] == ["acorns-demo"]


def test_what_to_try_next_works_as_it_stands(shown: Shown) -> None:
    """Every command that the demo ends with runs, with refs that are there."""
    terminal, said = shown
    commands = re.findall(r"^  acorns (.*)$", said, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        if not command.startswith("round run"):
            terminal.done(*shlex.split(command))


def test_a_demo_is_made_anew_only_where_asked(shown: Shown) -> None:
    """A second demo needs --yes where nobody can be asked; without it all stays."""
    terminal, _ = shown
    before = sorted((terminal.folder / "acorns-demo").rglob("*"))
    assert "Make it anew with --yes." in terminal.refused(*DEMO)
    assert sorted((terminal.folder / "acorns-demo").rglob("*")) == before


@pytest.mark.parametrize("holds", ["letter.txt", "acorns-demo.txt"])
def test_a_folder_that_is_no_demo_is_left_alone(terminal: Terminal, holds: str) -> None:
    """Not even --yes lets the demo into somebody's own folder."""
    mine = terminal.folder / "mine"
    mine.mkdir()
    (mine / holds).write_text("mine", "utf-8")
    said = terminal.refused(*DEMO, "--data", "mine", "--yes")
    assert "left alone" in said
    assert [path.read_text("utf-8") for path in mine.iterdir()] == ["mine"]


def test_a_folder_in_no_folder(terminal: Terminal) -> None:
    """Where the demo cannot be is said at once."""
    said = terminal.refused(*DEMO, "--data", str(Path("none") / "demo"))
    assert "none is not a folder" in said


def test_the_bench_measures(terminal: Terminal) -> None:
    """A measurement has its runs, and a median between the least and the most."""
    (row,) = json.loads(terminal.done("bench", "help", "--json"))["seconds"]
    assert row["repeats"] >= 5
    assert 0 < row["least"] <= row["median"] <= row["most"]


def test_an_unknown_measurement_is_a_sentence(terminal: Terminal) -> None:
    """A name that is not there is refused with those that are."""
    assert "norfolk-cold" in terminal.refused("bench", "nothing")
