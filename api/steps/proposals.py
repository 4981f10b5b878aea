"""A proposal: a chosen candidate on its way through the scheme's steps.

Every proposal starts drafted: a round or a shortlist left it there, verified, and no
message has left. A scheme that uses only offered and agreed skips what is between.
"""

from __future__ import annotations

from functools import cache

from api.steps.machine import AVAILABLE, Machine, Step
from matcher.schemes import Steps

KINDS = ("round", "next_best", "assignment", "item", "ask")
HEARD = ("offered", "interested", "disclosed", "introduced")
"""The states in which both sides may still answer, for they have heard of it."""
GOING = ("drafted", "approved", *HEARD)
GONE = ("declined", "lapsed", "withdrawn")
ENDS = ("agreed", *GONE)
CONFIRM = "confirm_safe"

# The way forward: the act, the state it leads to, what it waits for.
_FORWARD = (
    ("approve", "approved", ("reasons_read", "another_person")),
    ("offer", "offered", ("may_be_offered", "previewed", AVAILABLE)),
    ("interest", "interested", ("holder_yes",)),
    ("ask_back", "interested", ("holder_question",)),
    ("disclose", "disclosed", ("released_details", AVAILABLE)),
    ("introduce", "introduced", ("met_by_holder", "met_by_child_side", AVAILABLE)),
    ("agree", "agreed", ("every_yes", AVAILABLE)),
)


@cache
def proposal_machine(steps: Steps, *, kind: str = "round") -> Machine:
    """Return the machine of a proposal under a scheme's steps.

    Parameters
    ----------
    steps : Steps
        Which steps the scheme uses and where approval stands.
    kind : str
        One of `KINDS`. An ask waits, after the holder's yes, for ``confirm_safe``.
    """
    if kind not in KINDS:
        raise ValueError(f"A proposal is of no kind {kind!r}.")
    path = path_of(steps)
    forward = _forward(steps, path, kind)
    return Machine(
        one="proposal",
        start="drafted",
        states=(*path, *GONE),
        ends=ENDS,
        steps=(*forward, *_back(steps, path, kind), *_holds(path)),
    )


def path_of(steps: Steps) -> tuple[str, ...]:
    """Return the states a proposal passes on its way to agreed, in order."""
    return ("drafted", *(state for state in steps.uses if state != "drafted"))


def offered_or_later(steps: Steps, state: str) -> bool:
    """Tell whether a live or agreed proposal has been offered."""
    path = path_of(steps)
    return state in path and path.index(state) >= path.index("offered")


def keeps_approval(
    *, approved: tuple[str, str, str], now: tuple[str, str, str]
) -> bool:
    """Tell whether an approval survives a rerun.

    Parameters
    ----------
    approved, now : tuple of str
        Need, asset and the digest of the reasons: as they were approved, and as the
        rerun has them. Only an identical pair with identical reasons keeps it.
    """
    return approved == now


def _forward(steps: Steps, path: tuple[str, ...], kind: str) -> tuple[Step, ...]:
    safe = _safe_from(path) if kind == "ask" else ""
    found = []
    for act, target, needs in _FORWARD:
        if target in path:
            source = path[path.index(target) - 1]
            more = ("confirmed_safe",) if source == safe else ()
            # After a question back there may be another, or the first yes.
            again = (target,) if target == "interested" else ()
            found.append(Step(act, (source, *again), target, (*needs, *more)))
    if safe:
        found.append(Step(CONFIRM, (safe,), "", ("holder_yes", AVAILABLE)))
    if steps.approval != "none":
        before = path[path.index("approved") - 1]
        found.append(Step("send_back", (before,), "", ("reason",)))
    return tuple(found)


def _safe_from(path: tuple[str, ...]) -> str:
    return "interested" if "interested" in path else "offered"


def _back(steps: Steps, path: tuple[str, ...], kind: str) -> tuple[Step, ...]:
    live, course = path[:-1], steps.sessions is not None
    upto = path[: path.index("offered") + 1]
    # A parent's yes to a course waits for the hub, however long ago the offer was.
    waits = ("past_its_end", "unanswered") if course else ("past_its_end",)
    back = [
        Step("decline", live, "declined", held="too"),
        Step("expire", ("offered",), "lapsed", waits, held="too"),
        Step("lapse", upto, "lapsed", held="too"),
        Step("withdraw", live, "withdrawn", held="too"),
    ]
    if kind == "ask":
        back.append(Step("no_longer_needed", live, "withdrawn", held="too"))
    if course:
        back.append(Step("not_starting", live, "withdrawn", held="too"))
    return tuple(back)


def _holds(path: tuple[str, ...]) -> tuple[Step, ...]:
    live = path[:-1]
    return (
        Step("hold", live, "", held="too"),
        Step("unhold", live, "", (AVAILABLE,), held="only"),
    )
