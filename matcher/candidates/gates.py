"""Gates made ready: kinds by name, and the two lines that every scheme has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

from matcher.candidates.checks import check
from matcher.candidates.distances import within
from matcher.candidates.numeric import at_least, dates, flag, in_range
from matcher.candidates.relations import apart, decided, not_own, room
from matcher.candidates.rule import Kind, Rule, Sides
from matcher.candidates.sets import all_of, can, none_of, one_of, same
from matcher.candidates.weeks import slots
from matcher.schemes.scheme import Gate, Scheme

GATES: Final[Mapping[str, Kind]] = {
    "within": within,
    "one_of": one_of,
    "all_of": all_of,
    "none_of": none_of,
    "can": can,
    "same": same,
    "range": in_range,
    "at_least": at_least,
    "flag": flag,
    "check": check,
    "slots": slots,
    "dates": dates,
    "not_own": not_own,
}
"""Every kind of gate: adding one is a function, a spec table and a line here."""

DECIDED = Gate(
    "decided",
    "decided",
    "Nobody decided against this pair.",
    "Somebody already decided against this pair.",
)
AVAILABLE = Gate(
    "available", "available", "available", "not available", confidential=True
)
SLOW = ("slots", "within")


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A gate as the scheme has it, and its rule for some rows."""

    gate: Gate
    rule: Rule


def ready_gates(sides: Sides, scheme: Scheme, *, left: str) -> tuple[Ready, ...]:
    """Return the gates for some rows, in the scheme's order.

    Confidential gates, a full asset and pairs kept apart are one line, "available",
    which comes last: nothing can tell them from each other.

    Parameters
    ----------
    left : {"needs", "staff"}
        Whose gates.
    """
    shown, hidden = [], []
    for gate, rule in single_rules(sides, scheme, left=left):
        if gate.confidential:
            hidden.append(rule)
        else:
            shown.append(Ready(gate, rule))
    return (*shown, Ready(_available(scheme), reduce(_both, hidden)))


def single_rules(sides: Sides, scheme: Scheme, *, left: str) -> list[tuple[Gate, Rule]]:
    """Return every gate with its rule, the confidential ones too, none of them joined.

    For whoever needs the pairs that pass and nothing about the others.
    """
    mine = [gate for gate in scheme.gates if gate.left == left]
    rules = [(gate, GATES[gate.kind](sides, gate.options)) for gate in mine]
    rules.append((AVAILABLE, apart(sides)))
    if left == "needs":
        rules.append((AVAILABLE, room(sides, scheme)))
        rules.append((DECIDED, decided(sides)))
    return rules


def quickest_first(rules: Iterable[tuple[Gate, Rule]]) -> list[Rule]:
    """Return the rules with those last that cost most for each pair."""
    ranked = sorted(rules, key=lambda each: (*SLOW, "").index(_pace(each[0])))
    return [rule for _, rule in reversed(ranked)]


def _pace(gate: Gate) -> str:
    return gate.kind if gate.kind in SLOW else ""


def _both(one: Rule, other: Rule) -> Rule:
    return Rule(lambda left, asset: one.passes(left, asset) & other.passes(left, asset))


def _available(scheme: Scheme) -> Gate:
    said = scheme.words.get("staff", {}).get("unavailable", AVAILABLE.otherwise)
    return Gate("available", "available", AVAILABLE.permits, said)
