"""Packs know every row and column of the catalogue, so that no proof is left behind."""

from __future__ import annotations

import re

from support.tools import ROOT

from api.packs.certificates import NAMES

CATALOGUE = ROOT / "docs" / "decisions" / "0004-rows-by-name.md"


def test_every_name_of_the_catalogue_is_known() -> None:
    """Each kind in the tables of decision 0004 can be put under fresh refs."""
    cells = [
        line.split("|")[1]
        for line in CATALOGUE.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    names = [name.split() for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert len(names) > 30
    unknown = [n for n in names if n[0] not in NAMES and " ".join(n[:2]) not in NAMES]
    assert unknown == []
