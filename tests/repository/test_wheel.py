"""The built wheel works alone: in an empty environment, from another folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from support.tools import ROOT

pytestmark = pytest.mark.xdist_group("wheel")  # built once for all workers
MINUTES = 10
DATA = frozenset(".py .toml .csv .html .css .js .svg .j2 .mako .typed".split())
SHIPPED = {
    path.relative_to(ROOT).as_posix()
    for top in ("matcher", "api")
    for path in (ROOT / top).rglob("*")
    if path.suffix in DATA
}


def run(*words: str | Path, cwd: Path) -> str:
    """Run a command in `cwd`; return what it prints, fail with what it complains."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 * MINUTES,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the pinned backend, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        folder,
        cwd=ROOT,
    )
    return next(folder.glob("acorns-*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment and return its ``acorns``.

    The pinned requirements are not installed a second time: one .pth line lends the
    packages of this environment. A .pth file there is not read in turn, so that the
    editable ``acorns`` of this environment, which is one, is not lent.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = run(
        python,
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
        cwd=folder,
    )
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=folder)
    (Path(site.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "acorns"


def test_the_wheel_carries_its_data(wheel: Path) -> None:
    """Scheme files and the gazetteer are in the wheel; tests and fixtures are not."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"matcher", "api", next(t for t in tops if t.endswith(".dist-info"))}
    assert set(names) >= SHIPPED


def test_the_wheel_is_what_runs(command: Path, tmp_path: Path) -> None:
    """The environment imports the wheel's packages, not this folder's."""
    code = "import matcher, api; print(matcher.__file__); print(api.__file__)"
    shown = run(command.parent / "python", "-c", code, cwd=tmp_path)
    assert all(str(command.parents[1]) in line for line in shown.split())


def test_help_from_another_folder(command: Path, tmp_path: Path) -> None:
    """``acorns --help`` works outside the repository."""
    assert "Usage: acorns" in run(command, "--help", cwd=tmp_path)


def test_demo_from_another_folder(command: Path, tmp_path: Path) -> None:
    """``acorns demo`` works from the wheel, in a folder that holds nothing else."""
    run(
        command,
        "demo",
        "--small",
        "--no-serve",
        "--yes",
        "--data",
        tmp_path / "demo",
        cwd=tmp_path,
    )
    assert any((tmp_path / "demo").iterdir())


def test_tables_from_another_folder(command: Path, tmp_path: Path) -> None:
    """A database is made from the wheel's own migrations, without an ini file."""
    code = """if True:
        from api.database import Database, at_head, migrate
        database = Database("sqlite:///made.sqlite")
        migrate(database)
        print(at_head(database))
    """
    assert run(command.parent / "python", "-c", code, cwd=tmp_path) == "True\n"
