"""A snapshot of records holds what a snapshot of the sheets holds."""

from __future__ import annotations

import pytest
from support.communities import community, frozen, load
from support.world import SCHEMES, World


@pytest.mark.parametrize("name", SCHEMES)
def test_records_freeze_to_the_digest_of_their_sheets(world: World, name: str) -> None:
    """Imported and frozen, a community's workbook is the file line's snapshot."""
    there = community(name, needs=60, assets=40)
    load(world, there.scheme, there.intake)
    snapshot = frozen(world, there.scheme, there.as_of).snapshot
    assert snapshot.to_json() == there.snapshot().to_json()
    assert snapshot.digest() == there.snapshot().digest()
