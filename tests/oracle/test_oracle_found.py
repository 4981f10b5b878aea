"""Every disagreement that a campaign ever found stays settled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.campaign import disagreements
from support.oracle import Ask

FOUND = sorted((Path(__file__).parent / "found").glob("*.json"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_stays_settled(path: Path) -> None:
    """Solver, oracle and both verifiers agree on an example that once divided them."""
    row = json.loads(path.read_text("utf-8"))
    found = disagreements(row["instance"], Ask(**row["ask"]), person=row["person"])
    assert found == [], row["why"]
