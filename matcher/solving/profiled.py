"""``fair``, and ``best`` by ranks, where assets have only capacities.

Assignments whose levels stand between size and fit: `matcher.solving.leximin` finds
them, this makes an answer of them. The certificates, to be checked against the instance
alone::

    size       {"costs": {"priority:1": 2 * B, "size": B}, "duals": {...}}
    leximin:V  {"duals": {"units": {ref: y}, "assets": {ref: p}}}, or proof count
    rank:R, egalitarian, fit   likewise

That of ``size`` is the one of `matcher.solving.flow`, without fit. The others stand on
a face: at first all pairs of units that no pin holds, with the seats that pins leave. A
level has weights w: what each pair adds to it, with a minus where less is better.

1. ``y[u] + p[a] >= w`` on every pair of the face; y[u] >= 0 unless u must be matched;
   p[a] >= 0 unless a must be full.
2. ``sum(y) + sum(seats left in a * p[a])`` equals the sum of w over chosen pairs of
   units that are not pinned. Then no assignment of the face has a higher sum.
3. Pairs where y + p exceeds w leave the face; units with y > 0 must be matched from now
   on; assets with p > 0 must be full. By complementary slackness these are exactly the
   assignments with the highest sum.

``size`` narrows by its duals in the same way. A level of which less is better and that
comes to 0 is ``count``, and the pairs that add to it leave.
"""

from __future__ import annotations

from dataclasses import replace

from matcher.instance.market import Market
from matcher.instance.solution import Objective
from matcher.model import Policy, Progress, silent
from matcher.solving.answer import Answer, no_answer
from matcher.solving.face import Longs, whole_face
from matcher.solving.flow import by_ref, drawn
from matcher.solving.levels import Levels, levels
from matcher.solving.leximin import Settled, leximin
from matcher.solving.pins import pin_conflict
from matcher.solving.profile import Profile, profile_of


def solve_profiled(
    market: Market, policy: Policy, *, salt: str, progress: Progress = silent
) -> Answer:
    """Return the best assignment by every match, proven, ties settled by the draw.

    Parameters
    ----------
    market : Market
        One of which `matcher.solving.flow.only_capacities` holds; with fits for
        ``fair``.
    policy : Policy
        ``fair``, or ``best`` with ``--maximise generous`` or ``egalitarian``; ``ties``
        is honoured.
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
    amounts, profile = levels(market, policy), profile_of(market, policy)
    found = leximin(market, whole_face(market), amounts, profile, progress)
    progress("drawing among equals", 0.7)
    # Equal counts of every key have an equal sum.
    same = amounts | {"keys": profile.by_side().sum(axis=0)}
    answer = drawn(market, policy, found.face, found.held, same, salt=salt)
    progress("assigned", 1.0)
    rows = _objectives(market, found, amounts, profile, answer.chosen)
    return replace(answer, objectives=rows)


def _objectives(
    market: Market, found: Settled, amounts: Levels, profile: Profile, chosen: Longs
) -> tuple[Objective, ...]:
    """Return the levels in order: priorities and size, those of the profile, fit."""
    whole = {name: int(amount[chosen].sum()) for name, amount in amounts.items()}
    fit = whole.pop("fit", None)
    rows = [Objective(name, value, value, "dual") for name, value in whole.items()]
    sized = {"costs": dict(found.costs), "duals": by_ref(market, found.sized)}
    rows[-1] = Objective("size", whole["size"], whole["size"], "dual", sized)
    for name, value in profile.values(chosen).items():
        proof = {"duals": by_ref(market, found.proofs[name])} if value else None
        rows.append(Objective(name, value, value, "dual" if value else "count", proof))
    if fit is not None:
        proof = {"duals": by_ref(market, found.proofs["fit"])}
        rows.append(Objective("fit", fit, fit, "dual", proof))
    return tuple(rows)
