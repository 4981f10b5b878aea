"""What another choice would do, in words: every objective of every policy has some."""

import pytest

from matcher.explaining import Alternative
from matcher.explaining.effects import effect
from matcher.schemes import find_scheme

SAID = {
    ("fit", -20): "total fit 20 points lower",
    ("fit", 1): "total fit 1 point higher",
    ("size", 2): "2 more children matched",
    ("priority:2", -1): "1 fewer child of priority 2 matched",
    ("blocking", 1): "1 more pair who would rather have each other",
    ("openings", -1): "1 fewer household closed that could have opened",
    ("leximin:40", 1): "1 more child with a fit of 40 only",
    ("rank:3", -2): "2 fewer choices of rank 3",
    ("egalitarian", 5): "the sum of all ranks 5 higher",
    ("regret", -1): "the worst rank 1 lower",
}


@pytest.mark.parametrize(("change", "words"), SAID.items())
def test_a_change_of_every_objective_is_said(
    change: tuple[str, int], words: str
) -> None:
    """Nobody reads "as good for the round as a whole" where a value changed."""
    said = effect(
        find_scheme("norfolk-carers"), Alternative("f5", True, dict([change]))
    )
    assert words in said.lower()


def test_no_change_at_all_is_said_too() -> None:
    """Where every value stays it is as good."""
    said = effect(
        find_scheme("norfolk-carers"), Alternative("f5", True, {"size": 0, "fit": 0})
    )
    assert "as good for the round as a whole" in said.lower()
