"""What a suspension does, as data; nothing of it returns by itself."""

from __future__ import annotations

from api.steps.matches import LIVE
from api.steps.proposals import ENDS, path_of
from matcher.schemes import Steps

LAPSE, FREEZE, PAUSE, TASK, NOTHING = "lapse", "freeze", "pause", "task_only", ""

TASK_WORDS = "Speak to the safeguarding lead."
"""All that the worker's task says: no reason and no name of who reported."""


def on_suspension(steps: Steps, kind: str, state: str) -> str:
    """Return what a suspension of either party does to a record.

    Parameters
    ----------
    steps : Steps
        The scheme's; ``home`` says whether its matches are homes.
    kind : {"proposal", "match", "emergency"}
        What the record is. An emergency placement is somebody's home.
    state : str
        The record's; an emergency placement is ``live`` until a person settles it.

    Returns
    -------
    str
        ``lapse``: drafted and offered proposals. ``freeze``: later proposals.
        ``pause``: matches. ``task_only``: a live home, which keeps state and seat and
        raises a task due today for the child's worker. "": nothing is left to stop.
    """
    if kind == "proposal":
        return _proposal(steps, state)
    if kind == "emergency":
        return TASK if state == "live" else NOTHING
    if kind != "match":
        raise ValueError(f"A suspension knows no {kind!r}.")
    if state not in LIVE:
        return NOTHING
    if steps.home:
        return TASK
    return NOTHING if state == "paused" else PAUSE


def _proposal(steps: Steps, state: str) -> str:
    if state in ENDS:
        return NOTHING
    path = path_of(steps)
    return LAPSE if path.index(state) <= path.index("offered") else FREEZE


def on_child_no(state: str) -> str:
    """Return what a child's no does to a proposal: it always wins, without a reason.

    Returns
    -------
    str
        ``decline`` before agreement, the act to take. ``task_only`` after it: the
        worker is asked, today, to speak to the safeguarding lead. "" where it is over.
    """
    if state == "agreed":
        return TASK
    return NOTHING if state in ENDS else "decline"
