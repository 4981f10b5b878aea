"""No committed file names an index or one machine's folder, and the README runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path

import pytest
from support.tools import ROOT, tool

# Written with [] here and there, so that this file does not find itself.
TRACES = {
    "an index address": r"--(extra-)?index[-]url[ =]|--find[-]links[ =]",
    "a lock's host": r'"resolved"[:]\s*"http|source = \{ *regis[t]ry',
    "a package host": r"python[h]osted|pypi[.]org|registry[.]npmjs",
    "a path of one machine": r"(?<![\w./])/(?:[r]oot|[h]ome/\w|[w]ork|[U]sers)/",
}
BLOCK = re.compile(r"(<!-- run -->\n)?```console\n(.*?)```", re.DOTALL)
MINUTES = 10


def traces(paths: Iterable[Path]) -> list[str]:
    """Return a sentence for each line that carries what no file should."""
    found = []
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        found += [
            f"{path.name} carries {what}: {match.group()}"
            for what, pattern in TRACES.items()
            for match in re.finditer(pattern, text)
        ]
    return found


def commands(readme: str) -> list[tuple[str, str]]:
    """Return (command, what it should print) of each block marked ``<!-- run -->``.

    Lines of "..." in a block stand for any lines.
    """
    shown = []
    for marked, block in BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] if marked else []:
            command, _, output = part.partition("\n")
            shown.append((command, output))
    return shown


def as_pattern(output: str) -> str:
    """Return the pattern of what a block shows: "..." alone is any lines."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r" *\n"
        for line in output.splitlines()
    ]
    return "".join(lines)


def test_no_file_carries_an_address_or_a_machine() -> None:
    """No committed file names a package index, a host of one, or a machine's folder."""
    git = [tool("git"), "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(git, capture_output=True, check=False, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert traces(path for path in names if path.is_file()) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index" + "-url https://example.test/simple",
        '"resol' + 'ved": "https://example.test/a.tgz"',
        "https://files.pythonhost" + "ed.test/a.whl",
        "see /ro" + "ot/notes",
    ],
)
def test_a_planted_trace_is_found(line: str, tmp_path: Path) -> None:
    """Each kind of trace, planted in a file, is found."""
    (tmp_path / "sound").write_text("https://example.test/work/root/home.html\n")
    assert traces([tmp_path / "sound"]) == []
    (tmp_path / "planted").write_text(line)
    assert traces([tmp_path / "planted"])


def test_every_pin_has_a_hash() -> None:
    """Every pinned version carries at least one SHA-256."""
    for path in (ROOT / "requirements").glob("*.txt"):
        pins = re.split(r"\n(?=[a-z0-9])", path.read_text("utf-8"))[1:]
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)


README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_runs(tmp_path: Path) -> None:
    """The commands the README marks run, in its order, and print what it shows."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    for command, output in commands(README):
        words = shlex.split(command)
        words[0] = str(Path(sysconfig.get_path("scripts")) / words[0])
        done = subprocess.run(
            words,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=60 * MINUTES,
            env={"PATH": "/usr/bin:/bin", "COLUMNS": "88", "LC_ALL": "C.UTF-8"},
        )
        assert done.returncode == 0, done.stderr
        assert re.search(as_pattern(output), done.stdout), done.stdout


def test_the_readme_names_the_two_commands() -> None:
    """The first screen shows ``make demo`` and ``make test``, and something is run."""
    screen = "\n".join(README.splitlines()[:40])
    assert "$ make demo" in screen
    assert "$ make test" in screen
    assert commands(README)
