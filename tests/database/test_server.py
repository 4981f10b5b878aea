"""The tests' own PostgreSQL: where it cannot run, tests skip and say why."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support import postgresql


def test_without_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel a test is skipped for a missing tool, and named as one."""
    monkeypatch.setattr(postgresql, "find_spec", lambda _: None)
    with pytest.raises(pytest.skip.Exception, match=r"^missing tool: "):
        postgresql.server.__wrapped__()


def test_a_server_that_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that cannot start is a missing tool too, and says why."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv(postgresql.FOLDER, str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match=r"did not start: .*exists"):
        postgresql.server.__wrapped__()


def test_programs_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private folder stays private: the server's user is given a copy instead."""
    wheel = tmp_path / "private" / postgresql.WHEEL
    (wheel / "pginstall18/bin").mkdir(parents=True)
    (wheel / "__init__.py").touch()
    wheel.parent.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.syspath_prepend(wheel.parent)
    assert (
        postgresql._programs(tmp_path)
        == tmp_path / postgresql.WHEEL / "pginstall18/bin"
    )
    assert stat.S_IMODE(wheel.parent.stat().st_mode) == 0o700


def test_a_run_that_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run removes what a killed one left, and nothing of a live one."""
    monkeypatch.delenv(postgresql.FOLDER)
    monkeypatch.setattr(postgresql, "BASES", (str(tmp_path),))
    monkeypatch.setattr(postgresql, "ROOM", 0)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name, owner in (("left", gone.pid), ("live", os.getpid())):
        (tmp_path / f"{postgresql.PREFIX}{name}").mkdir()
        (tmp_path / f"{postgresql.PREFIX}{name}/owner").write_text(str(owner))
    mine = postgresql.name_folder()
    assert mine is not None
    assert set(tmp_path.iterdir()) == {mine, tmp_path / f"{postgresql.PREFIX}live"}
