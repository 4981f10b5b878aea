"""Chromium, found or installed: the browser that the tests drive."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

VARIABLE = "ACORNS_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SECONDS = 600
WAYS = (
    "missing tool: chromium: the journeys through the pages were not driven. "
    "On Debian and Ubuntu: apt-get install chromium. Elsewhere: install Chromium or "
    f"Chrome, and say where it is with {VARIABLE}=/path/to/chromium"
)


def chromium(playwright: Playwright) -> str:
    """Return where Chromium is, having installed it if we may, or skip the test.

    Looked for in this order: the environment, the PATH, Playwright's own folder; then
    apt, for root. The reason of the skip says what is missing and how to get it.
    """
    own = playwright.chromium.executable_path
    found = named() or on_path() or (own if Path(own).exists() else None)
    found = found or installed()
    if found is None:
        pytest.skip(WAYS)
    return found


def named() -> str | None:
    """Return what the environment names; it must be there."""
    path = os.environ.get(VARIABLE)
    if path and not os.access(path, os.X_OK):
        pytest.fail(f"{VARIABLE}={path} is no program: name one, or leave it out")
    return path or None


def on_path() -> str | None:
    """Return the first browser that the PATH knows."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@cache
def installed() -> str | None:
    """Have apt install Chromium, where there is apt and we are root."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    for words in (["update"], ["install", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            [apt, "--yes", "--quiet", *words],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        if done.returncode:
            return None
    return on_path()
