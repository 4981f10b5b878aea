"""Tools that a test may need and that a machine may lack."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
"""The repository."""


def tool(name: str) -> str:
    """Return where a program is, or skip the test.

    The reason begins with "missing tool", which ``ACORNS_REQUIRE`` makes a failure.
    """
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"missing tool: {name}")
    return found


def acorns() -> str:
    """Return the installed command of the environment that runs the tests."""
    command = Path(sysconfig.get_path("scripts")) / "acorns"
    if not command.exists():
        pytest.fail("acorns is not installed here: run `make test`")
    return str(command)
