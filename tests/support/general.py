"""The general model against the oracle: every value, the drawn winner, the conflict."""

from __future__ import annotations

from typing import Any

from support.optima import Optima
from support.oracle import Answer as Found
from support.oracle import Ask

from matcher.instance import compile_market, instance_of
from matcher.model import Policy
from matcher.solving.answer import Answer
from matcher.solving.general import solve_general

SALT = "5a17"
Pairs = tuple[tuple[str, str], ...]


def answered(data: dict[str, Any], policy: Policy, salt: str = SALT) -> Answer:
    """Return what the general model answers for an instance in plain values."""
    market = compile_market(instance_of(data))
    return solve_general(market, policy, salt=salt)


def assigned(data: dict[str, Any], answer: Answer) -> Pairs:
    """Return the chosen (unit, asset) refs, sorted."""
    market = compile_market(instance_of(data))
    refs = [asset.ref for asset in market.instance.assets]
    return tuple(
        sorted(
            (market.units[market.unit[p]], refs[market.asset[p]])
            for p in answer.chosen.tolist()
        )
    )


def values(answer: Answer) -> dict[str, int]:
    """Return the value of each objective."""
    return {objective.name: objective.value for objective in answer.objectives}


def disagreements(data: dict[str, Any], policy: Policy) -> list[str]:
    """Return every difference between the general model and the oracle."""
    ask = Ask(policy.name, policy.maximise, policy.allow, policy.margin)
    optima = Optima(data, ask, SALT)
    answer = answered(data, policy)
    if not optima.best[1]:
        return _infeasible(answer, optima)
    winner, tie = optima.winner
    chosen = assigned(data, answer)
    wrong = {
        "status": answer.status not in {"optimal", "claimed"},
        "values": list(values(answer).items())
        != list(zip(optima.names, optima.best[0], strict=True)),
        "bounds": any(o.value != o.bound for o in answer.objectives),
        "tie": answer.tie != tie,
        "winner": tie != "unproven"
        and (chosen, answer.staff)
        != (tuple(sorted(winner.assigned)), tuple(sorted(winner.staff))),
    }
    if policy.ties == "person":
        others = optima.equal(Found(chosen, answer.staff))
        wrong["equal"] = {u: list(a) for u, a in answer.equal} != others
    return [name for name, differs in wrong.items() if differs]


def frontier(data: dict[str, Any], policy: Policy) -> list[dict[str, int]]:
    """Return what the oracle finds that each allowance of blocking pairs buys."""
    rows: list[dict[str, int]] = []
    last: tuple[int, ...] = ()
    for most in range((policy.allow or 0) + 1):
        ask = Ask(policy.name, policy.maximise, most, policy.margin)
        optima = Optima(data, ask, SALT)
        best, found = optima.best
        if found and best != last:
            names = ["size"] if optima.oracle.lists else ["size", "fit"]
            values = {name: optima.value(found[0], name) for name in names}
            rows.append({"blocking": most} | values)
            last = best
    return rows


def _infeasible(answer: Answer, optima: Optima) -> list[str]:
    if answer.status != "infeasible":
        return ["infeasible"]
    named = [{"kind": c.kind, "refs": list(c.refs)} for c in answer.conflict]
    return [] if optima.irreducible(named) else ["conflict"]
