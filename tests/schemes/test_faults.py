"""Every way we know to get a scheme file wrong, with the sentence and its line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from matcher.errors import Fault

Check = Callable[[str], tuple[Fault, ...]]


class Broken(NamedTuple):
    """One mistake: what stood there, what stands there now, and the fault for it.

    ``line`` is the text of the line that the fault must name.
    """

    name: str
    old: str
    new: str
    line: str
    says: str


TABLE = Path(__file__).parent / "broken.toml"
BROKEN = [Broken(**row) for row in tomllib.loads(TABLE.read_text("utf-8"))["broken"]]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_each_fault_is_said_at_its_line(
    walking_bus: str, faults_of: Check, broken: Broken
) -> None:
    """One mistake gives its sentence at its line."""
    assert broken.old in walking_bus, "the table no longer fits the scheme"
    text = walking_bus.replace(broken.old, broken.new, 1)
    if broken.name == "groups under needs-first":
        text = text.replace('name = "stable"', 'name = "needs-first"')
    lines = text.splitlines()
    found = [f for f in faults_of(text) if broken.says in f.message]
    assert found, "\n".join(map(str, faults_of(text)))
    assert any(broken.line == lines[fault.row - 1].strip() for fault in found), found


def test_the_whole_file_is_said_at_once(walking_bus: str, faults_of: Check) -> None:
    """Mistakes far apart are all in one answer, in the order of their lines."""
    text = walking_bus
    for broken in (
        b
        for b in BROKEN
        if b.name
        in {
            "a weight of zero",
            "a floor above 100",
            "yes for true",
            "an unknown step",
            "a default out of bounds",
            "a placeholder of another kind",
            "a protected column without a basis",
            "a priority by a column without dates",
        }
    ):
        text = text.replace(broken.old, broken.new, 1)
    faults = faults_of(text)
    assert len(faults) == 8
    assert [fault.row for fault in faults] == sorted(fault.row for fault in faults)


def test_a_sound_file_has_no_fault(walking_bus: str, faults_of: Check) -> None:
    """The scheme that is broken above is sound before it is broken."""
    assert faults_of(walking_bus) == ()


def test_no_two_names_in_the_table() -> None:
    """Every planted mistake has a name of its own."""
    assert len({broken.name for broken in BROKEN}) == len(BROKEN)
