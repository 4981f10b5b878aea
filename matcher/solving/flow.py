"""``best`` where assets have only capacities and every unit takes one seat.

One min-cost flow. The sets of units that can be matched together form a transversal
matroid (Edmonds and Fulkerson 1965), where the heaviest set is the same for all weights
of one strict order: so one weight B per step of priority ranks priorities and size
lexicographically, and B above any sum of fits puts fit below them. The flow itself
never sees B: maximum flows count how many units of each priority are matched, which is
many times faster than pricing them.

The certificate stands on the last objective and proves all of them at once::

    {"costs": {"priority:2": 2 * B, "priority:1": B, "size": B, "fit": 1},
     "duals": {"units": {ref: y, ...}, "assets": {ref: p, ...}}}

Refs that are left out have dual 0. To check it against the instance alone:

1. Pinned and agreed units leave with their seats; forbidden pairs leave. For each pair
   (u, a) that stays let ``w = costs["size"] + costs["fit"] * fit`` (each 0 if absent),
   plus ``costs["priority:N"]`` where u has priority N >= 1.
2. Every dual is >= 0, and ``y[u] + p[a] >= w`` on every pair.
3. ``sum(y) + sum(seats left in a * p[a])`` equals the sum of w over chosen pairs of
   units that are not pinned. Then no assignment has a higher sum.
4. ``costs["size"]`` exceeds ``largest fit * min(units not pinned, seats left)``, and so
   does each step from one ``costs["priority:N"]``, ascending in N, to the next, the
   first from 0. Then the highest sum is the lexicographic optimum of every level.

With ``--maximise fit`` the costs are ``{"fit": 1}`` alone and step 4 is void.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.model import Policy, Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.exchange import residual, undecided, unique
from matcher.solving.face import (
    FREE,
    Duals,
    Face,
    Longs,
    Mask,
    among,
    narrow,
    whole_face,
)
from matcher.solving.insertion import insert, is_large
from matcher.solving.levels import Levels, classes, costs, levels, step, weigh
from matcher.solving.lottery import slices
from matcher.solving.parts import optimise_parts
from matcher.solving.pins import pin_conflict
from matcher.solving.provisional import Equal, equal_assets
from matcher.solving.transport import prove


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """An optimal assignment, the face of all of them, and the duals that prove it."""

    held: Mask
    face: Face
    duals: Duals
    costs: dict[str, int]


def only_capacities(market: Market) -> bool:
    """Return True where units take one seat and capacities alone limit assets.

    Staff, slots and persons are no matter, since nothing opens; a use that no asset
    limits is none.
    """
    instance = market.instance
    extras = any(
        a.openable
        or a.limits
        or a.minimum is not None
        or a.max_units is not None
        or a.unless_one_group is not None
        for a in instance.assets
    )
    joined = instance.groups or instance.apart or instance.max_changes is not None
    return not extras and not joined and bool((market.seats == 1).all())


def solve_flow(
    market: Market, policy: Policy, *, salt: str, progress: Progress = silent
) -> Answer:
    """Return the best assignment, proven, with ties settled by the draw.

    Parameters
    ----------
    market : Market
        One of which `only_capacities` holds.
    policy : Policy
        ``best``; ``maximise`` and ``ties`` are honoured.
    salt : str
        Lower-case hex.

    Returns
    -------
    Answer
        ``optimal`` with proof ``dual`` on every level, or ``infeasible`` with an
        irreducible set of pins.

    Raises
    ------
    NotSolvedError
        If OR-Tools returns anything but a provable optimum.
    """
    conflict = pin_conflict(market)
    if conflict:
        return no_answer("infeasible", conflict)
    progress("assigning", 0.0)
    amounts = levels(market, policy)
    solved = solve_levels(market, whole_face(market), amounts)
    progress("drawing among equals", 0.5)
    answer = drawn(market, policy, solved.face, solved.held, amounts, salt=salt)
    progress("assigned", 1.0)
    rows = _objectives(market, solved, amounts, answer.chosen)
    return replace(answer, objectives=rows)


def drawn(
    market: Market,
    policy: Policy,
    face: Face,
    held: Mask,
    amounts: Levels,
    *,
    salt: str,
) -> Answer:
    """Return the drawn assignment of a face, without its objectives.

    Parameters
    ----------
    amounts : Levels
        What every assignment of the face has an equal sum of.
    """
    held, tie = draw(market, face, held, salt)
    equal: Equal = ()
    if policy.ties == "person":
        equal = equal_assets(market, face, held, amounts)
    chosen = np.flatnonzero(held | (market.home[market.unit] == market.asset))
    return Answer("optimal", chosen, tie=tie, equal=equal)


def solve_levels(market: Market, face: Face, amounts: Levels) -> Solved:
    """Return an assignment that is optimal on every level.

    Maximum flows say how many units of each priority can be matched, one min-cost flow
    with these counts maximises fit, and duals on the combined costs prove the whole.
    Of many pairs, the kernel finds what is held unless seats are scarce.
    """
    cost = costs(amounts, step(market))
    weight = weigh(amounts, cost, len(market.unit))
    idle = classes(market) if "size" in amounts else None
    held = insert(face, weight) if is_large(face) else None
    if held is None:
        fit = amounts.get("fit", np.zeros_like(weight))
        held = optimise_parts(face, fit, idle)
    duals = prove(face, weight, held)
    return Solved(held, narrow(face, weight, duals), duals, cost)


def draw(market: Market, face: Face, held: Mask, salt: str) -> tuple[Mask, str]:
    """Return the drawn assignment of the face, and what ``tie`` says.

    Stage k maximises the sum of the k-th slices and goes on over the face of its
    optima, until one assignment is left. Only pairs that some but not all assignments
    use are drawn and flown.
    """
    left = residual(face, held)
    if unique(left):
        return held, "unique"
    pairs = np.flatnonzero(undecided(face, held, left))
    assets = market.instance.assets
    refs = (
        (market.units[u], assets[a].ref)
        for u, a in zip(market.unit[pairs], market.asset[pairs], strict=True)
    )
    decided, tie = held.copy(), "unproven"
    decided[pairs] = False
    taken = np.bincount(face.asset[decided], minlength=face.assets)
    face = among(replace(face, seats=face.seats - taken), pairs)
    for stage in slices(salt, market.instance.round, refs):
        held = optimise_parts(face, stage)
        face = narrow(face, stage, prove(face, stage, held))
        if unique(residual(face, held)):
            tie = "lottery"
            break
    decided[pairs] = held
    return decided, tie


def _objectives(
    market: Market, solved: Solved, amounts: Levels, chosen: Longs
) -> tuple[Objective, ...]:
    rows = []
    for name, amount in amounts.items():
        value = int(amount[chosen].sum())
        last = name == next(reversed(amounts))
        proof = None
        if last:
            duals = by_ref(market, solved.duals)
            proof = {"costs": dict(solved.costs), "duals": duals}
        rows.append(Objective(name, value, value, "dual", proof))
    return tuple(rows)


def by_ref(market: Market, duals: Duals) -> dict[str, dict[str, int]]:
    """Return the duals that are not 0 as a certificate names them."""
    assets = market.instance.assets
    free = np.flatnonzero((duals.unit != 0) & (market.home == FREE))
    units = {market.units[u]: int(duals.unit[u]) for u in free}
    priced = np.flatnonzero(duals.asset)
    prices = {assets[a].ref: int(duals.asset[a]) for a in priced}
    return {"units": units, "assets": prices}
