"""Objectives one after another: each is solved, closed, and then kept.

Guarantee: the value of every level is that of an actual solution which reaches all
earlier values; each level is kept by an exact integer row, so weights never mix. A
level is proven where its bound needs no solver's word (``count``, ``safe-lp``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from matcher.instance.solution import Objective
from matcher.model import Progress
from matcher.solving.integer.bounds import most_matched
from matcher.solving.integer.building import Built
from matcher.solving.integer.model import Longs, Row, sparse_row
from matcher.solving.integer.objectives import Level, levels
from matcher.solving.integer.space import Best, Space
from matcher.solving.integer.tree import prove

_ENTRIES_PER_NODE = 200
_SEVERAL, _AHEAD, _RATIO = 3, 12, 3
CHECKED = ("count", "dual", "safe-lp", "tree")
"""Proofs that both verifiers check; the status counts only these."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A solution that is best on every level, and the space of all such solutions.

    `x` is None where there is no solution (``infeasible``) or none was found
    (``unknown``).
    """

    status: str
    x: Longs | None
    space: Space
    objectives: tuple[Objective, ...] = ()


def solve_levels(built: Built, progress: Progress, *, proofs: bool = True) -> Solved:
    """Return the best solution of a model; without `proofs`, none that takes long."""
    todo = levels(built.model, built.facts)
    space, x, done = built.space, None, []
    first = _without_blocking(built, todo)
    if first is not None:
        space, x = first
    for number, level in enumerate(todo):
        progress(f"solving for {level.name}", number / len(todo))
        best = _best(space, level, x)
        if best.x is None:
            return Solved(best.status, None, space)
        found = x is None or int(level.cost @ x) < best.value
        x = best.x
        done.append(_objective(built, level, best, space, proofs=proofs))
        space = space.near(best.safe, best.value)
        if number or first is None:  # else it is kept already: no row stands twice
            space = space.requiring([kept(level, best.value)])
        x = _ahead(space, todo[number + 1 :], x) if found else x
    if not todo:
        nothing = np.zeros(space.system.width, np.int64)
        best = space.best(nothing)
        return Solved(best.status, best.x, space)
    return Solved(_status(done), x, space, tuple(done))


def _without_blocking(built: Built, todo: list[Level]) -> tuple[Space, Longs] | None:
    """Return the space without blocking pairs and a solution in it, if there is one.

    Then the fewest blocking pairs are none, and the columns that count them are gone
    from every later solve. The solution is the best for the next level, as a start.
    """
    if not todo or todo[0].name != "blocking":
        return None
    none = built.space.requiring([kept(todo[0], 0)])
    after = next((lv for lv in todo[1:] if lv.name != "openings"), todo[0])
    best = none.best(after.cost)
    return None if best.x is None else (none, best.x)


def _best(space: Space, level: Level, x: Longs | None) -> Best:
    """Return the best of a level; at once where a known solution has none of it."""
    if x is None or level.sign > 0 or int(level.cost @ x):
        return space.best(level.cost, seed=x)
    return Best("optimal", x, 0, 0, None)


def _ahead(space: Space, levels: list[Level], x: Longs) -> Longs:
    """Return a solution that has little of the next levels of which less is better.

    Nothing rests on how good it is: each level is then solved from it, and where it is
    optimal already its linear relaxation alone says so.
    """
    fewer = list(takewhile(lambda level: level.sign < 0, levels))[:_AHEAD]
    if len(fewer) < _SEVERAL:
        return x
    steep = _RATIO ** np.arange(len(fewer))[::-1]
    cost: Longs = (steep[:, None] * [level.cost for level in fewer]).sum(axis=0)
    best = space.best(cost, seed=x) if cost @ x else None
    return x if best is None or best.x is None else best.x


def kept(level: Level, value: int) -> Row:
    """Return the row that keeps a level at a value (of its cost), or better."""
    sense = ">=" if level.sign > 0 else "<="
    name, amounts = ("level", level.name), level.sign * level.cost
    return sparse_row(name, amounts, sense, level.sign * value)


def _objective(
    built: Built, level: Level, best: Best, space: Space, *, proofs: bool
) -> Objective:
    """Return the level with the first proof that closes it: the cheapest is first."""
    value, name = level.sign * best.value, level.name
    if _counted(built, level, best.value):
        return Objective(name, value, value, "count")
    if best.safe is not None and best.safe.whole == best.value:
        shown = best.safe.certificate(space.system)
        return Objective(name, value, value, "safe-lp", shown)
    if best.status != "optimal":
        return Objective(name, value, level.sign * best.bound, "none")
    nodes = space.nodes * _ENTRIES_PER_NODE // (space.system.matrix.nnz + 1)
    columns = built.model.columns.names
    nodes = nodes if proofs else 0
    tree = prove(space.system, columns, level.cost, best.value, nodes)
    proof = "none" if tree is None else "tree"
    return Objective(name, value, value, proof, tree)


def _counted(built: Built, level: Level, value: int) -> bool:
    """Return True where counting alone shows that no solution is worth more."""
    if level.sign < 0:
        return value == 0
    market = built.facts.market
    if level.name == "size":
        units = np.ones(len(market.units), np.bool_)
    elif level.name.startswith("priority:"):
        units = market.priority == int(level.name.partition(":")[2])
    else:
        return False
    return value == most_matched(built.facts, units)


def _status(done: list[Objective]) -> str:
    if any(objective.value != objective.bound for objective in done):
        return "feasible"
    proven = all(objective.proof in CHECKED for objective in done)
    return "optimal" if proven else "claimed"
