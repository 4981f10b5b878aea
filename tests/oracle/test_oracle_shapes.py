"""The solver equals a brute-force oracle on tiny instances of every shape."""

from __future__ import annotations

import random

import pytest
from support.campaign import SHAPES, campaign

CHUNKS = 4
EACH = 2_000
DEEP = 20_000


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("shape", SHAPES)
def test_the_solver_equals_the_oracle(shape: str, chunk: int) -> None:
    """Status, values, tie, winner, equals, conflict are as enumeration finds them."""
    size = EACH // CHUNKS
    campaign(shape, range(chunk * size, (chunk + 1) * size))


@pytest.mark.deep
@pytest.mark.parametrize("shape", SHAPES)
def test_the_solver_equals_the_oracle_on_many(shape: str) -> None:
    """The same on other instances each time; a red test prints its seed."""
    first = random.randrange(EACH, 2**40)
    campaign(shape, range(first, first + DEEP))
