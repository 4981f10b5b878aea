"""Objectives one after another: each is solved, closed, and then kept.

Guarantee: the value of every level is that of an actual solution which reaches all
earlier values; each level is kept by an exact integer row, so weights never mix. A
level is proven where its bound needs no solver's word (``count``, ``safe-lp``,
``tree``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from matcher.instance.solution import Objective
from matcher.model import Progress
from matcher.solving.integer.bounds import Safe, most_matched, safe_bound
from matcher.solving.integer.building import Built
from matcher.solving.integer.chain import Chain, chained, nearly, told_apart
from matcher.solving.integer.clock import OutOfTimeError
from matcher.solving.integer.model import Longs, Row, sparse_row
from matcher.solving.integer.objectives import Level, levels
from matcher.solving.integer.promoted import promoted
from matcher.solving.integer.space import Best, Space
from matcher.solving.integer.tree import prove

_ENTRIES_PER_NODE = 20_000
_SEVERAL, _AHEAD, _RATIO = 3, 12, 3
_LARGE = 2000
_NEAR = 1e-6
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
    run = _Run(built, built.space, todo, progress, proofs=proofs)
    if not todo:
        nothing = np.zeros(run.space.system.width, np.int64)
        best = run.space.best(nothing)
        return Solved(best.status, best.x, run.space)
    try:
        run.start()
        while len(run.done) < len(todo):
            status = run.next()
            if run.x is None:
                return Solved(status, None, run.space)
    except OutOfTimeError:
        if run.x is None:
            return Solved("unknown", None, run.space)
        run.stop(run.x)
    return Solved(_status(run.done), run.x, run.space, tuple(run.done))


class _Run:
    """The levels that are done, the space that they leave, and the best of it."""

    def __init__(
        self,
        built: Built,
        space: Space,
        todo: list[Level],
        progress: Progress,
        *,
        proofs: bool,
    ) -> None:
        self.built, self.space, self.todo = built, space, todo
        self.progress, self.proofs = progress, proofs
        self.x: Longs | None = None
        self.done: list[Objective] = []
        self.none_block = False

    def start(self) -> None:
        """Look for a solution to start from: one without blocking pairs, if any is.

        Then the fewest blocking pairs are none, and the columns that count them are
        gone from every later solve. It is the best for the next levels.
        """
        self.x = promoted(self.built.facts, self.space)
        if self.x is None and self.built.facts.policy.name != "stable":
            self.progress("looking for a start", 0.0)
            self.x = self.space.start(nearly(self.todo))
        if self.todo[0].name != "blocking":
            return
        none = self.space.requiring([kept(self.todo[0], 0)])
        after = [lv for lv in self.todo[1:] if lv.name != "openings"] or self.todo[:1]
        best = none.best(chained(self.built.facts, after).cost)
        if best.x is not None:
            self.space, self.x, self.none_block = none, best.x, True

    def stop(self, x: Longs) -> None:
        """Leave the levels that are not done where they are: nothing proves them."""
        for level in self.todo[len(self.done) :]:
            value, most = int(level.cost @ x), int(np.maximum(level.cost, 0).sum())
            values = level.sign * value, level.sign * most
            self.done.append(Objective(level.name, *values, "none"))

    def next(self) -> str:
        """Solve the next levels, as many as go together; return how that ended."""
        level = self.todo[len(self.done)]
        self.progress(f"solving for {level.name}", len(self.done) / len(self.todo))
        if self.x is not None and _counted(self.built, level, int(level.cost @ self.x)):
            value = int(level.cost @ self.x)
            self._keep(level, Best("optimal", self.x, value, value, None))
            return "optimal"
        chain = self._chain()
        known = None if self.x is None else int(chain.cost @ self.x)
        safe = self.space.sharpened(chain.cost, known=known)
        if self._supposed(chain, safe):
            return "optimal"
        before = self.x
        best = self.space.best(chain.cost, seed=before, safe=safe)
        self.x = best.x
        if best.x is None:
            return best.status
        for place in range(min(len(chain.levels), len(self.todo) - len(self.done))):
            if not self._chained(chain, best, place):
                break
        if self.x is not None and self.x is not before:
            self.x = _ahead(self.space, self.todo[len(self.done) :], self.x)
        return "optimal"

    def _supposed(self, chain: Chain, safe: Safe | None) -> bool:
        """Suppose that the first level reaches its bound; return True if it does.

        Where the relaxation reaches no whole number, what it says of the later levels
        is of no use: they are solved with the first one held at its bound.
        """
        if safe is None or safe.relaxed is None or len(chain.levels) == 1:
            return False
        level, later = chain.levels[0], chain.levels[1:]
        own = chain.bounds(self.space.system, safe.relaxed.duals, 0)
        if abs(float(level.cost @ safe.relaxed.x) - own.whole) < _NEAR:
            return False
        held = self.space.near(own, own.whole)
        held = held.requiring([kept(level, own.whole)])
        cost = chained(self.built.facts, later).cost
        best = held.best(cost, safe=held.bound(cost))
        if best.x is None:
            return False
        self.x = best.x
        self._keep(level, Best("optimal", best.x, own.whole, own.whole, own))
        return True

    def _chain(self) -> Chain:
        facts, todo = self.built.facts, self.todo[len(self.done) :]
        if self.none_block and not self.done:  # its row stands before all others
            return chained(facts, todo[:1])
        chain = chained(facts, todo)
        if len(todo) > 1 or len(self.space.system) < _LARGE or todo[0].name != "size":
            return chain
        return chained(facts, [*todo, told_apart(facts, self.space.system.width)])

    def _chained(self, chain: Chain, best: Best, place: int) -> bool:
        """Close a level of a chain; False where the others must be solved anew."""
        level, x = chain.levels[place], best.x
        assert x is not None, "only called with a solution"
        value, system = int(level.cost @ x), self.space.system
        safe: Safe | None = None
        if best.safe is not None and best.safe.relaxed is not None:
            safe = chain.bounds(system, best.safe.relaxed.duals, place)
        if (safe is None or safe.whole > value) and _more_to_say(chain, best, place):
            safe = _lower(safe, safe_bound(system, level.cost))
        closed = best.status == "optimal" or (safe is not None and safe.whole == value)
        if closed:
            self._keep(level, Best("optimal", x, value, value, safe))
            return True
        alone = self.space.best(level.cost, seed=x, safe=safe)
        self.x = alone.x
        self._keep(level, alone)
        return alone.x is x

    def _keep(self, level: Level, best: Best) -> None:
        """Add a level to those that are done, with its proof and its row."""
        objective = _objective(self.built, level, best, self.space, proofs=self.proofs)
        first = not self.done
        self.done.append(objective)
        self.space = self.space.near(best.safe, best.value)
        if not (first and self.none_block):  # else it is kept already
            self.space = self.space.requiring([kept(level, best.value)])


def _more_to_say(chain: Chain, best: Best, place: int) -> bool:
    """Return True where a relaxation of this level alone may bound it better."""
    if best.safe is None or best.safe.relaxed is None or best.x is None:
        return True
    reached = best.safe.relaxed.x
    more = [float(level.cost @ (reached - best.x)) for level in chain.levels]
    earlier = any(abs(amount) > _NEAR for amount in more[:place])
    return earlier or more[place] < 1 - _NEAR


def _lower(one: Safe | None, other: Safe | None) -> Safe | None:
    """Return the better of two bounds."""
    if one is None or other is None:
        return one or other
    return other if other.whole <= one.whole else one


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
    nodes = min(space.nodes, space.nodes * _ENTRIES_PER_NODE // (space.entries + 1))
    nodes = nodes if proofs and best.status == "optimal" else 0
    columns = built.model.columns.names
    tree = prove(space.system, columns, level.cost, best.value, nodes, root=best.safe)
    if tree is not None:
        return Objective(name, value, value, "tree", tree)
    if best.status == "optimal":
        return Objective(name, value, value, "none")
    return _open(level, best, space)


def _open(level: Level, best: Best, space: Space) -> Objective:
    """Return a level whose gap is open: what is proven of it is the bound."""
    value, safe = level.sign * best.value, best.safe
    if safe is None:
        return Objective(level.name, value, level.sign * best.bound, "none")
    shown, bound = safe.certificate(space.system), level.sign * safe.whole
    return Objective(level.name, value, bound, "safe-lp", shown)


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
