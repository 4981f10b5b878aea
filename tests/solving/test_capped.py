"""A wall cap: what was found by then, with its gap; a cut concludes nothing."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence

import pytest
from support.instances import tiny
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import instance_of, write_result
from matcher.instance.solution import Objective
from matcher.model import Policy
from matcher.solving import general, solve
from matcher.solving.integer import clock

FEATURES = ("groups", "siblings", "openings", "staffing", "limits", "apart", "seats")


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look at the clock take a second, so that caps fall where put."""
    ticks = itertools.count()
    for module in (general, clock):
        monkeypatch.setattr(module, "monotonic", lambda: float(next(ticks)))


@pytest.mark.parametrize("name", ["stable", "best"])
def test_a_cut_anywhere_leaves_a_sound_result(ticking: None, name: str) -> None:
    """Whenever the time is up: no wrong status, no value past its bound or the best."""
    cut = 0
    for seed in range(12):
        data = tiny(
            random.Random(f"capped {seed}"),
            market="two-sided",
            **dict.fromkeys(FEATURES, True),
        )
        instance = instance_of(data)
        whole = solve(instance, Policy(name), salt=SALT)
        for seconds in (1, 2, 4, 8, 16, 32):
            found = solve(instance, Policy(name), salt=SALT, seconds=seconds)
            cut += not found.reproducible
            if found.status in ("optimal", "infeasible"):
                assert found.status == whole.status
            elif found.status == "feasible":
                assert not found.reproducible
                _hold_below(found.objectives, whole.objectives)
            result = json.loads(write_result(found))
            assert library_failures(data, result, SALT) == set()
            assert stand_alone_failures(data, result, SALT) == set()
    assert cut > 20


def _hold_below(found: Sequence[Objective], whole: Sequence[Objective]) -> None:
    """Levels before the first gap are the best there are; no bound is passed."""
    for mine, best in zip(found, whole, strict=True):
        if mine.value != mine.bound:
            low, high = sorted((mine.value, mine.bound))
            assert low <= best.value <= high or mine.proof == "none"
            return
        assert mine.value == best.value


def test_where_the_time_lasts_nothing_changes() -> None:
    """A cap that is not reached gives the answer of none, which can be made again."""
    data = tiny(random.Random("wide"), groups=True, siblings=True)
    rows = [
        solve(instance_of(data), Policy("stable"), salt=SALT, seconds=seconds)
        for seconds in (1000.0, float("inf"))
    ]
    assert rows[0].chosen == rows[1].chosen
    assert rows[0].objectives == rows[1].objectives
    assert rows[0].reproducible
    assert rows[1].reproducible
