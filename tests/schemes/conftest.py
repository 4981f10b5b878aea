"""The fifth scheme, and how to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.errors import Fault, FaultsFound
from matcher.schemes import read_scheme

Check = Callable[[str], tuple[Fault, ...]]


@pytest.fixture(scope="session")
def walking_bus() -> str:
    """Return the text of a scheme that is not in the package."""
    return (Path(__file__).parent / "walking-bus.toml").read_text("utf-8")


@pytest.fixture
def faults_of(tmp_path: Path) -> Check:
    """Return what reads a scheme text and gives its faults."""

    def check(text: str) -> tuple[Fault, ...]:
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        try:
            read_scheme(path)
        except FaultsFound as found:
            return found.faults
        return ()

    return check
