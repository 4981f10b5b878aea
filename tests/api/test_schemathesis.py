"""Schemathesis, all checks, before a world with one of everything."""

from __future__ import annotations

import os

import pytest
from hypothesis import core
from support.fuzzing import fuzz
from support.populated import Populated

from api.records import ROLES

# What the descriptions of an import and of endless regular expressions make it say.
pytestmark = pytest.mark.filterwarnings("default")


def _seed() -> int:
    return int(vars(core).get("global_force_seed") or os.environ.get("SEED", "1"))


def test_every_operation_keeps_its_description(populated: Populated) -> None:
    """A few requests to every operation: each answer is one the description names."""
    found = fuzz(populated, "coordinator", examples=1, seed=_seed(), phases="fuzzing")
    assert found.failures == []
    assert found.cases > 150


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_no_role_finds_a_failure(populated: Populated, role: str) -> None:
    """Every phase, every check, as somebody of each role: no failure at all."""
    found = fuzz(
        populated,
        role,
        examples=20,
        seed=_seed(),
        phases="examples coverage fuzzing stateful",
    )

    assert found.failures == []
    assert found.cases > 1_000
