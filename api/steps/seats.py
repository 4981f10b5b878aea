"""Which acts hold a seat and which free it; the database holds the sum."""

from __future__ import annotations

from api.steps.matches import is_live
from api.steps.proposals import CONFIRM, KINDS, offered_or_later
from matcher.schemes import Steps

HOLD, FREE, KEEP = "hold", "free", ""
_FREES = frozenset(
    "decline expire lapse withdraw no_longer_needed not_starting end stop".split()
)


def seat_effect(act: str, kind: str) -> str:
    """Return what a legal act does to the seats: hold, free, or "" for nothing.

    Parameters
    ----------
    act : str
        An act of a proposal, or ``end`` and ``stop`` of its match.
    kind : str
        The proposal's kind. An ask holds no seat until its yes is confirmed safe.

    Notes
    -----
    ``free`` gives back what the proposal holds, which may be nothing yet.
    """
    if kind not in KINDS:
        raise ValueError(f"A proposal is of no kind {kind!r}.")
    if act == (CONFIRM if kind == "ask" else "offer"):
        return HOLD
    return FREE if act in _FREES else KEEP


def holds_seat(
    steps: Steps,
    kind: str,
    state: str,
    *,
    confirmed: bool = False,
    match: str | None = None,
) -> bool:
    """Tell whether a proposal's seats are held.

    Parameters
    ----------
    steps : Steps
        The scheme's.
    kind, state : str
        The proposal's.
    confirmed : bool
        For an ask: whether the coordinator confirmed its yes as safe.
    match : str or None
        The state of its match, once there is one.
    """
    if match is not None:
        return is_live(match)
    if kind == "ask" and not confirmed:
        return False
    return offered_or_later(steps, state)
