"""What the tests of intake share: our gazetteer, and reading in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.sheets import AS_OF, Read

from matcher.gazetteer import Gazetteer, load_gazetteer
from matcher.intake import Intake, read_sheets
from matcher.schemes import find_scheme, shipped_schemes


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Our own small gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer) -> Read:
    """Return a function that reads files for a scheme, as of 22 November 2026."""
    schemes = {name: find_scheme(name) for name in shipped_schemes()}

    def reader(scheme: str, *files: Path) -> Intake:
        rules = schemes[scheme]
        return read_sheets(rules, files, gazetteer=gazetteer, as_of=AS_OF)

    return reader
