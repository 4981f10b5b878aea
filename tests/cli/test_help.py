"""What the command line says about itself, and how it refuses."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.terminal import Terminal, run_cold
from support.tools import acorns

COMMANDS = (
    ["check"],
    ["solve"],
    ["verify"],
    ["convert"],
    ["generate"],
    ["scheme", "check"],
    ["scheme", "add"],
    ["import"],
    ["serve"],
    ["worker"],
    ["doctor"],
    ["admin", "invite"],
    ["admin", "use-invitation"],
    ["admin", "reset"],
    ["places", "import"],
    ["round", "run"],
    ["shortlist"],
    ["why-not"],
    ["demo"],
    ["bench"],
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(terminal: Terminal, words: list[str]) -> None:
    """``--help`` of every command names the command and what it takes."""
    assert f"Usage: acorns {' '.join(words)}" in terminal.done(*words, "--help")


def test_the_whole_explains_itself(terminal: Terminal) -> None:
    """``acorns --help`` names every command, as installed and in the tests' own way."""
    shown = terminal.done("--help")
    assert all(words[0] in shown for words in COMMANDS)
    env = {**os.environ, "COLUMNS": "200"}
    assert run_cold([acorns(), "--help"], terminal.folder, env).stdout == shown


def test_help_imports_no_solver() -> None:
    """The command line stands up without the heavy libraries: they load when used."""
    heavy = (
        "{'numpy', 'scipy', 'ortools', 'networkx', 'altair', 'pydantic', 'pandas',"
        " 'fastapi', 'uvicorn', 'sqlalchemy', 'sqlmodel', 'dbos', 'cryptography'}"
    )
    code = (
        "import sys; from api.cli import create_app; create_app();"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["solve"],
        ["solve", "x.json", "--policy", "kindest"],
        ["solve", "x.json", "--salt", "xyz"],
        ["solve", "x.json", "--allow", "-1"],
        ["convert", "x.json"],
        ["generate", "norfolk-carers", "--needs", "0", "--assets", "1", "--out", "d"],
        ["round", "run", "norfolk-carers", "x.csv", "--salt", ""],
        ["round", "run", "norfolk-carers", "x.csv", "--effort", "nan"],
        ["shortlist", "norfolk-carers", "c1", "x.csv", "--top", "0"],
        ["why-not", "norfolk-carers", "c1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2(terminal: Terminal, words: list[str]) -> None:
    """A command that does not exist, or an option out of its range, is wrong usage."""
    assert terminal.run(*words).returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["solve", "none.json"],
        ["verify", "none.json", "none.json"],
        ["convert", "none.json", "--to", "grp"],
        ["scheme", "check", "none.toml"],
        ["check", "norfolk-carers", "none.csv"],
        ["check", "no-such-scheme", "none.csv"],
        ["places", "import", "none.csv"],
        ["round", "run", "norfolk-carers", "none.csv"],
        ["round", "run", "no-such-scheme", "none.csv"],
        ["shortlist", "norfolk-carers", "c1", "none.csv"],
        ["why-not", "norfolk-carers", "c1", "f1", "none.csv"],
    ],
    ids=" ".join,
)
def test_a_missing_file_is_a_sentence(terminal: Terminal, words: list[str]) -> None:
    """A file that is not there, or a scheme nobody knows, is refused by its name."""
    said = terminal.refused(*words)
    assert "none" in said or "no-such-scheme" in said


def test_a_reader_that_leaves_is_no_fault() -> None:
    """Output into a closed pipe ends quietly."""
    done = subprocess.run(
        f"{acorns()} --help | head -c 1", shell=True, capture_output=True, check=False
    )
    assert done.stderr == b""
