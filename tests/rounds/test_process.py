"""A round's own process: what it imports, what it leaves, and how it may end."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from support.lines import SALT, harbourside

from matcher.errors import Refused
from matcher.model import Caps
from matcher.rounds import Cancelled, run_apart
from matcher.rounds.passing import sweep
from matcher.schemes import find_scheme

CARERS = "norfolk-carers"
SECONDS = 60


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder that stands for the system's temporary one."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def instead_of_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, do: str) -> None:
    """Let a shell script stand for Python in what is started."""
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\n{do}\n", "utf-8")
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))


def test_what_is_checked_goes_with_the_round(temporary: Path) -> None:
    """A round that is killed while it is checked leaves no instance behind."""
    stop, seen = threading.Event(), list[Path]()

    def when_checking(doing: str, _share: float) -> None:
        end = time.monotonic() + SECONDS
        while doing.startswith("Checking") and not seen and time.monotonic() < end:
            seen.extend(temporary.rglob("acorns-check-*/instance.json"))
        if seen:
            stop.set()

    with pytest.raises(Cancelled):
        run_apart(
            harbourside(),
            find_scheme(CARERS),
            salt=SALT,
            progress=when_checking,
            stop=stop,
        )
    assert seen
    assert list(temporary.iterdir()) == []


def test_what_a_killed_round_left_is_swept(temporary: Path) -> None:
    """A folder without an owner goes; one in use, an empty one, a link stay."""
    for name in ("acorns-round-1", "acorns-check-2", "acorns-round-3", "other"):
        (temporary / name).mkdir()
        (temporary / name / "instance.json").write_text("{}", "utf-8")
    (temporary / "acorns-round-4").mkdir()
    (temporary / "acorns-round-5").symlink_to(temporary / "other")
    held = os.open(temporary / "acorns-round-3", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    sweep()
    os.close(held)
    stay = ["acorns-round-3", "acorns-round-4", "acorns-round-5", "other"]
    assert sorted(path.name for path in temporary.iterdir()) == stay
    assert (temporary / "other" / "instance.json").exists()


def test_nothing_in_the_current_folder_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python files of the user's own do not run in a round's processes."""
    for name in ("numpy.py", "json.py", "matcher/__init__.py"):
        mine = tmp_path / name
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("raise SystemExit(7)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    result = run_apart(harbourside(), find_scheme(CARERS), salt=SALT)
    assert result.verification.ok


def test_a_process_that_dies_at_once_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even before it has read what is asked: the exit code is said."""
    instead_of_python(tmp_path, monkeypatch, "exit 3")
    # More than a pipe holds: it can only be written if somebody reads it.
    with pytest.raises(Refused, match="code 3"):
        run_apart(harbourside(), find_scheme(CARERS), salt="a" * 1_000_000)


def test_a_stray_line_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a library prints is no progress, and no end of the round."""
    stray = r"printf 'hello\n[1]\n{}\n\377\n'"
    instead_of_python(tmp_path, monkeypatch, f'{stray}; exec "{sys.executable}" "$@"')
    heard = list[str]()
    result = run_apart(
        harbourside(),
        find_scheme(CARERS),
        salt=SALT,
        progress=lambda doing, _share: heard.append(doing),
    )
    assert result.verification.ok
    assert "hello" not in heard


def test_another_round_than_the_frozen_one_is_refused(tmp_path: Path) -> None:
    """The round that is asked for is the one that was frozen."""
    frozen = tmp_path / "snapshot.json"
    frozen.write_text(harbourside().to_json(), "utf-8")
    asked = {"salt": SALT, "effort": 1.0, "round": "another", "policy": None}
    asked |= {"seconds": 60, "gigabytes": None}
    out = tmp_path / "round.json"
    with subprocess.Popen(
        [sys.executable, "-m", "matcher.rounds", frozen, CARERS, out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        # It stays open: the answer is wanted until it is there.
        child.stdin.write(json.dumps(asked) + "\n")
        child.stdin.flush()
        said = json.loads(child.stdout.readline())
    assert child.returncode == 1
    assert "another" in said["error"]
    assert not out.exists()


HUNG = r"""read line; printf '{"doing": "Solving", "share": 0.15}\n'; exec sleep 600"""


def test_a_solver_that_does_not_look_up_ends_with_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the cap and a second, whatever it is doing; the sentence says what to do."""
    instead_of_python(tmp_path, monkeypatch, HUNG)
    with pytest.raises(Refused, match=r"solved for 0\.1 seconds .* Give it longer"):
        run_apart(harbourside(), find_scheme(CARERS), salt=SALT, caps=Caps(seconds=0.1))


def test_a_round_cannot_take_more_memory_than_it_may() -> None:
    """The process is refused the memory, and says so; nothing is kept."""
    with pytest.raises(Refused, match=r"more memory than the 0\.03 GB"):
        run_apart(
            harbourside(), find_scheme(CARERS), salt=SALT, caps=Caps(gigabytes=0.03)
        )


def test_the_caps_are_no_matter_where_they_are_not_reached() -> None:
    """The same round under wide caps chooses the same and can be made again."""
    found = []
    for caps in (Caps(), Caps(seconds=500, gigabytes=4)):
        round_ = run_apart(harbourside(), find_scheme(CARERS), salt=SALT, caps=caps)
        found.append(json.loads(round_.result) | {"seconds": 0})
    assert found[0] == found[1]
    assert found[0]["reproducible"]
