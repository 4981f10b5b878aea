"""Maximising one sum over what is left of a model: bound, fix, solve.

The linear relaxation gives a safe bound U. For a target below U its reduced costs fix
every column that no solution worth the target can change, and HiGHS solves the rest.
Where a target a little below U would fix most columns it is tried first: what is found
there is optimal if it reaches the target. This is how stable matching with ties and
fits closes at 1,000 a side; Delorme et al. (2019, EJOR 277) preprocess instead.

Guarantee: rows are only ever added, and only sound ones; a value is returned only with
a vector that meets them all in exact integers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from matcher.solving.integer.bounds import Safe, safe_bound
from matcher.solving.integer.calling import Status
from matcher.solving.integer.cases import Question, by_cases
from matcher.solving.integer.highs import Box, Mip, solve_mip
from matcher.solving.integer.model import Longs, Row, System, sparse_row

Cutter = Callable[[Longs], list[Row]]
"""Returns rows that a 0-1 vector breaks although it must not; none if it is sound."""
_TRIED = 0.005
_ENTRIES_PER_NODE = 2000
_LEAST = 20
_MANY = 2000
_FEW = 0.2
_NEAR = 1e-6
_NOTHING = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best vector found, and what is known about better ones.

    Parameters
    ----------
    status : str
        ``optimal``: none is better; ``feasible``: the effort ran out; ``infeasible``:
        there is none (that is worth `least`); ``unknown``.
    x : int64, shape (columns,), or None
    value : int
        Of `x`; 0 without one.
    bound : int
        No solution is worth more, by `safe` or by HiGHS's word.
    safe : Safe or None
        The bound that needs no word.
    """

    status: Status
    x: Longs | None
    value: int
    bound: int
    safe: Safe | None


@dataclass(eq=False)
class Space:
    """The solutions that are still wanted: a system, and bounds on its columns.

    Parameters
    ----------
    system : System
    box : Box
    deciding : int64, shape (columns that decide,)
        Columns to branch on before all others.
    cutter : Cutter
    nodes : int
        How many nodes each solve may open.
    """

    system: System
    box: Box
    deciding: Longs
    cutter: Cutter
    nodes: int

    @property
    def entries(self) -> int:
        """How many coefficients the rows have."""
        return len(self.system.block.columns)

    @property
    def _fewer(self) -> int:
        """How many nodes a solve may open: each costs more where entries are many."""
        scaled = self.nodes * _ENTRIES_PER_NODE // (self.entries + 1)
        return min(self.nodes, max(scaled, _LEAST))

    def requiring(self, rows: Iterable[Row]) -> Space:
        """Return the space with more rows."""
        return replace(self, system=self.system.plus(rows))

    def without(self, columns: Longs) -> Space:
        """Return the space where these columns are 0."""
        upper = self.box.upper.copy()
        upper[columns] = 0
        return replace(self, box=Box(self.box.lower, upper))

    def near(self, safe: Safe | None, target: int) -> Space:
        """Return the space without what cannot be worth the target."""
        if safe is None:
            return self
        near = safe.near(target)
        lower = np.maximum(self.box.lower, near.lower)
        upper = np.minimum(self.box.upper, near.upper)
        return replace(self, box=Box(lower, upper))

    def best(
        self,
        cost: Longs,
        *,
        seed: Longs | None = None,
        least: int | None = None,
        safe: Safe | None = None,
    ) -> Best:
        """Return the best solution.

        Parameters
        ----------
        cost : int64, shape (columns,)
        seed : int64, shape (columns,), optional
            A solution already known.
        least : int, optional
            Solutions worth less are not wanted.
        safe : Safe, optional
            A bound already known, over all of the space.
        """
        safe = safe or safe_bound(self.system, cost)
        wanted = int(np.minimum(cost, 0).sum()) if least is None else least
        x = seed
        for known in (seed, self._as_relaxed(safe)):
            if known is not None and int(cost @ known) >= wanted:
                x, wanted = known, int(cost @ known) + 1
        found, aim = Mip("infeasible"), wanted
        for target in self._targets(safe):
            aim, everything = max(target, wanted), target <= wanted
            found = self.rest(cost, safe, aim)
            if found.x is not None and int(cost @ found.x) >= wanted:
                x, wanted = found.x, int(cost @ found.x) + 1
            stopped = found.status in ("feasible", "unknown")
            if stopped or everything or wanted > aim:
                break
        return _best(cost, found, x, aim, safe)

    def bound(self, cost: Longs) -> Safe | None:
        """Return a bound on what is left alone: tighter, and quicker to find.

        It says nothing of the whole cube, so no certificate can be made of it.
        """
        return safe_bound(self.system, cost, self.box)

    def some(self, cost: Longs, least: int) -> Mip:
        """Return some solution worth so much; ``infeasible`` if there is none."""
        safe = safe_bound(self.system, cost)
        goal = sparse_row(("least",), cost, ">=", least)
        return self.requiring([goal]).rest(cost, safe, least, first=True)

    def _as_relaxed(self, safe: Safe | None) -> Longs | None:
        """Return the relaxation's own vector where it is a solution already."""
        if safe is None or safe.relaxed is None:
            return None
        x = np.rint(safe.relaxed.x).astype(np.int64)
        if np.abs(safe.relaxed.x - x).max(initial=0) > _NEAR:
            return None
        sound = self.box.holds(x) and self.system.holds(x) and not self.cutter(x)
        return x if sound else None

    def _targets(self, safe: Safe | None) -> Iterator[int]:
        """Yield what to aim for: high while that fixes most columns, then anything."""
        if safe is not None and len(safe.reduced):
            free = self.box.lower < self.box.upper
            gaps = np.abs(safe.reduced[free]) // safe.denominator
            if len(gaps) > _MANY:
                gap = max(1, int(np.quantile(gaps, _FEW)))
                yield from (safe.whole - gap, safe.whole - 4 * gap)
            elif len(gaps):
                gap = int(np.median(gaps))
                if gap >= max(2, _TRIED * abs(safe.whole)):
                    yield safe.whole - gap
        yield -_NOTHING

    def rest(
        self, cost: Longs, safe: Safe | None, target: int, *, first: bool = False
    ) -> Mip:
        """Solve what may still be worth the target."""
        if safe is not None and target > safe.whole:
            return Mip("infeasible")
        box = self.near(safe, target).box

        def leaf(box: Box) -> Mip:
            return self._whole(cost, box, first=first)

        if not (box.lower < box.upper)[self.deciding].any():
            return leaf(box)
        question = Question(self.system, cost, self.deciding, target, first)
        return by_cases(question, box, leaf) or leaf(box)

    def _whole(self, cost: Longs, box: Box, *, first: bool) -> Mip:
        """Solve a box in one go, until no row that was left out is broken."""
        while True:
            found = solve_mip(self.system, cost, box, nodes=self._fewer, first=first)
            cuts = self.cutter(found.x) if found.x is not None else []
            if not cuts:
                return found
            self.system = self.system.plus(cuts)


def _best(
    cost: Longs, found: Mip, x: Longs | None, aim: int, safe: Safe | None
) -> Best:
    """Put together the answer; HiGHS saw only what may be worth `aim`."""
    value = int(cost @ x) if x is not None else 0
    if found.status in ("optimal", "infeasible"):
        return Best("infeasible" if x is None else "optimal", x, value, value, safe)
    tops = [int(np.maximum(cost, 0).sum())]
    tops += [safe.whole] if safe is not None else []
    tops += [max(found.bound, aim - 1)] if found.bound is not None else []
    if x is None:
        return Best("unknown", None, 0, min(tops), safe)
    status: Status = "optimal" if value >= min(tops) else "feasible"
    return Best(status, x, value, max(value, min(tops)), safe)
