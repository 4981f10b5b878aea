"""What a proposal waits for next, in one word that a list can be searched by."""

from __future__ import annotations

from api.steps.proposals import ENDS, path_of
from matcher.schemes import Steps

WAITS = {
    "approval": "approval",
    "word": "the word that it may be offered",
    "release": "a coordinator to release it",
    "holder": "the holder's answer",
    "details": "details to be released",
    "meeting": "a first meeting",
    "yes": "every yes that counts",
    "available": "both sides to be available",
    "nothing": "nothing",
}
"""Each word, and how it is said."""
_BEFORE = {
    "approved": "approval",
    "interested": "holder",
    "disclosed": "details",
    "introduced": "meeting",
    "agreed": "yes",
}


def waits_for(steps: Steps, state: str, *, held: bool, word: bool) -> str:
    """Return what stands before a proposal's next step.

    Parameters
    ----------
    word : bool
        Whether the child's side, or the hub, said that it may be offered.
    """
    if state in ENDS:
        return "nothing"
    if held:
        return "available"
    path = path_of(steps)
    after = path[path.index(state) + 1]
    if after == "offered":
        return "release" if word else "word"
    return _BEFORE[after]
