"""What a published table hides, nobody has back by adding and subtracting."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from api.packs import suppressing
from api.packs.suppressing import TOTAL, Counts, Place, suppress, with_totals
from matcher.errors import Refused

Table = dict[str, dict[str, int]]


def tables(rng: random.Random, rows: int, columns: int) -> Table:
    """Return a random table of people, small counts likely."""
    counts = (0, 0, 1, 2, 3, 4, 5, 6, 9, 30)
    return {
        f"r{i}": {f"c{j}": rng.choice(counts) for j in range(columns)}
        for i in range(rows)
    }


def widths(counts: Counts, hidden: frozenset[Place]) -> dict[Place, float]:
    """Return what an attacker's linear programme leaves of each hidden number.

    Known are all shown numbers before rounding, that totals are sums, and that what is
    hidden is at least 1. Totals are unknowns like cells.
    """
    places = sorted(counts)
    at = {place: k for k, place in enumerate(places)}
    sums = []
    for row, column in places:
        for whole, cells in (
            ((row, TOTAL), column == TOTAL and [p for p in places if p[0] == row]),
            ((TOTAL, column), row == TOTAL and [p for p in places if p[1] == column]),
        ):
            if cells:
                line = np.zeros(len(places))
                line[[at[p] for p in cells]] = 1
                line[at[whole]] -= 2  # the total itself stands among its cells
                sums.append(line)
    bounds = [(1, None) if p in hidden else (counts[p], counts[p]) for p in places]
    found = {}
    for place in hidden:
        cost = np.zeros(len(places))
        cost[at[place]] = 1
        least, most = (_least(sign * cost, sums, bounds) for sign in (1, -1))
        found[place] = -most - least
    return found


def _least(cost: Any, sums: list[Any], bounds: list[Any]) -> float:
    """Return the least value of a sum; minus infinity where nothing bounds it."""
    found = linprog(cost, A_eq=np.array(sums), b_eq=[0] * len(sums), bounds=bounds)
    assert found.status in (0, 3)
    return -np.inf if found.fun is None else float(found.fun)


def attacked(seeds: range) -> None:
    """Assert that subtraction recovers nothing of random tables."""
    for seed in seeds:
        rng = random.Random(seed)
        table = tables(rng, rng.randint(1, 4), rng.randint(1, 4))
        hidden = suppress(table).hidden
        left = widths(with_totals(table), hidden)
        assert all(width > 3.999 for width in left.values()), (seed, table, left)


def test_subtraction_recovers_nothing() -> None:
    """Over 60 random tables each hidden number keeps a range of five values."""
    attacked(range(60))


@pytest.mark.deep
def test_subtraction_recovers_nothing_of_many() -> None:
    """The same over 20,000 others."""
    first = random.randrange(2**40)
    attacked(range(first, first + 20_000))


def test_hiding_small_counts_alone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: without the second step the attack finds numbers in many tables."""
    monkeypatch.setattr(suppressing, "_cycle", lambda *_: set())
    with pytest.raises(AssertionError):
        attacked(range(20))


def test_by_hand() -> None:
    """One small count takes the three that complete its rectangle with it."""
    table = {
        "hub 1": {"matched": 3, "waiting": 20},
        "hub 2": {"matched": 11, "waiting": 14},
        "hub 3": {"matched": 40, "waiting": 41},
    }
    found = suppress(table)
    assert found.hidden == {
        (hub, column) for hub in ("hub 1", "hub 2") for column in ("matched", "waiting")
    }
    assert found.rows()["hub 3"] == {"matched": 40, "waiting": 40, "total": 80}
    assert found.rows()["total"] == {"matched": 55, "waiting": 75, "total": 130}


def test_where_nothing_else_is_left_the_totals_go() -> None:
    """A single small count: its total would be it."""
    found = suppress({"all": {"matched": 3}})
    assert set(found.shown.values()) == {None}
    one = suppress({"all": {"matched": 3, "waiting": 30}})
    assert one.shown["all", "matched"] is None
    assert len(one.hidden) > 1


cells = st.integers(0, 60)
shapes = st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4)


@given(shapes, st.sampled_from([5, 10]))
def test_what_is_shown_is_true_and_round(rows: list[list[int]], least: int) -> None:
    """Shown is 0 or reaches the threshold, is within 2 of the truth, and a multiple."""
    table = {f"r{i}": {f"c{j}": n for j, n in enumerate(r)} for i, r in enumerate(rows)}
    counts = with_totals(table)
    for place, told in suppress(table, threshold=least).shown.items():
        assert (0 < counts[place] < least) <= (told is None)
        if told is not None:
            assert told % 5 == 0
            assert abs(told - counts[place]) <= 2
            assert counts[place] == 0 or counts[place] >= least
    assert all(
        suppress(table).shown[place] == 0 for place, n in counts.items() if not n
    )


def test_the_threshold_only_rises() -> None:
    """5 is the least, and bad counts or names are refused."""
    for least in (4, 0, -1):
        with pytest.raises(Refused, match="threshold"):
            suppress({"a": {"b": 9}}, threshold=least)
    bad = ({"a": {"b": -1}}, {"": {"b": 1}}, {"a": {"total": 1}})
    for table in bad:
        with pytest.raises(Refused):
            suppress(table)


def test_order_does_not_matter() -> None:
    """The same table, rows and columns turned round, hides the same."""
    for seed in range(20):
        table = tables(random.Random(seed), 3, 3)
        turned = {r: dict(reversed(c.items())) for r, c in reversed(table.items())}
        assert suppress(table) == suppress(turned)
