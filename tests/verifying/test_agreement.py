"""The two verifiers share no code, and see the same; good results raise no alarm."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from support.campaign import SHAPES, example, solved
from support.instances import MARKETS, tiny
from support.mutations import mutated
from support.oracle import Ask
from support.results import SALT, result_of
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import instance_of
from matcher.verifying.statement import POLICIES

Row = dict[str, Any]


def _alarms(data: Row, result: Row) -> set[str]:
    """Return what either verifier finds wrong, with the salt and without it."""
    return set().union(
        *(
            judge(data, result, salt)
            for judge in (library_failures, stand_alone_failures)
            for salt in (SALT, None)
        )
    )


GOOD = range(5_000, 5_042)


def test_the_good_results_are_many_and_of_every_policy() -> None:
    """They are 500 at least, of all policies and all that `stable` and `best` take."""
    asks = [example(shape, seed)[1] for shape in SHAPES for seed in GOOD]
    seen = {(ask.name, ask.maximise) for ask in asks}
    profiles = ("generous", "egalitarian", "minimum-regret")
    assert len(asks) >= 500
    assert seen >= {(name, "size-fit") for name in POLICIES}
    assert seen >= {(name, word) for name in ("stable", "best") for word in profiles}


@pytest.mark.parametrize("shape", SHAPES)
def test_good_results_raise_no_alarm(shape: str) -> None:
    """On 42 solved instances of each shape both find that everything holds."""
    for seed in GOOD:
        data, ask, person = example(shape, seed)
        result = solved(data, ask, person=person)
        assert _alarms(data, result) == set(), (seed, ask, json.dumps(data))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_oracle_raises_no_alarm(shape: str) -> None:
    """A result that no solver of ours made holds as well."""
    for seed in range(6_000, 6_040):
        data, ask, person = example(shape, seed)
        result = result_of(data, ask, person=person)
        assert _alarms(data, result) == set(), (seed, ask, json.dumps(data))


@pytest.mark.parametrize("market", MARKETS)
def test_larger_results_raise_no_alarm(market: str) -> None:
    """Nor do results of forty needs, with certificates, draws and equal choices."""
    for seed in range(4):
        rng = random.Random(f"{market} {seed}")
        data = tiny(rng, needs=40, assets=15, market=market, priorities=True, pins=True)
        if not data.get("pinned") or seed:
            data.pop("pinned", None)
            data.pop("agreed", None)
        result = solved(data, Ask("best"), person=bool(seed % 2))
        assert _alarms(data, result) == set(), (seed, json.dumps(data))


def _agree(seeds: range) -> int:
    """Assert agreement on spoilt results; return how many of them still hold."""
    passed = 0
    for seed in seeds:
        rng = random.Random(seed)
        data, ask, person = example(rng.choice(list(SHAPES)), seed)
        good = solved(data, ask, person=person)
        for _ in range(4):
            result = mutated(rng, good)
            one = library_failures(data, result, SALT)
            other = stand_alone_failures(data, result, SALT)
            unread = "format" in one | other  # the one refuses where the other fails
            note = (seed, one, other, json.dumps(data), json.dumps(result))
            assert bool(one) == bool(other), note
            assert unread or one == other, note
            passed += not one
    return passed


def test_the_verifiers_agree_on_spoilt_results() -> None:
    """On 1,000 results with a value changed both pass, or the same checks fail."""
    assert _agree(range(250)) < 250


@pytest.mark.deep
def test_the_verifiers_agree_on_many_spoilt_results() -> None:
    """The same on 40,000 others."""
    first = random.randrange(2**40)
    assert _agree(range(first, first + 10_000)) < 10_000


def test_row_order_is_no_matter() -> None:
    """A shuffled instance has the same digest and the same verdict."""
    data, ask, person = example("mixed", 1)
    result = solved(data, ask, person=person)
    for name in ("needs", "assets", "fits", "staff", "pinned", "forbidden"):
        data.get(name, []).reverse()
    assert instance_of(data) is not None
    assert _alarms(data, result) == set()
