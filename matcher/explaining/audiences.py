"""Each audience's own version: what it is told, in its own words, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher.candidates.wording import spoken
from matcher.explaining.case import Case
from matcher.explaining.whys import Alternative, Factor, Part, Why

Versions = Mapping[str, tuple[Part, ...]]
_OUTSIDE = ("holder", "family", "young_person")


def versions(case: Case, why: Why) -> Versions:
    """Return the versions of one explanation.

    Staff and approver read facts with refs. A holder reads about a pair that names
    nobody; the child's side reads what happens next, who decides, how to say no and
    whom to talk to: no counts, no declines, no refs.
    """
    inside = {
        "staff": _parts(_staff(case, why)),
        "approver": _parts(_approver(case, why)),
    }
    outside = {
        audience: _parts(_outside(case, why, audience))
        for audience in _OUTSIDE
        if audience in case.scheme.words and _concerns(why, audience)
    }
    return inside | outside


def _concerns(why: Why, audience: str) -> bool:
    if why.kind == "pair":
        return True
    return audience == "holder" if why.kind == "seat" else why.kind == "need"


def _parts(said: Sequence[tuple[str, Sequence[str]]]) -> tuple[Part, ...]:
    kept = ((heading, tuple(filter(None, lines))) for heading, lines in said)
    return tuple(Part(heading, lines) for heading, lines in kept if lines)


def _staff(case: Case, why: Why) -> list[tuple[str, Sequence[str]]]:
    words = case.scheme.words.get("staff", {})
    return [
        ("What was found", [why.summary]),
        ("What speaks for it", [_scored(factor) for factor in why.factors]),
        ("Gaps, and what would fill them", _gaps(why.factors)),
        ("Equally good", [", ".join(why.equal)] if why.equal else []),
        ("Other choices", [_other(each) for each in why.alternatives]),
        ("What stood in the way", _gates(case, why)),
        ("Nearest", [f"{miss.ref}: {miss.sentence}" for miss in why.nearest]),
        ("What would change it", _changes(why)),
        ("Next", [words.get("next", ""), words.get("decides", "")]),
    ]


def _approver(case: Case, why: Why) -> list[tuple[str, Sequence[str]]]:
    words = case.scheme.words.get("approver", {})
    return [
        ("What speaks for it", [factor.sentence for factor in why.factors]),
        ("Gaps, and what would fill them", _gaps(why.factors)),
        ("What else was possible", [_other(each) for each in why.alternatives]),
        ("What was found", [why.summary]),
        ("What stood in the way", _gates(case, why)),
        ("Next", [words.get("next", ""), words.get("decides", "")]),
    ]


def _outside(case: Case, why: Why, audience: str) -> list[tuple[str, Sequence[str]]]:
    words = case.scheme.words[audience]
    told = [factor.told[audience] for factor in why.factors if audience in factor.told]
    drawn = case.solution.tie == "lottery" and why.kind == "pair"
    found = words.get("unmatched", "") if why.kind != "pair" else ""
    return [
        ("What was found", [found]),
        ("Why this could be good", told),
        ("How it was chosen", [words.get("draw", "") if drawn else ""]),
        ("What happens next", [words.get("next", "")]),
        ("Who decides", [words.get("decides", "")]),
        ("Saying no", [words.get("no", "") if why.kind == "pair" else ""]),
        ("Whom to talk to", [words.get("talk", "")]),
    ]


def _scored(factor: Factor) -> str:
    return f"{factor.sentence} ({factor.points} of 100)" if factor.sentence else ""


def _gaps(factors: Sequence[Factor]) -> list[str]:
    return [
        f"{factor.gap} {factor.support}".strip() for factor in factors if factor.gap
    ]


def _other(alternative: Alternative) -> str:
    if not alternative.possible:
        return f"{alternative.asset}: no solution holds this pair."
    better = {name: by for name, by in alternative.changes.items() if by}
    by = spoken(f"{name} {by:+d}" for name, by in better.items())
    moves = spoken(
        f"{move.unit} would go from {move.before or 'waiting'} to "
        f"{move.after or 'waiting'}"
        for move in alternative.moves
    )
    effect = f"changes {by}" if better else "changes no value"
    return f"{alternative.asset}: {effect}; {moves} otherwise."


def _gates(case: Case, why: Why) -> list[str]:
    if why.kind == "pair":
        return []
    side = "assets" if why.kind == "need" else "needs"
    title = case.scheme.sheets[side].title.lower()
    lines = [
        f"{each.gate.replace('-', ' ')}: {each.count} of the {title}."
        for each in why.gates
    ]
    unavailable = case.scheme.words.get("staff", {}).get("unavailable", "not available")
    return [*lines, f"Some may be {unavailable}; that is never counted."]


def _changes(why: Why) -> list[str]:
    if why.kind != "need":
        return []
    lines = [change.sentence for change in why.changes]
    return lines or ["No change that we know of on the other side would do it."]
