"""Results made from the oracle's best solutions, as a solver would write them."""

from __future__ import annotations

import hashlib
from typing import Any

from support.optima import Optima, fewest
from support.oracle import Answer, Ask
from support.proposed import Proposals

from matcher.instance import digest, instance_of
from matcher.model import PROPOSALS

Row = dict[str, Any]
SALT = "5eed" * 16


def result_of(data: Row, ask: Ask, *, person: bool = False, salt: str = SALT) -> Row:
    """Return the result of a tiny instance under a policy.

    Levels at their trivial bound are ``count``; the others have no proof.
    """
    best = Optima(data, ask, salt)
    answer: Answer | None
    if ask.name in PROPOSALS:
        answer = Proposals(data, ask.name, salt).winner()
        tie = "unproven" if answer is None else "lottery"
    elif best.feasible:
        answer, tie = best.winner
    else:
        answer, tie = None, "unproven"
    head = _head(data, ask, salt) | {"tie": tie}
    if answer is None:
        return head | {"status": "infeasible", "conflict": conflict_of(best)}
    equal = best.equal(answer) if person and ask.name not in PROPOSALS else {}
    levels = _levels(best, answer, ask)
    closed = all(row["proof"] == "count" for row in levels)
    return (
        head
        | body_of(best, answer, equal)
        | {
            "status": "optimal" if closed else "claimed",
            "objectives": levels,
        }
    )


def _head(data: Row, ask: Ask, salt: str) -> Row:
    instance = instance_of(data)
    empty: Row = {
        name: []
        for name in (
            "chosen staff closed unmatched equal objectives blocking_pairs"
            " excused_pairs conflict hygiene frontier"
        ).split()
    }
    return empty | {
        "format": "acorns-result/1",
        "policy": ask.name,
        "options": {
            "maximise": ask.maximise,
            "allow": ask.allow,
            "margin": ask.margin,
        },
        "market": instance.market,
        "reproducible": True,
        "instance_sha256": digest(instance),
        "salt_sha256": hashlib.sha256(salt.encode()).hexdigest(),
        "versions": {"acorns": "0"},
        "seconds": 0.1,
    }


def body_of(best: Optima, answer: Answer, equal: dict[str, list[str]]) -> Row:
    """Return the lists of a result that chose this answer."""
    o, at = best.oracle, answer.at()
    chosen = []
    for unit, asset in answer.assigned:
        for need in o.members[unit]:
            row: Row = {"need": need, "asset": asset}
            if not o.lists:
                side = o._side(o.rows[need, asset])
                names = ("need_fit", "asset_fit", "fit")
                points = dict(zip(names, side, strict=True))
                if "need_fit" not in o.rows[need, asset]:
                    points = {"fit": points["fit"]}
                row |= points
            if unit in equal:
                row["provisional"] = True
            chosen.append(row)
    blocking, excused = o.blocking(answer, best.ask.margin)
    return {
        "chosen": chosen,
        "staff": [{"staff": s, "asset": a} for s, a in answer.staff],
        "closed": [
            {"asset": a, "reason": "nobody"}
            for a in o.assets
            if o.openable(a) and a not in answer.held()
        ],
        "unmatched": [
            {"need": n, "reason": "none left"}
            for n in o.needs
            if o.unit_of[n] not in at
        ],
        "equal": [{"unit": u, "assets": a} for u, a in sorted(equal.items())],
        "blocking_pairs": [list(pair) for pair in blocking],
        "excused_pairs": [
            {"unit": u, "asset": a, "held_by": why} for u, a, why in excused
        ],
    }


def _levels(best: Optima, answer: Answer, ask: Ask) -> list[Row]:
    if ask.name in PROPOSALS:
        return [{"name": "improvement", "value": 0, "bound": 0, "proof": "count"}]
    levels = []
    for name in best.names:
        value = best.value(answer, name)
        zero = value == 0 and fewest(name)
        proof = "count" if zero else "none"
        levels.append({"name": name, "value": value, "bound": value, "proof": proof})
    return levels


def conflict_of(best: Optima) -> list[Row]:
    """Return an irreducible conflict, by leaving out whatever can be left out."""
    data = best.oracle.data
    kept = [{"kind": "pin", "refs": r} for r in data.get("pinned", [])]
    kept += [{"kind": "agreed", "refs": r} for r in data.get("agreed", [])]
    kept += [
        {"kind": "minimum", "refs": [a["ref"]]}
        for a in data["assets"]
        if a.get("minimum")
    ]
    if data.get("max_changes") is not None:
        kept.append({"kind": "max_changes", "refs": []})
    if best.ask.allow is not None and best.ask.name == "stable":
        kept.append({"kind": "allow", "refs": []})
    for row in list(kept):
        fewer = [other for other in kept if other is not row]
        if best.only(fewer):
            kept = fewer
    return kept
