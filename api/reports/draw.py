"""How far the draw of a result was checked, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.instance import Solution
from matcher.verifying import Verification

DRAWN: Mapping[str, str] = {
    "none": "The draw was not checked: that needs the salt.",
    "part": "The draw was checked in part: answers one step away draw no better, and "
    "answers further away were not looked at.",
    "whole": "The draw was made again, to the end, and gave the same answer.",
}
NOTHING = "Nothing was drawn."


def drawn(solution: Solution, verification: Verification) -> str:
    """Return how far the draw was checked; true also where nothing was chosen."""
    if solution.status in ("infeasible", "unknown"):
        return NOTHING
    return DRAWN[verification.draw]
