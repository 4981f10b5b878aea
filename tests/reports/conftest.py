"""One round for every report."""

import pytest
from support.reported import Round, invented_round


@pytest.fixture(scope="session")
def a_round() -> Round:
    """Return a round of fourteen children and six households, all invented."""
    return invented_round()
