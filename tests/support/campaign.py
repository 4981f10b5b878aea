"""Tiny instances of each shape: solver, oracle and both verifiers on each of them."""

from __future__ import annotations

import json
import random
from typing import Any, Literal

from support.instances import MARKETS, SWITCHES, tiny
from support.optima import Optima
from support.oracle import Answer, Ask
from support.proposed import Proposals
from support.results import SALT
from support.verdicts import library_failures, stand_alone_failures

from matcher.instance import instance_of, write_result
from matcher.model import MAXIMISE, PROPOSALS, Policy
from matcher.solving import solve

Row = dict[str, Any]

SHAPES: dict[str, tuple[str, ...]] = {
    "ties": (),
    "capacities": ("seats", "siblings", "max_units", "limits", "minimum"),
    "groups": ("groups", "siblings", "seats"),
    "openings": ("openings", "staffing", "persons", "limits"),
    "pins": ("pins", "forbidden"),
    "apart": ("apart", "groups", "staffing"),
    "priorities": ("priorities",),
    "rerun": ("previous", "max_changes", "pins"),
    "mixed": SWITCHES,
    "fair": SWITCHES,
    "ranks": SWITCHES,
    "margins": SWITCHES,
}
"""What an instance of the shape may have; at least the first one, if there is one.

The last three are of everything, and differ in what is asked: `ASKS`.
"""
PLAIN = {"priorities", "pins", "forbidden", "repeats", "strangers"}
"""What deferred acceptance takes."""
ASKS = {"fair": MARKETS[1:], "ranks": MARKETS, "margins": ("two-sided", "mixed")}
"""Shapes with a question of their own, and the markets that have a use for it."""


def example(shape: str, seed: int) -> tuple[Row, Ask, bool]:
    """Return an instance, what is asked of it, and whether a person settles ties."""
    rng = random.Random(f"{shape} {seed}")
    likely = 0.25 if shape in ASKS else 0.35 if shape == "mixed" else 0.7
    some = {name for name in SHAPES[shape][1:] if rng.random() < likely}
    if SHAPES[shape] == SWITCHES:
        some |= {"groups"} if rng.random() < likely else set()
    else:
        some |= set(SHAPES[shape][:1])
    if shape in ASKS and rng.random() < 0.3:
        some &= PLAIN  # where flows settle it
    kinds = ASKS.get(shape, MARKETS)
    data = tiny(rng, market=rng.choice(kinds), **dict.fromkeys(some, True))
    market = _market(data)
    if shape in ASKS:
        return data, _asked(rng, shape, market), rng.random() < 0.3
    names = ["stable", "stable", "best"] + [*PROPOSALS] * (some <= PLAIN)
    name, person = rng.choice(names), rng.random() < 0.3
    if name in PROPOSALS:
        return data, Ask(name), False
    fits = market != "lists" and rng.random() < 0.2
    free = name == "stable" and rng.random() < 0.2
    wide = name == "stable" and market == "two-sided" and rng.random() < 0.3
    ask = Ask(
        name,
        "fit" if fits else "size-fit",
        rng.randint(0, 2) if free else None,
        rng.choice((5, 30)) if wide else 1,
    )
    return data, ask, person


def _market(data: Row) -> str:
    rows = data.get("fits") or [{}]
    return "two-sided" if "need_fit" in rows[0] else "common" if rows[0] else "lists"


def _asked(rng: random.Random, shape: str, market: str) -> Ask:
    """Return a question of the shape, with options that the market has a use for."""
    if shape == "fair" and market != "lists":
        return Ask("fair")
    name = "stable" if shape == "margins" else rng.choice(("stable", "best"))
    words = [word for word in MAXIMISE if word != "fit" or market != "lists"]
    most = rng.choice((None, None, None, 0, 1, 2)) if name == "stable" else None
    points = rng.choice((2, 5, 15, 30, 100)) if shape == "margins" else 1
    return Ask(
        name,
        rng.choice(words if shape == "margins" else MAXIMISE[2:]),
        most if shape == "margins" or rng.random() < 0.3 else None,
        points if market == "two-sided" else 1,
    )


def solved(data: Row, ask: Ask, *, person: bool) -> Row:
    """Return the solver's result as plain values."""
    ties: Literal["person", "lottery"] = "person" if person else "lottery"
    policy = Policy(ask.name, ask.maximise, ask.allow, ask.margin, ties=ties)
    found = solve(instance_of(data), policy, salt=SALT)
    return dict(json.loads(write_result(found)))


def disagreements(data: Row, ask: Ask, *, person: bool) -> list[str]:
    """Return what the solver, the oracle and the verifiers see differently."""
    result = solved(data, ask, person=person)
    best = Optima(data, ask, SALT)
    wrong = [f"library: {n}" for n in library_failures(data, result, SALT)]
    wrong += [f"alone: {n}" for n in stand_alone_failures(data, result, SALT)]
    if ask.name in PROPOSALS:
        return wrong + _proposals(data, best, result)
    if not best.feasible:
        fine = result["status"] == "infeasible" and best.irreducible(result["conflict"])
        return wrong + ([] if fine else ["conflict"])
    return wrong + _optimal(best, result, person=person)


def answer_of(best: Optima, result: Row) -> Answer:
    """Return what a result chose, as the oracle writes it."""
    unit_of = best.oracle.unit_of
    assigned = {(unit_of[row["need"]], row["asset"]) for row in result["chosen"]}
    staff = {(row["staff"], row["asset"]) for row in result["staff"]}
    return Answer(tuple(sorted(assigned)), tuple(sorted(staff)))


def _optimal(best: Optima, result: Row, *, person: bool) -> list[str]:
    values, found = best.best
    names = [row["name"] for row in result["objectives"]]
    if result["status"] not in ("optimal", "claimed") or names != best.names:
        return ["status"]
    answer, (winner, tie) = answer_of(best, result), best.winner
    others = {row["unit"]: row["assets"] for row in result["equal"]}
    differs = {
        "values": tuple(row["value"] for row in result["objectives"]) != values,
        "optimum": answer not in found,
        "tie": result["tie"] != tie,
        "winner": tie != "unproven" and answer != winner,
        "equal": others != (best.equal(answer) if person else {}),
    }
    return [name for name, wrong in differs.items() if wrong]


def _proposals(data: Row, best: Optima, result: Row) -> list[str]:
    if result["status"] == "infeasible":
        fine = not best.feasible and best.irreducible(result["conflict"])
        return [] if fine else ["conflict"]
    answer, drawn = answer_of(best, result), Proposals(data, result["policy"], SALT)
    differs = {
        "improvable": answer not in drawn.best(),
        "winner": answer != drawn.winner(),
    }
    return [name for name, wrong in differs.items() if wrong]


def campaign(shape: str, seeds: range) -> None:
    """Assert that everybody agrees on an example for each seed."""
    for seed in seeds:
        data, ask, person = example(shape, seed)
        wrong = disagreements(data, ask, person=person)
        assert not wrong, (
            f"{wrong} with {shape} {seed}: {ask}, person={person},\n{json.dumps(data)}"
        )
