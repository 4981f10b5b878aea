"""A terminal of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal in an empty folder."""
    return Terminal(tmp_path)
