"""An ask: one need, several holders, in order or at once, and the first safe yes."""

from __future__ import annotations

from collections.abc import Sequence

from api.steps.machine import Machine, Step
from api.steps.proposals import CONFIRM, GONE

WAITING = ("drafted", "approved")

ASK = Machine(
    one="ask",
    start="open",
    states=("open", "confirmed", "closed"),
    ends=("closed",),
    steps=(
        Step(CONFIRM, ("open",), "confirmed", ("holder_yes", "available")),
        Step("close", ("open", "confirmed"), "closed"),
    ),
)


def next_asked(states: Sequence[str], how: str, *, at_most: int) -> tuple[int, ...]:
    """Return the places of the proposals to offer now.

    Parameters
    ----------
    states : sequence of str
        The states of the ask's proposals, in the order of the ask.
    how : {"in_order", "at_once"}
        In order, nobody is asked while somebody before them may still say yes.
    at_most : int
        How many may be out at the same time, where they are asked at once.
    """
    out = sum(state not in WAITING and state not in GONE for state in states)
    room = (0 if out else 1) if how == "in_order" else max(0, at_most - out)
    waiting = [place for place, state in enumerate(states) if state in WAITING]
    return tuple(waiting[:room])


def standing(state: str, *, said_yes: bool, confirmed: bool, other: bool) -> str:
    """Return how a member of an ask stands, in the words that people read.

    Parameters
    ----------
    state : str
        The state of the member's proposal.
    said_yes, confirmed : bool
        Whether the holder said yes, and whether the coordinator confirmed it.
    other : bool
        Whether somebody else's yes was confirmed.
    """
    if confirmed and state not in GONE:
        return "confirmed safe"
    if other and state not in {"declined", "lapsed"}:
        return "no longer needed"
    if state in GONE:
        return state
    if state in WAITING:
        return "not asked yet"
    return "yes" if said_yes else "offered"
