"""``acorns`` in forks of a process that has its libraries loaded: quick, and apart.

Run as a program this file is that process: a JSON line says what to run and where, and
the exit code comes back as a line. It runs nothing itself, so every fork starts afresh.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import subprocess
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

SECONDS = 300
LOADED = """
    altair jinja2 openpyxl vl_convert
    api.cli.asking api.cli.bench api.cli.demo api.cli.instances api.cli.places
    api.cli.rounds api.cli.sheets api.main.demonstration api.main.running api.reports
    matcher.communities matcher.intake matcher.rounds matcher.verifying
"""


@cache
def _waiting() -> subprocess.Popen[str]:
    """Return the process that waits with its libraries loaded."""
    words = [sys.executable, "-P", __file__]
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()


def run_warm(
    words: list[str], cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run ``acorns`` with these words; the same as the installed command gives."""
    process = _waiting()
    assert process.stdin is not None
    assert process.stdout is not None
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = [words, str(cwd), dict(env), str(out), str(err)]
        process.stdin.write(json.dumps(asked) + "\n")
        if not select.select([process.stdout], [], [], SECONDS)[0]:
            _waiting.cache_clear()
            process.kill()
            raise TimeoutError(words)
        code = int(process.stdout.readline())
        said, complained = (path.read_text("utf-8") for path in (out, err))
    return subprocess.CompletedProcess(words, code, said, complained)


def _serve() -> None:
    for name in LOADED.split():
        import_module(name)
    gc.freeze()
    # Line by line and unbuffered, so that a fork has nothing of ours in its hands.
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if not child:
            _become(*json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(BrokenPipeError):
            sys.stdout.write(f"{code}\n")
            sys.stdout.flush()


def _become(
    words: list[str], cwd: str, env: dict[str, str], out: str, err: str
) -> NoReturn:
    """Be the command from here on."""
    flags = os.O_WRONLY | os.O_CREAT
    opened = (
        os.open(os.devnull, os.O_RDONLY),
        os.open(out, flags),
        os.open(err, flags),
    )
    for number, file in enumerate(opened):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = words
    code = _ended()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking down what was loaded would take longer than most commands


def _ended() -> int:
    """Run the command; return its exit code, as Python itself would."""
    try:
        import_module("api.cli").main()
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return ended.code or 0
        sys.stderr.write(f"{ended.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - shown, as at the top of any program
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve()
