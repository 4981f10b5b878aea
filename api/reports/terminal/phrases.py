"""How good a round is and how that is known, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.reports import plain
from api.reports.draw import drawn
from api.reports.findings import Findings
from api.reports.unsolved import no_answer
from api.reports.verified import finding
from matcher.instance import Objective

CHECKED = {
    "the files belong together": ("digest", "salt", "policy"),
    "every ref is known": ("references",),
    "groups stay together": ("groups",),
    "every pair is allowed": ("acceptability",),
    "nowhere is over-full": ("capacities", "max_units", "limits", "minimum"),
    "what opens has enough people": ("openings", "staffing"),
    "nobody is with somebody they are kept apart from": ("apart",),
    "nobody is in two places at once": ("persons",),
    "what was decided before stands": ("pins", "changes"),
    "points and values were added up again": ("fits", "order", "values"),
    "who would rather have each other": ("blocking_pairs", "excused_pairs", "allow"),
    "every proof was followed": ("bounds", "proofs"),
}
"""A phrase for each group of checks; said only where all of them were made."""


def standing_lines(found: Findings, *, brief: bool) -> Iterator[str]:
    """Yield whether it was verified, how good it is, and each aim with its proof."""
    yield verdict(found, brief=brief)
    if not no_answer(found):
        yield plain.STATUSES[found.solution.status]
    for row in plain.aims(found.solution.objectives):
        yield f"  {aim_words(row, found.words)}"
    for note in found.solution.hygiene:
        yield f"Note: {note}"


def verdict(found: Findings, *, brief: bool) -> str:
    """Return what the independent check found, in a sentence or two."""
    verification = found.result.verification
    if not verification.ok:
        failed = [check for check in verification.checks if not check.ok]
        said = " ".join(
            f"{plain.check(check.name)} Not so: {finding(check)}" for check in failed
        )
        return f"NOT VERIFIED: do not use this round. {said}"
    draw = drawn(found.solution, verification)
    if brief:
        return (
            "Verified by an independent check that shares no code with the solver: all "
            f"{len(verification.checks)} things that it looks at hold. {draw}"
        )
    made = {check.name for check in verification.checks}
    phrases = [said for said, names in CHECKED.items() if made.issuperset(names)]
    return (
        "Verified by an independent check that shares no code with the solver: "
        f"{plain.listed(phrases)}. {draw}"
    )


def aim_words(row: Objective, words: Mapping[str, str]) -> str:
    """Return one aim: what was reached, what could be at best, and how we know."""
    best = "" if row.value == row.bound else f", {row.bound:,} at best"
    proof = plain.PROOFS.get(row.proof, row.proof)
    return f"{row.value:>6,}  {plain.aim(row.name, words)}{best} ({proof})"
