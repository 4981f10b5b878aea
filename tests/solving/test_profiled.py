"""``fair``, and ``best`` by ranks, over capacities: the oracle, the certificates."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.instances import instances, tiny
from support.optima import Optima
from support.oracle import Ask
from support.plain import SALT, assigned, market_of, solved

from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving.answer import Answer
from matcher.solving.flow import solve_flow
from matcher.solving.profiled import solve_profiled

BEYOND = ("groups", "seats", "siblings", "max_units", "limits", "openings", "staffing")
PLAIN = dict.fromkeys((*BEYOND, "minimum", "apart", "max_changes"), False)
FITTED = st.sampled_from(("common", "two-sided", "mixed", "mixed-common"))
MARKET = st.sampled_from(("lists", "common", "two-sided", "mixed", "mixed-common"))
FAIR = Policy("fair", ties="person")
ASKS = [Ask("fair"), Ask("best", "generous"), Ask("best", "egalitarian")]
ASKED = st.sampled_from(ASKS)


def answered(market: Market, ask: Ask, salt: str = SALT) -> Answer:
    """Return what flows answer, equal choices included."""
    policy = Policy(ask.name, ask.maximise, ties="person")
    return solve_profiled(market, policy, salt=salt)


class Faces:
    """A checker that goes pair by pair, as `matcher.solving.profiled` says to."""

    def __init__(self, market: Market, answer: Answer) -> None:
        self.market, chosen = market, set(answer.chosen.tolist())
        refs = [asset.ref for asset in market.instance.assets]
        self.seats = {asset.ref: asset.capacity for asset in market.instance.assets}
        for home in market.home[market.home >= 0].tolist():
            self.seats[refs[home]] -= 1
        self.live, self.held = {}, set()
        for k in range(len(market.unit)):
            if market.home[market.unit[k]] < 0:
                self.live[k] = (market.units[market.unit[k]], refs[market.asset[k]])
                self.held |= {k} & chosen
        self.must: set[str] = set()
        self.full: set[str] = set()

    def level(self, weight: dict[int, int], duals: dict[str, dict[str, int]]) -> None:
        """Check one level, and narrow the face by its duals."""
        y, p = duals["units"], duals["assets"]
        slack = {
            k: y.get(u, 0) + p.get(a, 0) - weight[k] for k, (u, a) in self.live.items()
        }
        assert min([0, *slack.values()]) == 0
        assert all(value >= 0 or u in self.must for u, value in y.items())
        assert all(value >= 0 or a in self.full for a, value in p.items())
        total = sum(y.values()) + sum(self.seats[a] * v for a, v in p.items())
        assert total == sum(weight[k] for k in self.held)
        self.live = {k: pair for k, pair in self.live.items() if slack[k] == 0}
        assert self.held <= self.live.keys()
        self.must |= {u for u, value in y.items() if value > 0}
        self.full |= {a for a, value in p.items() if value > 0}


def adds(market: Market, name: str) -> list[int]:
    """Return what each pair adds to a level of which less is better."""
    kind, _, amount = name.partition(":")
    ours, theirs = market.unit_rank.tolist(), market.asset_rank.tolist()
    if kind == "leximin":
        return [int(fit == int(amount)) for fit in market.need_fit.tolist()]
    if kind == "rank":
        both = zip(ours, theirs, strict=True)
        return [pair.count(int(amount)) for pair in both]
    return [one + other for one, other in zip(ours, theirs, strict=True)]


def certified(market: Market, answer: Answer) -> bool:
    """Check every certificate of an answer, level by level."""
    faces = Faces(market, answer)
    priority = market.priority[market.unit].tolist()
    for row in answer.objectives:
        if row.name.startswith("priority"):
            continue
        if row.certificate is None:
            assert (row.proof, row.value) == ("count", 0)
            added = adds(market, row.name)
            faces.live = {k: v for k, v in faces.live.items() if not added[k]}
            continue
        if row.name == "size":
            cost = row.certificate["costs"]
            worth = [
                cost["size"] + cost.get(f"priority:{level}", 0) for level in priority
            ]
        elif row.name == "fit":
            worth = market.fit.tolist()
        else:
            worth = [-amount for amount in adds(market, row.name)]
        faces.level(dict(enumerate(worth)), row.certificate["duals"])
    return True


@given(MARKET, ASKED, st.data(), st.integers(0, 9))
def test_the_levels_are_what_the_oracle_finds(
    market_kind: str, ask: Ask, drawing: st.DataObject, salt: int
) -> None:
    """Values, chosen pairs, tie, equal assets and conflicts are the oracle's."""
    data = drawing.draw(instances(**PLAIN | {"market": market_kind}))
    if ask.name == "fair" and not data.get("fits"):
        return
    market, optima = market_of(data), Optima(data, ask, str(salt))
    answer = answered(market, ask, str(salt))
    if not optima.feasible:
        rows = [{"kind": c.kind, "refs": list(c.refs)} for c in answer.conflict]
        assert answer.status == "infeasible"
        assert optima.irreducible(rows)
        return
    winner, tie = optima.winner
    assert [level.name for level in answer.objectives] == optima.names
    assert tuple(level.value for level in answer.objectives) == optima.best[0]
    assert (assigned(market, answer), answer.tie) == (winner.assigned, tie)
    assert {u: list(others) for u, others in answer.equal} == optima.equal(winner)
    assert certified(market, answer)


def test_every_level_is_proven_on_larger_markets() -> None:
    """Duals close level by level on markets that nobody could try out."""
    rng = random.Random(20261122)
    for _ in range(100):
        kind, ask = rng.choice(("common", "two-sided")), rng.choice(ASKS)
        options = {"pins": rng.random() < 0.5, "priorities": rng.random() < 0.5}
        data = tiny(rng, needs=40, assets=15, market=kind, density=0.3, **options)
        market = market_of(data)
        answer = answered(market, ask)
        if answer.status == "optimal":
            assert certified(market, answer)
            assert all(o.proof in ("dual", "count") for o in answer.objectives)


@given(FITTED, st.data())
def test_nobody_has_a_fairer_list(market_kind: str, drawing: st.DataObject) -> None:
    """As many are matched as under ``best``, and the ascending list is no lower."""
    data = drawing.draw(instances(**PLAIN | {"pins": False, "market": market_kind}))
    market = market_of(data)
    if not data["fits"]:
        return
    fair = solve_profiled(market, FAIR, salt=SALT).chosen
    best = solve_flow(market, Policy("best"), salt=SALT).chosen
    assert len(fair) == len(best)
    assert sorted(market.need_fit[fair]) >= sorted(market.need_fit[best])


def test_many_levels_are_settled_one_by_one() -> None:
    """A thousand values of points: more than 64 bits could rank in one flow."""
    rng = np.random.default_rng(7)
    fits = [
        {"need": f"c{n:03}", "asset": f"f{a:03}", "fit": int(rng.integers(10**6))}
        for n in range(100)
        for a in range(n % 7, 100, 7)
    ]
    data = {
        "format": "acorns-instance/1",
        "needs": [{"ref": f"c{n:03}"} for n in range(100)],
        "assets": [{"ref": f"f{a:03}"} for a in range(100)],
        "fits": fits,
    }
    market = market_of(data)
    answer = solve_profiled(market, FAIR, salt=SALT)
    assert len(answer.objectives) == len({row["fit"] for row in fits}) + 1
    assert certified(market, answer)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask.name} {ask.maximise}")
def test_flows_and_programmes_agree(ask: Ask) -> None:
    """A rule that binds nobody changes the way, however many levels, not the answer."""
    rng = random.Random(3)
    data = tiny(rng, needs=30, assets=14, market="two-sided", density=0.5)
    flows = solved(data, ask.name, maximise=ask.maximise)
    data["assets"][0]["max_units"] = 99
    other = solved(data, ask.name, maximise=ask.maximise)
    values = [(level.name, level.value, level.bound) for level in flows.objectives]
    assert values == [(o.name, o.value, o.bound) for o in other.objectives]
    assert flows.chosen == other.chosen


def test_the_worst_off_come_first() -> None:
    """Best would give one 100 and the other 10; fair gives both 50."""
    points = {("c1", "f1"): 100, ("c1", "f2"): 50, ("c2", "f1"): 50, ("c2", "f2"): 10}
    data: dict[str, Any] = {
        "format": "acorns-instance/1",
        "needs": [{"ref": "c1"}, {"ref": "c2"}],
        "assets": [{"ref": "f1"}, {"ref": "f2"}],
        "fits": [
            {"need": n, "asset": a, "need_fit": points[n, a], "asset_fit": points[n, a]}
            for n, a in points
        ],
    }
    assert [row.need_fit for row in solved(data, "best").chosen] == [100, 10]
    assert [row.need_fit for row in solved(data, "fair").chosen] == [50, 50]


def test_generous_and_egalitarian_differ() -> None:
    """The fewest at the worst rank, or the least sum: one may cost the other."""
    data: dict[str, Any] = {
        "format": "acorns-instance/1",
        "needs": [
            {"ref": "c1", "prefers": [["f1"], ["f2"]]},
            {"ref": "c2", "prefers": [["f1"], ["f2"], ["f3"]]},
            {"ref": "c3", "prefers": [["f2"], ["f3"]]},
        ],
        "assets": [{"ref": ref} for ref in ("f1", "f2", "f3")],
    }
    generous = solved(data, "best", maximise="generous")
    assert [(o.name, o.value) for o in generous.objectives] == [
        ("size", 3),
        ("rank:3", 0),
        ("rank:2", 2),
    ]
    egalitarian = solved(data, "best", maximise="egalitarian")
    assert egalitarian.objectives[-1].value == 8
    assert all(row.proof != "none" for row in egalitarian.objectives)


@pytest.mark.deep
def test_flows_equal_the_oracle_on_many() -> None:
    """The same on 20,000 instances, other ones each run."""
    rng = random.Random(seed := random.randrange(2**40))
    for number in range(20_000):
        switches = {name: rng.random() < 0.5 for name in ("pins", "priorities")}
        data = tiny(rng, market=rng.choice(("common", "two-sided")), **switches)
        ask = rng.choice(ASKS)
        if ask.name == "fair" and not data["fits"]:
            continue
        optima, answer = Optima(data, ask, SALT), answered(market_of(data), ask)
        assert (answer.status == "optimal") == bool(optima.feasible), (seed, number)
        if optima.feasible:
            values = tuple(level.value for level in answer.objectives)
            assert values == optima.best[0], (seed, number)
