"""``fair`` where assets have only capacities: from the leximin to an answer.

The certificates, to be checked against the instance alone::

    size       {"costs": {"priority:1": 2 * B, "size": B}, "duals": {...}}
    leximin:V  {"duals": {"units": {ref: y}, "assets": {ref: p}}}, or proof count
    fit        {"duals": {...}}

That of ``size`` is the one of `matcher.solving.flow`, without fit. The others stand on
a face: at first all pairs of units that no pin holds, with the seats that pins leave. A
level has weights w, -1 on pairs with ``need_fit`` V and 0 elsewhere, or fit.

1. ``y[u] + p[a] >= w`` on every pair of the face; y[u] >= 0 unless u must be matched;
   p[a] >= 0 unless a must be full.
2. ``sum(y) + sum(seats left in a * p[a])`` equals the sum of w over chosen pairs of
   units that are not pinned. Then no assignment of the face has a higher sum.
3. Pairs where y + p exceeds w leave the face; units with y > 0 must be matched from now
   on; assets with p > 0 must be full. By complementary slackness these are exactly the
   assignments with the highest sum.

``size`` narrows by its duals in the same way. A ``leximin`` level of value 0 is
``count``, and its pairs leave.
"""

from __future__ import annotations

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.model import Policy, Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.face import Longs, whole_face
from matcher.solving.flow import by_ref, draw
from matcher.solving.levels import Levels, levels
from matcher.solving.leximin import Fair, leximin
from matcher.solving.pins import pin_conflict
from matcher.solving.profile import points
from matcher.solving.provisional import Equal, equal_assets


def solve_fair(
    market: Market, policy: Policy, *, salt: str, progress: Progress = silent
) -> Answer:
    """Return the fair assignment, proven, with ties settled by the draw.

    Parameters
    ----------
    market : Market
        One with fits, of which `matcher.solving.flow.only_capacities` holds.
    policy : Policy
        ``fair``; ``ties`` is honoured.
    salt : str
        Lower-case hex.

    Returns
    -------
    Answer
        ``optimal`` with proof ``dual`` or ``count`` on every level, or ``infeasible``
        with an irreducible set of pins.

    Raises
    ------
    NotSolvedError
        If OR-Tools returns anything but a provable optimum.
    """
    conflict = pin_conflict(market)
    if conflict:
        return no_answer("infeasible", conflict)
    amounts, value = levels(market, policy), points(market).value
    found = leximin(market, whole_face(market), amounts, value, progress)
    progress("drawing among equals", 0.7)
    held, tie = draw(market, found.face, found.held, salt)
    equal: Equal = ()
    if policy.ties == "person":
        # Equal counts of every value have an equal sum.
        equal = equal_assets(market, found.face, held, amounts | {"points": value})
    progress("assigned", 1.0)
    chosen = np.flatnonzero(held | (market.home[market.unit] == market.asset))
    rows = _objectives(market, found, amounts, value[chosen], chosen)
    return Answer("optimal", chosen, objectives=rows, tie=tie, equal=equal)


def _objectives(
    market: Market, found: Fair, amounts: Levels, points: Longs, chosen: Longs
) -> tuple[Objective, ...]:
    """Return the levels in order: priorities and size, each band, fit."""
    whole = {name: int(amount[chosen].sum()) for name, amount in amounts.items()}
    fit = whole.pop("fit")
    rows = [Objective(name, value, value, "dual") for name, value in whole.items()]
    sized = {"costs": dict(found.costs), "duals": by_ref(market, found.sized)}
    rows[-1] = Objective("size", whole["size"], whole["size"], "dual", sized)
    for band, duals in found.bands.items():
        count, name = int((points == band).sum()), f"leximin:{band}"
        proof = {"duals": by_ref(market, duals)} if count else None
        rows.append(Objective(name, count, count, "dual" if count else "count", proof))
    proof = {"duals": by_ref(market, found.priced)}
    return (*rows, Objective("fit", fit, fit, "dual", proof))
