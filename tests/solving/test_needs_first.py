"""``needs-first``: stable, and as good for the needs as stability allows."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances
from support.plain import SALT, assigned, market_of
from support.proposed import Proposals

from matcher.instance.market import Market
from matcher.solving.acceptance import propose, solve_needs_first
from matcher.solving.blocking import blocking_pairs, seated
from matcher.solving.cycles import improve
from matcher.solving.settling import settled

TAKEN = {
    **dict.fromkeys(("groups", "seats", "siblings", "max_units", "limits"), False),
    **dict.fromkeys(("openings", "staffing", "persons", "minimum"), False),
    **dict.fromkeys(("apart", "max_changes"), False),
}


@given(instances(**TAKEN), st.integers(0, 9))
def test_no_stable_solution_is_better_for_the_needs(
    data: dict[str, Any], salt: int
) -> None:
    """Of all stable solutions by brute force none improves a need and hurts none."""
    market = market_of(data)
    answer = solve_needs_first(market, salt=str(salt))
    oracle = Proposals(data, "needs-first", str(salt))
    best = [row.assigned for row in oracle.best()]
    if answer.status == "infeasible":
        assert not best
        assert answer.conflict
        return
    assert assigned(market, answer) in best
    assert not blocking_pairs(market, seated(market, answer.chosen))[0]
    assert [(o.name, o.value, o.bound) for o in answer.objectives] == [
        ("improvement", 0, 0)
    ]


def indifferent(rng: random.Random, needs: int, assets: int) -> dict[str, Any]:
    """Return a market of strict needs and assets with two broad ties each."""
    c = [f"c{k}" for k in range(needs)]
    f = [f"f{k}" for k in range(assets)]
    rows = []
    for asset in f:
        top = rng.sample(c, rng.randint(1, needs - 1))
        rest = [ref for ref in c if ref not in top]
        rows.append({"ref": asset, "prefers": [top, rest]})
    wishes = [[[ref] for ref in rng.sample(f, assets)] for _ in c]
    return {
        "format": "acorns-instance/1",
        "needs": [{"ref": r, "prefers": w} for r, w in zip(c, wishes, strict=True)],
        "assets": rows,
    }


def test_exchanges_happen_and_end_where_brute_force_says() -> None:
    """Deferred acceptance alone is improvable here and there; cycles find it all."""
    rng, improved = random.Random(7), 0
    for _ in range(60):
        data = indifferent(rng, 5, 4)
        market = market_of(data)
        answer = solve_needs_first(market, salt=SALT)
        oracle = Proposals(data, "needs-first", SALT)
        best = [row.assigned for row in oracle.best()]
        assert assigned(market, answer) in best
        winner = oracle.winner()
        assert winner is not None
        assert assigned(market, answer) == winner.assigned
        improved += _turns(market, plain=True) > _turns(market, plain=False)
    assert improved


def _turns(market: Market, *, plain: bool) -> int:
    lists = settled(market, SALT)
    held = propose(market, lists)
    if not plain:
        improve(market, lists.turn, lists.level, lists.place, held)
    return sum(int(lists.turn[pair]) for pair in held if pair >= 0)


def test_exchanges_keep_a_large_market_stable_and_hurt_nobody() -> None:
    """At 300 needs with broad ties: no blocking pair, every unit at least as high."""
    market = market_of(indifferent(random.Random(3), 300, 200))
    lists = settled(market, SALT)
    before = propose(market, lists)
    after = list(before)
    improve(market, lists.turn, lists.level, lists.place, after)
    moved = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert moved
    assert all(lists.turn[b] < lists.turn[a] for a, b in moved)
    answer = solve_needs_first(market, salt=SALT)
    assert not blocking_pairs(market, seated(market, answer.chosen))[0]


def test_a_higher_priority_wins_a_tie_and_a_rank_outweighs_priority() -> None:
    """One seat: priority settles the asset's tie, never its preference."""
    data: dict[str, Any] = {
        "format": "acorns-instance/1",
        "needs": [
            {"ref": "c1", "prefers": [["f1"]]},
            {"ref": "c2", "prefers": [["f1"]], "priority": 1},
        ],
        "assets": [{"ref": "f1", "prefers": [["c1", "c2"]]}],
    }
    for salt in "0123456789":
        market = market_of(data)
        answer = solve_needs_first(market, salt=salt)
        assert assigned(market, answer) == (("c2", "f1"),)
    data["assets"][0]["prefers"] = [["c1"], ["c2"]]
    market = market_of(data)
    assert assigned(market, solve_needs_first(market, salt="0")) == (("c1", "f1"),)
