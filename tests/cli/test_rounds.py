"""``acorns round run``: from sheets to a folder that others can check."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.cli_rounds import (
    APART,
    CHILDREN,
    DAY,
    HOUSEHOLDS,
    RUN,
    SALT,
    SHEETS,
    Running,
    changed,
    rows_of,
    write_rows,
)
from support.terminal import Terminal

pytestmark = pytest.mark.xdist_group("rounds")  # one example for all workers
FILES = {
    "SHA256SUMS",
    "how-to-verify.txt",
    "instance.json",
    "norfolk-carers.toml",
    "report.html",
    "report.txt",
    "report.xlsx",
    "result.json",
    "round.json",
    "salt.txt",
    "snapshot.json",
    "verify_round.py",
}


@pytest.fixture(scope="module")
def example(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Run one round on the example; return its folder, and what was said."""
    terminal = Terminal(tmp_path_factory.mktemp("round"))
    done = terminal.run(*RUN, *SHEETS, *DAY)
    assert done.returncode == 0, done.stderr
    return terminal.folder / "norfolk-carers-2026-11-22", done


Example = tuple[Path, "subprocess.CompletedProcess[str]"]


def test_the_folder_holds_everything_and_is_private(example: Example) -> None:
    """Every file is there, whole, and only its owner may open the folder."""
    folder, _ = example
    assert {path.name for path in folder.iterdir()} == FILES
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(path.name.startswith(folder.name) for path in folder.parent.iterdir())
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_salt_is_promised_first_and_kept(example: Example) -> None:
    """The first line has the hash of the salt that is kept and that was used."""
    folder, done = example
    salt = (folder / "salt.txt").read_bytes()
    digest = hashlib.sha256(salt).hexdigest()
    assert re.fullmatch(rb"[0-9a-f]{64}", salt)
    assert done.stderr.splitlines()[0].endswith(digest)
    result = json.loads((folder / "result.json").read_text())
    assert result["salt_sha256"] == digest


def test_the_salt_is_promised_before_any_sheet_is_read(terminal: Terminal) -> None:
    """Even where a file is not there, the hash was said before that was found."""
    first, second = terminal.refused(*RUN, "none.csv").splitlines()
    assert first.startswith("SHA-256 of the salt")
    assert "none.csv" in second


def test_anybody_can_check_the_folder(example: Example) -> None:
    """The verifier in the folder needs nothing else, and all of it holds."""
    folder, _ = example
    salt = (folder / "salt.txt").read_text()
    words = [sys.executable, "-I", "-S", "verify_round.py", "instance.json"]
    subprocess.run(
        [*words, "result.json", "--salt", salt],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    assert salt in (folder / "how-to-verify.txt").read_text()


def test_what_the_folder_tells_is_said(terminal: Terminal) -> None:
    """Each file that tells who is kept apart is named, and so is who may have it."""
    apart = write_rows(terminal, "apart.csv", [{"one": "c3", "other": "c4"}])
    terminal.done(*RUN, CHILDREN, HOUSEHOLDS, apart, *DAY, "--out", "mine")
    folder = terminal.folder / "mine"
    how = (folder / "how-to-verify.txt").read_text()
    texts = {name: (folder / name).read_text() for name in FILES if "xlsx" not in name}
    tell = {
        name for name, text in texts.items() if re.search(r'\\?"apart\\?": ?\[', text)
    }
    assert tell == {"snapshot.json", "instance.json", "round.json"}
    assert "snapshot.json, instance.json and round.json also tell which refs" in how
    assert "only to somebody who may know all that" in how


def test_the_report_says_what_a_coordinator_needs(example: Example) -> None:
    """Who with whom and why, who not and what would change it, and what is next."""
    report = example[1].stdout
    for said in (
        "Verified by an independent check",
        "c4 with f3",
        "f3 can support c4",
        "c1 with f1, together with c2",
        "), and what would change it",
        "> ",
        "What to do next",
        "People decide. Nothing is sent by the round.",
        "12 rows, 12 accepted, 0 refused",
        'Personal column "Name": 12 values counted, none kept.',
    ):
        assert said in report, said
    assert "\x1b" not in report
    assert max(map(len, report.partition("\nNorfolk carers")[2].splitlines())) <= 80


def test_nothing_more_is_left_when_all_is_asked_for(
    terminal: Terminal, example: Example
) -> None:
    """Long lists are cut and say so; --all and report.txt have every one."""
    folder, done = example
    there = Terminal(folder.parent)
    whole = there.done(*RUN, *SHEETS, *DAY, "--all")
    assert len(whole) > len(done.stdout)
    assert "more:" not in whole
    assert "more:" not in (folder / "report.txt").read_text()
    # A day's second round has a folder of its own.
    assert (folder.parent / f"{folder.name}-2").is_dir()


def test_json_has_all_of_it(terminal: Terminal) -> None:
    """For a program: counts, explanations, the check, the result and the folder."""
    words = (*RUN, *SHEETS, *DAY, "--starts", "2027-01-04", "--out", "mine", "--json")
    shown = json.loads(terminal.done(*words))
    for count in shown["counts"].values():
        assert count["accepted"] + count["refused"] == count["rows"]
    assert shown["verification"]["ok"]
    assert shown["result"]["status"] in {"optimal", "claimed"}
    assert {why["need"] for why in shown["whys"]} >= {
        row["Child ref"] for row in rows_of(CHILDREN)
    }
    assert shown["folder"] == "mine"
    snapshot = json.loads((terminal.folder / "mine" / "snapshot.json").read_text())
    assert snapshot["term"] == ["2027-01-04", "2028-01-03"]


def test_a_fault_starts_no_round(terminal: Terminal) -> None:
    """Every fault is said, for people and for programs, and nothing is written."""
    bad = changed(terminal, CHILDREN, ["c3", "c5"], Month_of_birth="soon")
    for words in ((), ("--json",)):
        done = terminal.run(*RUN, bad, *SHEETS[1:], *DAY, *words)
        assert done.returncode == 1
        assert f"{bad.name}, row 4" in done.stderr
        assert f"{bad.name}, row 6" in done.stderr
    assert [fault["row"] for fault in json.loads(done.stdout)["faults"]] == [4, 6]
    assert [path.name for path in terminal.folder.iterdir()] == [bad.name]


def test_a_flood_is_summed_up(terminal: Terminal) -> None:
    """Hundreds of faults of one kind are one line and a count; JSON has each."""
    one = rows_of(CHILDREN)[2]
    rows = [{**one, "Child ref": f"x{n}", "School postcode": "?"} for n in range(300)]
    bad = write_rows(terminal, "many.csv", rows)
    done = terminal.run(*RUN, bad, HOUSEHOLDS, *DAY, "--json")
    assert len(json.loads(done.stdout)["faults"]) == 300
    lines = done.stderr.splitlines()
    assert len(lines) < 10
    assert "many.csv, row 2" in done.stderr
    assert "and 299 more like it: rows 3, 4, 5" in done.stderr
    assert "300 faults of 1 kind" in done.stderr


def test_no_sheets_is_a_sentence(terminal: Terminal) -> None:
    """A round needs sheets."""
    assert "Name the sheets" in terminal.refused(*RUN)


@pytest.mark.parametrize("households", ["none", "headings"])
def test_no_carers_at_all_is_a_sentence(terminal: Terminal, households: str) -> None:
    """Without one household there is no round, and nothing is written."""
    files = [CHILDREN]
    if households == "headings":
        first = HOUSEHOLDS.read_text("utf-8").splitlines()[0]
        files.append(terminal.write("households.csv", f"{first}\n"))
    before = sorted(terminal.folder.iterdir())
    assert "ousehold" in terminal.refused(*RUN, *files, *DAY)
    assert sorted(terminal.folder.iterdir()) == before


def test_everybody_apart_is_solved(terminal: Terminal) -> None:
    """Where every child is kept from every household, nobody is proposed anywhere."""
    refs = [row[name] for path, name in _REFS for row in rows_of(path)]
    rows = [{"one": one, "other": other} for one, other in combinations(refs, 2)]
    everybody = write_rows(terminal, "apart.csv", rows)
    words = (*RUN, CHILDREN, HOUSEHOLDS, everybody, *DAY, "--json")
    shown = json.loads(terminal.done(*words))
    assert shown["verification"]["ok"]
    assert shown["result"]["chosen"] == []
    assert len(shown["result"]["unmatched"]) == len(rows_of(CHILDREN))


_REFS = ((CHILDREN, "Child ref"), (HOUSEHOLDS, "Household ref"))


def test_equals_are_for_a_person_to_choose(terminal: Terminal) -> None:
    """A household that could stand for another makes a choice, never a proposal."""
    rows = rows_of(HOUSEHOLDS)
    twin = {**rows[1], "Household ref": "f20", "Carer's person ref": "p20"}
    households = write_rows(terminal, "households.csv", [*rows, twin])
    report = terminal.done(*RUN, CHILDREN, households, APART, *DAY)
    choice = report.partition("\nFor you to choose (")[2]
    assert "c3 could equally well go to f2 or f20" in " ".join(choice.split())
    assert "c3 with" not in report


def test_decisions_that_cannot_both_hold(terminal: Terminal) -> None:
    """Three children for two seats: no answer, by name; what was found is kept."""
    pins = "need,asset,decision\nc1,f1,pin\nc4,f1,pin\n"
    decisions = terminal.write("decisions.csv", pins)
    words = (*RUN, CHILDREN, HOUSEHOLDS, decisions, *DAY, "--out", "mine")
    done = terminal.run(*words)
    assert done.returncode == 1
    assert "There is no answer" in done.stderr
    for ref in ("c1", "c4"):
        assert f"{ref} and f1" in done.stdout
    assert "Proposed homes" not in done.stdout
    report = done.stdout.partition("\nNorfolk carers")[2].splitlines()
    assert report[2] == "No answer: nobody is placed."
    assert report[3].startswith("These cannot all hold together: ")
    assert done.stdout.count("and the rest can hold") == 1
    for good in ("waiting", "still free", "Proved:"):
        assert good not in "\n".join(report)
    mine = terminal.folder / "mine"
    assert {path.name for path in mine.iterdir()} == FILES
    assert "No answer: nobody is placed." in (mine / "report.html").read_text("utf-8")
    book = load_workbook(mine / "report.xlsx", read_only=True)
    said = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert str(said["Answer"]).startswith("No answer: nobody is placed.")
    assert not any("still waiting" in str(name) for name in said)


def test_a_policy_that_cannot_take_it_is_a_sentence(terminal: Terminal) -> None:
    """Needs-first draws, and this scheme never does: it says so and writes nothing."""
    said = terminal.refused(*RUN, *SHEETS, *DAY, "--policy", "needs-first")
    assert "Use stable or best" in said
    assert list(terminal.folder.iterdir()) == []


def test_a_folder_is_replaced_only_if_a_round_wrote_it(
    terminal: Terminal, example: Example
) -> None:
    """Our own folder is replaced; with anything changed in it, it is left alone."""
    words = (*RUN, *SHEETS, *DAY, "--salt", SALT, "--out", "mine")
    mine = shutil.copytree(example[0], terminal.folder / "mine")
    terminal.done(*words)
    assert (mine / "salt.txt").read_text("ascii") == SALT
    (mine / "report.txt").write_text("my notes", "utf-8")
    assert "mine holds report.txt" in terminal.refused(*words)
    assert (mine / "report.txt").read_text("utf-8") == "my notes"


@pytest.mark.parametrize("holds", ["letter.txt", "SHA256SUMS"])
def test_a_strange_folder_is_left_alone(terminal: Terminal, holds: str) -> None:
    """A folder that no round wrote is refused before anything is read."""
    (terminal.folder / "mine").mkdir()
    (terminal.folder / "mine" / holds).write_text("mine", "utf-8")
    said = terminal.refused(*RUN, "none.csv", "--out", "mine")
    assert f"mine holds {holds}" in said


@pytest.mark.parametrize("out", [".", "..", "mine/..", "../here", "{absolute}"])
def test_the_folder_we_are_in_is_left_alone(tmp_path: Path, out: str) -> None:
    """It cannot be made anew under us: that is said before anything is read."""
    (tmp_path / "here" / "mine").mkdir(parents=True)
    terminal = Terminal(tmp_path / "here")
    there = out.format(absolute=terminal.folder)
    for words in ((*RUN, "none.csv", "--out", there), ("demo", "--data", there)):
        assert "is the folder you are in" in terminal.refused(*words)


def test_a_folder_in_no_folder(terminal: Terminal) -> None:
    """Where the folder cannot be is said before anything is read."""
    said = terminal.refused(*RUN, "none.csv", "--out", "none/mine")
    assert "none is not a folder" in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_cancelling_ends_everything(terminal: Terminal, how: signal.Signals) -> None:
    """Ctrl-C, a kill, a closed window: a sentence, no process, no file."""
    round_ = Running(terminal)
    said = round_.end(how)
    assert round_.child_is_gone()
    assert round_.process.returncode == 1
    assert said.endswith("Cancelled. Nothing was written.\n")
    assert "Traceback" not in said
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killing_the_command_ends_the_round(terminal: Terminal) -> None:
    """A round does not outlive the command, even one that cannot say goodbye."""
    round_ = Running(terminal)
    round_.end(signal.SIGKILL)
    assert round_.child_is_gone()
    assert not list(terminal.folder.glob("norfolk-carers*"))
