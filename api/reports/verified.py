"""Whether a round was verified, and the hashes by which others can tell."""

from __future__ import annotations

from dataclasses import dataclass

from api.reports import plain
from api.reports.draw import drawn
from api.reports.findings import Findings
from matcher.instance import result_digest
from matcher.verifying import CheckDone

SECRET = ("apart",)
"""Checks whose findings would name who is kept apart."""


@dataclass(frozen=True, slots=True)
class Hash:
    """A SHA-256 in lower-case hex, what of, and what it is good for."""

    of: str
    hash: str
    use: str


def verdict(found: Findings) -> str:
    """Return in a sentence or two whether the round was verified, and its draw."""
    verification = found.result.verification
    if not verification.ok:
        failed = plain.listed(plain.spaced(name) for name in verification.failed)
        return f"Not verified: {failed}. Do not use this round."
    draw = drawn(found.solution, verification)
    return f"Verified: all {len(verification.checks)} checks hold. {draw}"


def finding(done: CheckDone) -> str:
    """Return what a check found, as far as staff may read it."""
    if done.name in SECRET and not done.ok:
        return "Ask whoever keeps the sheets; names are not shown here."
    return done.detail


def hashes(found: Findings) -> tuple[Hash, ...]:
    """Return the hashes of what went in, of the rules, and of what came out."""
    result, solution = found.result, found.solution
    return (
        Hash("the inputs", result.snapshot_sha256, "the same rows went in"),
        Hash(
            "the rules", result.scheme_sha256, "the scheme was not changed afterwards"
        ),
        Hash("the problem", solution.instance_sha256, "the solver was asked just this"),
        Hash("the answer", result_digest(solution), "nobody changed it since"),
        Hash("the salt", solution.salt_sha256, "the draw was fixed before it was made"),
    )
