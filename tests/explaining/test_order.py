"""The order of rows changes no explanation."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from support.solved import SIZES, explained, solved, tiny

from matcher.model import Snapshot

pytestmark = pytest.mark.xdist_group("explained")  # told once for all workers


def mixed(snapshot: Snapshot, seed: int) -> Snapshot:
    """Return the same rows in another order."""
    random, rows = Random(seed), dict[str, Any]()
    for name in ("needs", "assets", "staff", "hubs", "rulings", "apart"):
        found = list(getattr(snapshot, name))
        random.shuffle(found)
        rows[name] = tuple(found)
    return replace(snapshot, **rows)


@pytest.mark.parametrize("name", sorted(SIZES))
def test_explanations_are_the_same_whatever_the_order(name: str) -> None:
    """Every field of every explanation, alternatives and changes among them."""
    case = tiny(name)
    again = solved(mixed(case.graph.snapshot, 7), case.scheme)
    assert explained(again) == explained(case)
