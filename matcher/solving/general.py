"""``stable``, ``best`` and ``fair`` over the whole format, as integer programmes.

Build the model, solve its levels one after another, settle ties by the draw, list what
a person could choose instead. Rows and their names: see
``docs/decisions/0004-rows-by-name.md``. Each file of `matcher.solving.integer` says
what it computes, its guarantee and the paper it follows.
"""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from time import monotonic

import numpy as np

from matcher.instance.market import Market
from matcher.model import Policy, Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.integer.alternatives import all_shown, equal_assets
from matcher.solving.integer.building import Built, build
from matcher.solving.integer.clock import OutOfTimeError, seconds_left, until
from matcher.solving.integer.conflicts import conflict_of
from matcher.solving.integer.frontier import frontier
from matcher.solving.integer.lexicographic import Solved, solve_levels
from matcher.solving.integer.model import Longs
from matcher.solving.integer.ties import draw


def solve_general(
    market: Market,
    policy: Policy,
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
    seconds: float = math.inf,
) -> Answer:
    """Return the best solution of a market under ``stable``, ``best`` or ``fair``.

    Parameters
    ----------
    market : Market
    policy : Policy
        All its options are honoured.
    salt : str
        Lower-case hex, for the draw.
    effort : float
        A thousand nodes of branch and bound for each point, in every solve.
    progress : Progress
        Told what is being done and the share done.
    seconds : float
        By the clock.

    Returns
    -------
    Answer
        ``optimal`` where every level is proven, ``claimed`` where HiGHS closed what is
        not, ``feasible`` where the effort or the time ran out, ``infeasible`` with an
        irreducible conflict, or ``unknown``. Not reproducible where the time ran out.
    """
    with until(monotonic() + seconds):
        try:
            found = _solved(market, policy, salt, effort, progress)
        except OutOfTimeError:
            found = no_answer("unknown")
        return replace(found, reproducible=seconds_left() > 0)


def _solved(
    market: Market, policy: Policy, salt: str, effort: float, progress: Progress
) -> Answer:
    if market.bad_pins:
        return no_answer("infeasible", conflict_of(market, policy, effort=effort))
    built = build(market, policy, effort=effort)
    solved = solve_levels(built, progress)
    if solved.status == "infeasible":
        return no_answer("infeasible", conflict_of(market, policy, effort=effort))
    if solved.x is None:
        return no_answer("unknown")
    answer = _settled(built, solved, solved.x, salt, progress)
    if policy.allow is None:
        return answer
    progress("looking at what each blocking pair buys", 0.95)
    with suppress(OutOfTimeError):
        rows = frontier(market, policy, solved.objectives, effort=effort)
        return replace(answer, frontier=rows)
    return answer


def _settled(
    built: Built, solved: Solved, x: Longs, salt: str, progress: Progress
) -> Answer:
    """Settle ties; for a person first look at all that solutions of equal values show.

    What none of them shows need not be looked at again by the draw.
    """
    space, shown, tie = solved.space, None, "unproven"
    with suppress(OutOfTimeError):
        if built.facts.policy.ties == "person":
            progress("looking for equal choices", 0.8)
            shown = all_shown(built, space, x)
            if shown.complete:
                space = space.without(np.flatnonzero(~shown.pairs))
        progress("drawing among equals", 0.9)
        x, tie = draw(built, space, x, salt)
    return Answer(
        status=solved.status,
        chosen=np.flatnonzero(x[: len(built.facts.market.unit)]),
        staff=_staff(built, x),
        objectives=solved.objectives,
        tie=tie,
        equal=equal_assets(built, shown, x) if shown is not None else (),
    )


def _staff(built: Built, x: Longs) -> tuple[tuple[str, str], ...]:
    columns = built.model.columns
    names = [columns.names[c] for c in columns.of_kind("staff").tolist() if x[c]]
    return tuple(sorted((name[1], name[2]) for name in names))
