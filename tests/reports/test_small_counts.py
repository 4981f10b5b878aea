"""Small counts stay hidden, also from who can add up and knows the rule."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.reports.small_counts import FEWER, HIDDEN, few, shown

TOPS = {2: 16, 3: 13, 4: 9}


@pytest.mark.parametrize("cells", TOPS)
def test_nobody_can_tell_a_small_count(cells: int) -> None:
    """Over every table of few cells: what is shown and the sum leave two values.

    Only where nothing larger is left to hide can a small count be told.
    """
    tables = defaultdict(list)
    for counts in product(range(TOPS[cells]), repeat=cells):
        view = tuple(shown(dict(enumerate_as_text(counts))).values())
        tables[view, sum(counts)].append(counts)
    for (view, total), alike in tables.items():
        larger = [int(cell) for cell in view if cell.isdecimal() and int(cell) >= 5]
        if not larger or total > TOPS[cells]:
            continue  # nothing to hide, or tables we did not enumerate look the same
        for at, cell in enumerate(view):
            if cell == FEWER:
                assert len({counts[at] for counts in alike}) > 1, (view, total)


def enumerate_as_text(counts: tuple[int, ...]) -> list[tuple[str, int]]:
    """Return counts with a name each."""
    return [(str(at), count) for at, count in enumerate(counts)]


def test_a_lone_small_count_takes_another_with_it() -> None:
    """One small count beside larger ones would follow from the sum."""
    assert shown({"a": 3, "b": 9, "c": 20}) == {"a": FEWER, "b": HIDDEN, "c": "20"}
    assert shown({"a": 3, "b": 2, "c": 20}) == {"a": FEWER, "b": FEWER, "c": "20"}


@given(st.dictionaries(st.text("ab", max_size=4), st.integers(0, 40)))
def test_what_is_shown_is_true(counts: dict[str, int]) -> None:
    """A number that is shown is the number; 1 to 4 never is; 0 always is."""
    for key, text in shown(counts).items():
        if text.isdecimal():
            assert int(text) == counts[key]
        assert (text == FEWER) == (0 < counts[key] < 5)
        assert text != HIDDEN or counts[key] >= 5


def test_one_count_alone() -> None:
    """A count without a sum beside it is hidden from 1 to 4."""
    assert [few(n) for n in (0, 1, 4, 5)] == ["0", FEWER, FEWER, "5"]
