"""Compiled deferred acceptance says what plain Python says, ties or not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from support.plain import SALT, assigned, market_of

from matcher.solving import acceptance
from matcher.solving.acceptance import propose, solve_needs_first
from matcher.solving.cycles import improve
from matcher.solving.proposing import propose_settled, propose_strictly
from matcher.solving.settling import settled


def lists(
    rng: random.Random, needs: int, assets: int, length: int, *, tie: float, gap: float
) -> dict[str, Any]:
    """Return random lists; how likely an entry ties with the one before, or is lost."""
    c = [f"c{k}" for k in range(needs)]
    f = [f"f{k}" for k in range(assets)]
    wishes = {ref: rng.sample(f, min(length, assets)) for ref in c}
    wanted: dict[str, list[str]] = {ref: [] for ref in f}
    for need, wish in wishes.items():
        for asset in wish:
            if rng.random() >= gap:
                wanted[asset].append(need)
    for those in wanted.values():
        rng.shuffle(those)
    return {
        "format": "acorns-instance/1",
        "needs": [
            {"ref": r, "prefers": tied(rng, w, tie), "priority": rng.choice((0, 0, 1))}
            for r, w in wishes.items()
        ],
        "assets": [
            {
                "ref": r,
                "capacity": rng.choice((0, 1, 3, 9)),
                "prefers": tied(rng, w, tie),
            }
            for r, w in wanted.items()
        ],
        "forbidden": [[c[0], f[0]]],
    }


def tied(rng: random.Random, refs: list[str], tie: float) -> list[list[str]]:
    """Return the refs in their order as tie groups."""
    groups: list[list[str]] = []
    for ref in refs:
        if groups and rng.random() < tie:
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


SHAPES = [
    (60, 12, 5),
    (60, 40, 20),
    (40, 90, 70),
    (30, 200, 150),
    (20, 300, 280),
    (300, 20, 19),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("tie", "gap"), [(0, 0), (0, 0.1), (0.3, 0), (0.5, 0.2)])
def test_compiled_proposals_are_the_plain_ones(
    shape: tuple[int, int, int], tie: float, gap: float
) -> None:
    """Short lists and long, few seats and many, with ties, gaps and priorities."""
    rng = random.Random(f"{shape} {tie} {gap}")
    for _ in range(4):
        data = lists(rng, *shape, tie=tie, gap=gap)
        market = market_of(data)
        order = settled(market, SALT)
        plain = propose(market, order)
        assert propose_settled(market, order).tolist() == plain
        strict = propose_strictly(market)
        assert tie or strict is not None
        if strict is not None:
            improve(market, order.turn, order.level, order.place, plain)
            assert strict.tolist() == plain


def test_strict_lists_need_no_draw() -> None:
    """They are answered as they stand, gaps and all; with ties that matter not."""
    data = lists(random.Random(1), 80, 20, 6, tie=0, gap=0.1)
    assert propose_strictly(market_of(data)) is not None
    for row in data["assets"]:
        row["prefers"] = [[ref for tie in row["prefers"] for ref in tie]]
    assert propose_strictly(market_of(data)) is None


@pytest.mark.parametrize("tie", [0, 0.4])
def test_large_markets_get_the_small_ones_answer(
    tie: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From which size on proposals are compiled changes no pair, pins or not."""
    rng = random.Random(f"large {tie}")
    for _ in range(5):
        data = lists(rng, 80, 30, 12, tie=tie, gap=0) | {"forbidden": []}
        for row in data["assets"]:
            row["capacity"] = max(row["capacity"], 1)
        data["pinned"] = [["c1", data["needs"][1]["prefers"][0][0]]]
        market = market_of(data)
        small = assigned(market, solve_needs_first(market, salt=SALT))
        with monkeypatch.context() as patch:
            patch.setattr(acceptance, "LARGE", 0)
            assert assigned(market, solve_needs_first(market, salt=SALT)) == small
