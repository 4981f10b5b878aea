"""Set-up and the tests' own frame: each says in one sentence what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.tools import ROOT, tool


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Give a folder of a machine that has a shell and no Python, with our set-up."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname", "cat"):
        (tmp_path / "bin" / name).symlink_to(tool(name))
    return tmp_path


def python(machine: Path, script: str) -> None:
    """Put a program called ``python3`` on that machine."""
    program = machine / "bin" / "python3"
    program.write_text(f"#!{tool('sh')}\n{script}\n")
    program.chmod(0o755)


def set_up(machine: Path, **env: str) -> str:
    """Run the set-up, which must fail with code 1; return what it says."""
    done = subprocess.run(
        [tool("sh"), "requirements/install", "prod"],
        cwd=machine,
        env={"PATH": str(machine / "bin"), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert not (machine / ".venv").exists()
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_no_python(machine: Path) -> None:
    """Without any Python, the sentence says which are supported."""
    assert "needs Python 3.11, 3.12 or 3.13" in set_up(machine)


def test_a_shim_without_python_behind_it(machine: Path) -> None:
    """A ``python3`` that only complains is no Python."""
    python(machine, "echo 'command exists in these versions' >&2; exit 127")
    assert "needs Python 3.11, 3.12 or 3.13" in set_up(machine)


def test_the_python_that_was_named(machine: Path) -> None:
    """A PYTHON that is not supported is named, and no other is taken instead."""
    python(machine, f'exec {sys.executable} "$@"')
    assert "PYTHON=old is not Python" in set_up(machine, PYTHON="old")


def test_no_venv_module(machine: Path) -> None:
    """A Python without ``venv``, as Debian ships it, says what to install."""
    refuse = "import sys; sys.modules['ensurepip'] = None; exec(sys.argv[2])"
    python(machine, f'exec {sys.executable} -c "{refuse}" "$@"')
    assert "apt install python3-venv" in set_up(machine)


SUITE = """
import pytest
from hypothesis import given, strategies as st

def test_skips():
    pytest.skip("missing tool: soffice")

@given(st.integers())
def test_fails(number):
    assert number < 0
"""


@pytest.mark.parametrize(("require", "failed"), [("", 1), ("1", 2)])
def test_the_frame_of_the_tests(tmp_path: Path, require: str, failed: int) -> None:
    """Skips are counted, a missing tool fails where required, the seed is shown."""
    group = tmp_path / "tests" / "group"
    group.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (group / "test_planted.py").write_text(SUITE)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        env={
            **os.environ,
            "ACORNS_REQUIRE": require,
            "PYTEST_ADDOPTS": "",
            "PYTHONPATH": str(ROOT / "tests"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{failed} failed" in done.stdout
    assert f"skipped: {2 - failed}" in done.stdout
    assert "make test ARGS=--randomly-seed=" in done.stdout
    assert "group" in done.stdout.split("skipped: ")[0].splitlines()[-1]
