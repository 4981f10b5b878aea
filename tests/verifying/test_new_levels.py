"""The levels of fair, generous, egalitarian and minimum-regret, against the oracle."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from support.campaign import SHAPES, example
from support.mutations import mutated
from support.oracle import Ask
from support.results import SALT, result_of
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import instance_of

Row = dict[str, Any]
PROFILES = ("generous", "egalitarian", "minimum-regret")


def asked(seeds: range) -> Iterator[tuple[int, Row, Ask, bool]]:
    """Yield an instance for each seed, and one of the new questions."""
    for seed in seeds:
        rng = random.Random(seed)
        data, ask, person = example(rng.choice(list(SHAPES)), seed)
        if rng.random() < 0.4 and instance_of(data).market != "lists":
            yield seed, data, Ask("fair"), person
        elif ask.name in ("stable", "best"):
            profile = rng.choice(PROFILES)
            yield seed, data, Ask(ask.name, profile, ask.allow, ask.margin), person


def test_the_oracle_raises_no_alarm() -> None:
    """Values, order and draw of the new levels are what trying everything finds."""
    seen = set()
    for seed, data, ask, person in asked(range(9_000, 9_120)):
        result = result_of(data, ask, person=person)
        note = (seed, ask, json.dumps(data))
        assert library_failures(data, result, SALT) == set(), note
        assert stand_alone_failures(data, result, SALT) == set(), note
        seen |= {level["name"].partition(":")[0] for level in result["objectives"]}
    assert seen >= {"leximin", "rank", "egalitarian", "regret"}


def test_the_verifiers_agree_on_spoilt_levels() -> None:
    """With a value of such a result changed both pass, or the same checks fail."""
    for seed, data, ask, person in asked(range(9_500, 9_560)):
        good, rng = result_of(data, ask, person=person), random.Random(seed)
        for _ in range(4):
            result = mutated(rng, good)
            one = library_failures(data, result, SALT)
            other = stand_alone_failures(data, result, SALT)
            note = (seed, one, other, json.dumps(data), json.dumps(result))
            assert bool(one) == bool(other), note
            assert "format" in one | other or one == other, note


FIT: Row = {
    "format": "acorns-instance/1",
    "needs": [{"ref": "c1"}],
    "assets": [{"ref": "f1"}],
    "fits": [{"need": "c1", "asset": "f1", "fit": 50}],
}
LISTS: Row = {
    "format": "acorns-instance/1",
    "needs": [{"ref": "c1", "prefers": [["f1"]]}],
    "assets": [{"ref": "f1"}],
}


@pytest.mark.parametrize(
    ("data", "ask", "options"),
    [
        (FIT, Ask("best"), {"policy": "fair", "maximise": "generous"}),
        (FIT, Ask("needs-first"), {"maximise": "fit"}),
        (FIT, Ask("best"), {"policy": "fair", "allow": 1}),
        (LISTS, Ask("best"), {"policy": "fair"}),
        (LISTS, Ask("best"), {"maximise": "fit"}),
    ],
)
def test_what_no_policy_takes_is_refused(data: Row, ask: Ask, options: Row) -> None:
    """Options that a policy has no use for, and fits that are not there, are faults."""
    result = result_of(data, ask)
    for name, value in options.items():
        (result if name == "policy" else result["options"])[name] = value
    assert "policy" in library_failures(data, result, SALT)
    assert "policy" in stand_alone_failures(data, result, SALT)
