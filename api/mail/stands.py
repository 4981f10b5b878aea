"""When somebody may hear about a proposal: after its release, and in their turn."""

from __future__ import annotations

from dataclasses import dataclass

from api.mail.kinds import Kind
from api.steps import GONE, path_of
from matcher.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a proposal stands when a message about it leaves.

    Parameters
    ----------
    now : str
        Its state.
    reached : str
        The furthest step it reached, asked for once it has ended.
    frozen : bool
        True while a suspension holds it: nothing but its end is told.
    """

    now: str
    reached: str = ""
    frozen: bool = False


def may_be_told(kind: Kind, scheme: Scheme, audience: str, stand: Stand | None) -> bool:
    """Tell whether `audience` may be sent this kind about a proposal as it stands.

    A holder hears from the release or ask on; families and young people from
    disclosure on, or from the offer where the scheme has no disclosure; staff at any
    time. What has ended is never offered, and an end is told only to whoever had heard
    of the beginning. Source: steps of a proposal.
    """
    if stand is None:
        return False
    path = path_of(scheme.steps)
    if kind.step in GONE:
        first, right = stand.reached, stand.now in _ends(kind)
    else:
        first = kind.step
        right = not stand.frozen and _at_or_after(path, stand.now, kind.step)
    return right and _at_or_after(path, first, _told_from(scheme, audience))


def _at_or_after(path: tuple[str, ...], step: str, other: str) -> bool:
    """Tell whether both are steps in use and `step` is `other` or comes later."""
    both = step in path and other in path
    return both and path.index(step) >= path.index(other)


def _told_from(scheme: Scheme, audience: str) -> str:
    uses = scheme.steps.uses
    if audience == "holder":
        return "offered"
    if audience in {"family", "young_person"}:
        return "disclosed" if "disclosed" in uses else "offered"
    return "drafted"


def _ends(kind: Kind) -> tuple[str, ...]:
    # An ask that is no longer needed may have lapsed in the same minute.
    return GONE if kind.name == "no_longer_needed" else (kind.step,)
