"""Solving again for an explanation: the answer of `matcher.solving.solve`, no proof.

What is asked here is who sits where and what the values are. Certificates, digests and
reasons cost more than the answer, so they are left out; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

import numpy as np

from matcher.instance import Market
from matcher.model import Policy
from matcher.solving.acceptance import solve_needs_first
from matcher.solving.answer import Answer
from matcher.solving.assets_first import solve_assets_first
from matcher.solving.dispatch import by_flow
from matcher.solving.integer.alternatives import all_shown, equal_assets
from matcher.solving.integer.building import Built, build
from matcher.solving.integer.lexicographic import kept
from matcher.solving.integer.model import Longs
from matcher.solving.integer.objectives import Level, levels
from matcher.solving.integer.space import Space
from matcher.solving.integer.ties import draw


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who sits where in a re-solve.

    Parameters
    ----------
    possible : bool
        False where nothing holds everything that was asked.
    homes : mapping of str to str
        Need to asset.
    staff : tuple of (str, str)
        Staff and asset.
    values : mapping of str to int
        By objective.
    """

    possible: bool
    homes: Mapping[str, str] = field(default_factory=dict)
    staff: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)


NOTHING = Outcome(possible=False)


def resolve(
    market: Market,
    policy: Policy,
    *,
    salt: str,
    effort: float,
    at_best: Mapping[str, int] | None = None,
) -> Outcome:
    """Solve a market, ties by the draw.

    Parameters
    ----------
    at_best : mapping of str to int, optional
        Values that no solution passes, in the order of the objectives: where all but
        the last can be reached they are not looked for one by one.
    """
    if market.bad_pins:
        return NOTHING
    if policy.name == "needs-first":
        return _of_answer(market, solve_needs_first(market, salt=salt))
    if policy.name == "assets-first":
        return _of_answer(market, solve_assets_first(market, salt=salt))
    quick = by_flow(market, policy)
    if quick is not None:
        return _of_answer(market, quick(market, policy, salt=salt))
    built = build(market, policy, effort=effort)
    todo = levels(built.model, built.facts)
    found = _at_once(built, todo, at_best) or _in_turn(built, todo)
    if found is None:
        return NOTHING
    space, x = found
    x, _ = draw(built, space, x, salt)
    chosen = np.flatnonzero(x[: len(market.unit)])
    values = {level.name: level.sign * int(level.cost @ x) for level in todo}
    return Outcome(
        True, _homes(market, chosen), tuple(sorted(_staff(built, x))), values
    )


def equals(market: Market, policy: Policy, *, salt: str, effort: float) -> set[str]:
    """Return the units that sit elsewhere, or nowhere, in an answer of equal values."""
    quick = by_flow(market, policy)
    if quick is not None:
        answer = quick(market, replace(policy, ties="person"), salt=salt)
        return {unit for unit, _ in answer.equal}
    built = build(market, policy, effort=effort)
    found = _in_turn(built, levels(built.model, built.facts))
    if found is None:
        return set()
    shown = all_shown(built, *found)
    return {unit for unit, _ in equal_assets(built, shown, found[1])}


def _of_answer(market: Market, answer: Answer) -> Outcome:
    if answer.status == "infeasible":
        return NOTHING
    values = {objective.name: objective.value for objective in answer.objectives}
    return Outcome(True, _homes(market, answer.chosen), answer.staff, values)


def _homes(market: Market, chosen: Longs) -> Mapping[str, str]:
    needs, assets = market.instance.needs, market.instance.assets
    return {
        needs[member].ref: assets[market.asset[pair]].ref
        for pair in chosen
        for member in market.members[market.unit[pair]]
    }


def _staff(built: Built, x: Longs) -> Iterator[tuple[str, str]]:
    columns = built.model.columns
    for column in columns.of_kind("staff").tolist():
        if x[column]:
            _, staff, asset = columns.names[column]
            yield staff, asset


def _at_once(
    built: Built, todo: list[Level], at_best: Mapping[str, int] | None
) -> tuple[Space, Longs] | None:
    """Return the best that reaches every known bound but the last, if anything does."""
    if at_best is None or not todo or any(lv.name not in at_best for lv in todo):
        return None
    rows = [kept(level, level.sign * at_best[level.name]) for level in todo[:-1]]
    return _best(built.space.requiring(rows), todo[-1], None)


def _in_turn(built: Built, todo: list[Level]) -> tuple[Space, Longs] | None:
    """Return the best, level by level; those to be least that lead are tried at 0."""
    least = [*takewhile(lambda level: level.sign < 0, todo)]
    none = built.space.requiring([kept(level, 0) for level in least])
    more = todo[len(least) :]
    quick = _levels(none, more) if least and more else None
    return quick or _levels(built.space, todo)


def _levels(space: Space, todo: list[Level]) -> tuple[Space, Longs] | None:
    x: Longs | None = None
    for level in todo or [Level("any", np.zeros(space.system.width, np.int64))]:
        found = _best(space, level, x)
        if found is None:
            return None
        space, x = found
    assert x is not None, "there is one level at least"
    return space, x


def _best(space: Space, level: Level, seed: Longs | None) -> tuple[Space, Longs] | None:
    best = space.best(level.cost, seed=seed)
    if best.x is None:
        return None
    near = space.near(best.safe, best.value)
    return near.requiring([kept(level, best.value)]), best.x
