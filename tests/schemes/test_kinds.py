"""The kinds of gate and criterion: the table in the documentation is the one in use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from matcher.model import POLICIES
from matcher.schemes.kinds import CRITERION_KINDS, GATE_KINDS, Kind
from matcher.schemes.scheme import KINDS

DOCS = (Path(__file__).parents[2] / "docs" / "schemes.md").read_text("utf-8")
TABLES = (("## Gates", GATE_KINDS), ("## Criteria", CRITERION_KINDS))


def section(heading: str) -> str:
    """Return what stands under a heading of the documentation."""
    return DOCS.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]


def rows(heading: str) -> dict[str, list[str]]:
    """Return the table under a heading: first cell to the others."""
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells if row[0] not in {"kind", "table"}}


@pytest.mark.parametrize(("heading", "kinds"), TABLES)
def test_every_kind_is_documented(heading: str, kinds: Mapping[str, Kind]) -> None:
    """The documented kinds are the kinds there are, in their order."""
    assert list(rows(heading)) == list(kinds)


@pytest.mark.parametrize(("heading", "kinds"), TABLES)
def test_every_option_is_documented(heading: str, kinds: Mapping[str, Kind]) -> None:
    """What a kind is asked for, and may be told, stands in the right cell."""
    for name, (_, asked, free, words) in rows(heading).items():
        kind = kinds[name]
        must = {key for key, option in kind.options.items() if option.required}
        assert must <= named(asked), name
        assert named(asked) | named(free) == set(kind.options), name
        assert tuple(re.findall(r"\{(\w+)\}", words)) == kind.words, name


def named(cell: str) -> set[str]:
    """Return what stands in backticks in a cell."""
    return set(re.findall(r"`(\w+)`", cell))


def test_columns_and_policies_are_documented() -> None:
    """Every kind of column and every policy stands in the documentation."""
    documented = {kind for row in rows("## Columns") for kind in row.split(", ")}
    assert documented == set(KINDS)
    assert all(policy in section("## The parts of the file") for policy in POLICIES)
