"""Each audience's own version: what it is told, in its own words, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matcher.explaining import phrases
from matcher.explaining.case import Case
from matcher.explaining.effects import effect
from matcher.explaining.pairs import CHOOSE
from matcher.explaining.whys import Factor, Part, Why

Versions = Mapping[str, tuple[Part, ...]]
Said = list[tuple[str, Sequence[str]]]
_TOLD: Mapping[str, tuple[str, ...]] = {
    "pair": ("holder", "family", "young_person"),
    "need": ("family", "young_person"),
    "seat": ("holder",),
    "closed": ("holder",),
}
"""Who outside hears of what; a choice that a person has yet to make reaches nobody."""


def versions(case: Case, why: Why, drawn: Collection[str]) -> Versions:
    """Return the versions of one explanation.

    Staff and approver read facts with refs. A holder reads about a pair that names
    nobody; the child's side reads what happens next, who decides, how to say no and
    whom to talk to: no counts, no declines, no refs.

    Parameters
    ----------
    drawn
        The needs for whom a draw counted.
    """
    told = _TOLD[why.kind] if why.state != CHOOSE else ()
    inside = {"staff": _staff(case, why), "approver": _approver(case, why)}
    outside = {
        audience: _outside(case, why, audience, drawn=why.need in drawn)
        for audience in told
        if audience in case.scheme.words
    }
    return {name: _parts(said) for name, said in (inside | outside).items()}


def _parts(said: Said) -> tuple[Part, ...]:
    kept = ((heading, tuple(filter(None, lines))) for heading, lines in said)
    return tuple(Part(heading, lines) for heading, lines in kept if lines)


def _staff(case: Case, why: Why) -> Said:
    words = case.scheme.words.get("staff", {})
    return [
        ("What was found", [why.summary]),
        ("What speaks for it", [_scored(factor) for factor in why.factors]),
        ("Gaps, and what would fill them", _gaps(why.factors)),
        ("Equally good", [phrases.listed(why.equal)]),
        ("Other choices", [effect(case.scheme, each) for each in why.alternatives]),
        ("What stood in the way", _gates(case, why)),
        ("Nearest", [f"{miss.ref}: {miss.sentence}" for miss in why.nearest]),
        ("What would change it", _changes(why)),
        ("Next", [words.get("next", ""), words.get("decides", "")]),
    ]


def _approver(case: Case, why: Why) -> Said:
    words = case.scheme.words.get("approver", {})
    others = [effect(case.scheme, each) for each in why.alternatives]
    return [
        ("What speaks for it", [factor.sentence for factor in why.factors]),
        ("Gaps, and what would fill them", _gaps(why.factors)),
        ("What else was possible", others),
        ("What was found", [why.summary]),
        ("What stood in the way", _gates(case, why)),
        ("Next", [words.get("next", ""), words.get("decides", "")]),
    ]


def _outside(case: Case, why: Why, audience: str, *, drawn: bool) -> Said:
    words = case.scheme.words[audience]
    pair = why.kind == "pair"
    told = [factor.told[audience] for factor in why.factors if audience in factor.told]
    return [
        ("What was found", ["" if pair else words.get("unmatched", "")]),
        ("Why this could be good", told),
        ("How it was chosen", [words.get("draw", "") if pair and drawn else ""]),
        ("What happens next", [words.get("next", "") if pair else ""]),
        ("Who decides", [words.get("decides", "") if pair else ""]),
        ("Saying no", [words.get("no", "") if pair else ""]),
        ("Whom to talk to", [words.get("talk", "")]),
    ]


def _scored(factor: Factor) -> str:
    return f"{factor.sentence} ({factor.points} of 100)" if factor.sentence else ""


def _gaps(factors: Sequence[Factor]) -> list[str]:
    return [
        f"{factor.gap} {factor.support}".strip() for factor in factors if factor.gap
    ]


def _gates(case: Case, why: Why) -> list[str]:
    """Say how many each gate rules out; nothing for those who refer to another."""
    if why.kind == "pair" or not (why.gates or why.nearest):
        return []
    side = "assets" if why.kind == "need" else "needs"
    many = phrases.nouns(case.scheme, side)[1]
    total = len(case.graph.assets if side == "assets" else case.graph.needs)
    lines = [
        f"{phrases.capital(each.gate.replace('-', ' '))}: rules out {each.count} of "
        f"{total} {many}."
        for each in why.gates
    ]
    unavailable = case.scheme.words.get("staff", {}).get("unavailable", "not available")
    return [*lines, f"How many are {unavailable} is never counted."]


def _changes(why: Why) -> list[str]:
    if why.kind != "need":
        return []
    lines = [change.sentence for change in why.changes]
    return lines or ["No change that we know of on the other side would do it."]
