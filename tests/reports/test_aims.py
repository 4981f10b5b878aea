"""The aims of a result in plain words, whatever the policy was."""

from __future__ import annotations

import pytest

from api.reports import plain
from matcher.instance.solution import Objective

WORDS = {"needs": "children", "assets": "homes"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("priority:2", "children of priority 2 with a match"),
        ("leximin:40", "children with a fit of 40 only"),
        ("rank:3", "choices of rank 3, of either side"),
        ("egalitarian", "ranks of all choices added up, of both sides"),
        ("regret", "the worst rank of all choices, of either side"),
        ("openings", "homes kept closed that could have opened"),
    ],
)
def test_each_aim_has_words(name: str, said: str) -> None:
    """No name of the engine's reaches a reader."""
    assert plain.aim(name, WORDS) == said


def test_values_that_nobody_has_are_left_out() -> None:
    """A hundred levels of points are told by those that somebody has."""
    rows = [
        Objective(name, value, value, "count")
        for name, value in (("size", 0), ("leximin:1", 0), ("leximin:2", 3))
    ]
    assert [row.name for row in plain.aims(rows)] == ["size", "leximin:2"]
