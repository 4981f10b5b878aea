"""The draw of the general model where slices collide; what `count` may claim."""

from __future__ import annotations

import random

import numpy as np
import pytest
from support.general import SALT, answered, assigned
from support.instances import tiny
from support.optima import Optima
from support.oracle import Answer, Ask

from matcher.instance import compile_market, instance_of
from matcher.model import Policy
from matcher.solving.integer import ties
from matcher.solving.integer.bounds import most_matched
from matcher.solving.integer.facts import Facts
from matcher.solving.lottery import slices


def test_later_stages_decide_only_what_earlier_ones_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With draws of two values ties outlive a stage; each keeps the one before."""
    monkeypatch.setattr(ties, "slices", lambda *given: slices(*given) % 2)
    rng, told = random.Random("collisions"), set()
    for _ in range(150):
        data = tiny(rng, needs=4, market="common", groups=rng.random() < 0.4)
        optima = Optima(data, Ask("best"), SALT)
        answer = answered(data, Policy("best"))
        worth = {s: _worth(optima, s) for s in optima.best[1]}
        most = max(worth.values())
        chosen = next(s for s in worth if s.assigned == assigned(data, answer))
        assert worth[chosen] == most
        left = [s for s in worth if worth[s] == most]
        expected = "unproven" if len(left) > 1 else "lottery"
        assert answer.tie == ("unique" if len(worth) == 1 else expected)
        told.add(answer.tie)
    assert told == {"unique", "lottery", "unproven"}


def _worth(optima: Optima, answer: Answer) -> tuple[int, ...]:
    pairs = [*answer.assigned, *answer.staff]
    drawn = slices(SALT, optima.oracle.round, pairs) % 2
    return tuple(int(stage.sum()) for stage in drawn)


def test_count_is_claimed_only_where_counting_closes() -> None:
    """A level says `count` exactly where the flow's bound equals its value."""
    rng, said = random.Random("count"), set()
    for _ in range(80):
        data = tiny(rng, needs=7, assets=5, groups=True, density=0.6)
        answer = answered(data, Policy("stable"))
        facts = Facts(compile_market(instance_of(data)), Policy("best"))
        units = np.ones(len(facts.market.units), np.bool_)
        size = answer.objectives[-1]
        assert (size.proof == "count") == (size.value == most_matched(facts, units))
        said.add(size.proof)
    assert len(said) > 1
