"""A terminal for the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Give a terminal in an empty folder."""
    return Terminal(tmp_path)
