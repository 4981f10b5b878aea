"""``stable`` and ``best`` over the whole format, against every solution there is."""

from __future__ import annotations

import random
from typing import Any

import pytest
from support.general import answered, disagreements, frontier
from support.instances import MARKETS, SWITCHES, shuffled, tiny

from matcher.model import MAXIMISE, Policy

STAFFED = {"openings": True, "staffing": True, "persons": True}
SHAPES: dict[str, dict[str, bool]] = {
    "ties": {},
    "capacities": {"seats": True, "siblings": True, "max_units": True},
    "groups": {"groups": True, "siblings": True},
    "groups with seats": {"groups": True, "seats": True, "max_units": True},
    "limits": {"limits": True, "groups": True, "max_units": True},
    "openings": {"openings": True},
    "openings with staff": STAFFED,
    "many for one opening": {"openings": True, "apart": True, "limits": True},
    "staff apart": STAFFED | {"apart": True, "limits": True},
    "pins": {"pins": True, "groups": True, "forbidden": True},
    "apart": {"apart": True, "groups": True},
    "priorities": {"priorities": True, "groups": True, "openings": True},
    "minimums": {"minimum": True, "pins": True},
    "reruns": {"previous": True, "max_changes": True, "groups": True, "pins": True},
    "everything": dict.fromkeys(SWITCHES, True),
}


def _policy(rng: random.Random, data: dict[str, Any]) -> Policy:
    """Return a policy with options that the market allows."""
    two_sided = bool(data.get("fits")) and "need_fit" in data["fits"][0]
    stable = rng.random() < 0.7
    return Policy(
        "stable" if stable else "best",
        maximise=rng.choice(("size-fit", "size-fit", *MAXIMISE)),
        allow=rng.choice((None, None, 0, 1)) if stable else None,
        margin=rng.choice((1, 15)) if stable and two_sided else 1,
        ties=rng.choice(("lottery", "person")),
    )


def _campaign(shape: str, seed: int, count: int) -> None:
    rng = random.Random(f"{shape} {seed}")
    for _ in range(count):
        switches = SHAPES[shape]
        if shape == "everything":
            switches = {name: rng.random() < 0.4 for name in SWITCHES}
        many = shape.startswith("many")
        needs, assets, market = 6 if many else 4, 2 if many else 3, rng.choice(MARKETS)
        data = tiny(rng, needs=needs, assets=assets, market=market, **switches)
        policy = _policy(rng, data)
        assert disagreements(data, policy) == [], (data, policy)


@pytest.mark.parametrize("shape", SHAPES)
def test_all_is_as_the_oracle_finds_it(shape: str) -> None:
    """Values, winner, tie, equal choices and conflicts equal those by enumeration."""
    _campaign(shape, seed=1, count=60)


def test_the_frontier_says_what_each_blocking_pair_buys() -> None:
    """One row for each allowance that is better than the one before."""
    rng, longest = random.Random("frontier"), 0
    for _ in range(60):
        data = tiny(rng, needs=5, groups=True, market=rng.choice(("lists", "mixed")))
        policy = Policy("stable", allow=rng.randint(0, 4))
        rows = [dict(row) for row in answered(data, policy).frontier]
        assert rows == frontier(data, policy)
        longest = max(longest, len(rows))
    assert longest > 1


@pytest.mark.parametrize("shape", SHAPES)
def test_shuffled_rows_change_nothing(shape: str) -> None:
    """Row order leaves choices, staff, bounds and certificates as they are."""
    rng = random.Random(f"shuffled {shape}")
    for _ in range(8):
        switches = SHAPES[shape] | {"repeats": False}
        data = tiny(rng, market=rng.choice(MARKETS), **switches)
        policy = _policy(rng, data)
        one, other = answered(data, policy), answered(shuffled(rng, data), policy)
        assert one.chosen.tolist() == other.chosen.tolist()
        for field in ("status", "staff", "objectives", "tie", "equal", "conflict"):
            assert getattr(one, field) == getattr(other, field), field


@pytest.mark.deep
@pytest.mark.parametrize("shape", SHAPES)
def test_all_is_as_the_oracle_finds_it_on_many(shape: str) -> None:
    """The same on 2,000 instances of each shape, other ones each run."""
    _campaign(shape, seed=random.randrange(2**32), count=2_000)
