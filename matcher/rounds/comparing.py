"""Comparing policies on one instance: totals, and nobody's ref.

Guarantee: every figure is that of an actual solve under the policy, so that whoever
then chooses the policy gets it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from matcher.errors import Refused
from matcher.insight import Coverage, coverage
from matcher.instance import Instance, Market, Solution, compile_market
from matcher.model import Policy, Progress, Snapshot, silent
from matcher.rounds.checking import verify_apart
from matcher.rounds.line import CHECKING, SOLVING, prepare
from matcher.schemes import Scheme
from matcher.solving import solve

SOLVED = ("optimal", "claimed", "feasible")


@dataclass(frozen=True, slots=True)
class Level:
    """One objective: its value, the bound that was proven, and how."""

    name: str
    value: int
    bound: int
    proof: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What one policy comes to.

    Parameters
    ----------
    policy, maximise, allow, margin
        What was asked.
    possible : bool
        False where the policy cannot take the instance; then nothing else is said.
    status : str
        As in a result; where it is ``infeasible`` or ``unknown`` nobody is matched.
    verified : bool
        Whether an independent check in a process of its own found that all holds.
    matched, unmatched : int
        Needs.
    by_priority : mapping of int to int
        Needs matched, by the priority of their unit; every priority there is.
    fit : int or None
        Sum over matched needs; None without fits, as the next one.
    worst_need_fit : int or None
        The lowest own points of a matched need.
    blocking_pairs : int
    need_ranks, asset_ranks : mapping of int to int
        Matched units by the rank of what they have, and by their rank there.
    objectives : tuple of Level
    frontier : tuple of mappings
        Under ``allow``: (blocking, size, fit) for each allowance that is better than
        the one before, until more buys nothing.
    seconds : float
        Of the solve.
    """

    policy: str
    maximise: str
    allow: int | None
    margin: int
    possible: bool
    status: str = "unknown"
    verified: bool = False
    matched: int = 0
    unmatched: int = 0
    by_priority: Mapping[int, int] = field(default_factory=dict)
    fit: int | None = None
    worst_need_fit: int | None = None
    blocking_pairs: int = 0
    need_ranks: Mapping[int, int] = field(default_factory=dict)
    asset_ranks: Mapping[int, int] = field(default_factory=dict)
    objectives: tuple[Level, ...] = ()
    frontier: tuple[Mapping[str, int], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several policies on one frozen snapshot, or none: then it is looked at alone.

    Parameters
    ----------
    policies : tuple of Totals
        Nobody's ref is in them.
    coverage : Coverage or None
        What is reached whatever the policy; None in what earlier versions wrote.
    """

    snapshot_sha256: str
    policies: tuple[Totals, ...]
    coverage: Coverage | None = None

    def to_json(self) -> str:
        """Return the whole as JSON; `from_json` gives it back."""
        return TypeAdapter(Comparison).dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Comparison:
        """Read what `to_json` wrote."""
        return TypeAdapter(Comparison).validate_json(text)


def compare_round(
    snapshot: Snapshot,
    scheme: Scheme,
    policies: Sequence[Policy],
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
    seconds: float = math.inf,
) -> Comparison:
    """Return what each policy comes to on a snapshot, which is read once.

    Raises
    ------
    Refused
        If there is nobody to match under any policy.
    """
    problem = prepare(snapshot, scheme, silent)
    rows = compare(
        problem.instance,
        policies,
        salt=salt,
        effort=effort,
        progress=progress,
        seconds=seconds,
    )
    progress("Counting who can be reached", 0.95)
    return Comparison(snapshot.digest(), rows, coverage(problem.pool, scheme))


def compare(
    instance: Instance,
    policies: Sequence[Policy],
    *,
    salt: str,
    effort: float = 10.0,
    progress: Progress = silent,
    seconds: float = math.inf,
) -> tuple[Totals, ...]:
    """Return what each policy comes to on an instance, in their order.

    Each may take so many seconds by the clock.
    """
    rows = []
    for number, policy in enumerate(policies):
        within = _part(progress, number, len(policies))
        within(SOLVING, 0.0)
        try:
            solution = solve(
                instance,
                policy,
                salt=salt,
                effort=effort,
                progress=within,
                seconds=seconds,
            )
        except Refused:
            rows.append(_asked(policy, possible=False))
            continue
        within(CHECKING, 0.9)
        verified = verify_apart(instance, solution, salt=salt).ok
        rows.append(totals(instance, solution, verified=verified))
    return tuple(rows)


def totals(instance: Instance, solution: Solution, *, verified: bool) -> Totals:
    """Return the totals of a solution: nothing in them names anybody."""
    policy, market = solution.policy, compile_market(instance)
    chosen = _chosen(market, solution)
    units, rows = market.unit[chosen], solution.chosen
    size = Counter({int(priority): 0 for priority in market.priority})
    for unit in units.tolist():
        size[int(market.priority[unit])] += int(market.size[unit])
    fits = [row.fit for row in rows if row.fit is not None]
    own = [row.fit if row.need_fit is None else row.need_fit for row in rows]
    solved = solution.status in SOLVED
    return Totals(
        policy.name,
        policy.maximise,
        policy.allow,
        policy.margin,
        possible=True,
        status=solution.status,
        verified=verified,
        matched=len(rows),
        unmatched=len(instance.needs) - len(rows),
        by_priority=dict(sorted(size.items())),
        fit=sum(fits) if solved and solution.market != "lists" else None,
        worst_need_fit=min(
            (points for points in own if points is not None), default=None
        ),
        blocking_pairs=len(solution.blocking_pairs),
        need_ranks=_counted(market.unit_rank[chosen]),
        asset_ranks=_counted(market.asset_rank[chosen]),
        objectives=tuple(
            Level(row.name, row.value, row.bound, row.proof)
            for row in solution.objectives
        ),
        frontier=solution.frontier,
        seconds=solution.seconds,
    )


def _asked(policy: Policy, *, possible: bool) -> Totals:
    asked = policy.name, policy.maximise, policy.allow, policy.margin
    return Totals(*asked, possible=possible)


def _chosen(market: Market, solution: Solution) -> NDArray[np.int64]:
    """Return the market's pairs that a solution chose."""
    needs, assets = market.instance.needs, market.instance.assets
    at = {row.need: row.asset for row in solution.chosen}
    ends = zip(market.unit.tolist(), market.asset.tolist(), strict=True)
    held = [
        pair
        for pair, (unit, asset) in enumerate(ends)
        if at.get(needs[market.members[unit][0]].ref) == assets[asset].ref
    ]
    return np.array(held, np.int64)


def _counted(ranks: NDArray[np.int32]) -> dict[int, int]:
    return dict(sorted(Counter(ranks.tolist()).items()))


def _part(progress: Progress, number: int, of: int) -> Progress:
    def say(doing: str, share: float) -> None:
        progress(f"Policy {number + 1} of {of}: {doing}", (number + share) / of)

    return say
