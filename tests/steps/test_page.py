"""The page for coordinators says what the machines do, row by row."""

from __future__ import annotations

import pytest
from support.tools import ROOT

from api.steps import (
    NEEDS,
    Machine,
    match_machine,
    on_suspension,
    proposal_machine,
    round_machine,
)
from matcher.schemes import find_scheme

PAGE = (ROOT / "docs/steps.md").read_text("utf-8")
CARERS = find_scheme("norfolk-carers").steps
MENTORS = find_scheme("oxfordshire-mentors").steps
SECTIONS = [
    ("A proposal", proposal_machine(CARERS)),
    ("A match", match_machine(MENTORS)),
    ("A round", round_machine(CARERS)),
]


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of the page."""
    text = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


@pytest.mark.parametrize(("heading", "machine"), SECTIONS)
def test_the_page_is_the_machine(heading: str, machine: Machine) -> None:
    """Every act of the machine is a row of the page, and every row an act of it."""
    wanted = [
        [
            step.act.replace("_", " "),
            ", ".join(step.sources),
            step.target or "stays",
            "; ".join(NEEDS[need] for need in step.needs),
        ]
        for step in machine.steps
    ]
    shown = rows(heading)
    assert sorted(shown) == sorted(wanted)


def test_the_page_says_what_a_suspension_does() -> None:
    """Each row of the last table is what the machine answers."""
    for record, effect in rows("What a suspension does"):
        state, _, kind = record.partition(" ")
        steps = CARERS if kind == "proposal" else MENTORS
        if record == "a match where a child lives":
            state, kind, steps = "active", "match", CARERS
        assert on_suspension(steps, kind, state) == effect.replace(" ", "_")
