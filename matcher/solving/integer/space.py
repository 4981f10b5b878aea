"""Maximising one sum over what is left of a model: bound, fix, solve.

The linear relaxation, sharpened, gives a safe bound U. For a target below U its reduced
costs fix every column that no solution worth the target can change, and HiGHS solves
the rest. Targets a little below U fix most columns and are tried first: what is found
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
from matcher.solving.integer.sharpening import Separator, sharpen

Cutter = Callable[[Longs], list[Row]]
"""Returns rows that a 0-1 vector breaks although it must not; none if it is sound."""
_TRIED = 0.005
_ENTRIES_PER_NODE = 2000
_VAST = 12
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
    broken : Separator
        Cuts fractions off.
    nodes : int
        How many nodes each solve may open.
    """

    system: System
    box: Box
    deciding: Longs
    cutter: Cutter
    broken: Separator
    nodes: int

    @property
    def entries(self) -> int:
        """How many coefficients the rows have."""
        return len(self.system.block.columns)

    @property
    def vast(self) -> bool:
        """True where HiGHS could be lost in it: nobody knows when it would come back.

        Its effort counts nodes, and a node of a model this large is beyond counting.
        """
        return self.box.entries(self.system) > self.nodes * _VAST

    def _fewer(self, box: Box) -> int:
        """How many nodes a solve may open: each costs more where entries are many."""
        scaled = self.nodes * _ENTRIES_PER_NODE // (box.entries(self.system) + 1)
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
        worth = None if seed is None else int(cost @ seed)
        safe = safe or self.sharpened(cost, known=worth)
        wanted = int(np.minimum(cost, 0).sum()) if least is None else least
        x = seed
        for known in (seed, self._as_relaxed(safe)):
            if known is not None and int(cost @ known) >= wanted:
                x, wanted = known, int(cost @ known) + 1
        found, aim = Mip("infeasible"), wanted
        for target in self._targets(safe):
            aim, everything = max(target, wanted), target <= wanted
            if x is not None and self.near(safe, aim).vast:
                found = Mip("unknown")
                break
            found = self.rest(cost, safe, aim)
            if found.x is not None and int(cost @ found.x) >= wanted:
                x, wanted = found.x, int(cost @ found.x) + 1
            stopped = found.status in ("feasible", "unknown")
            if stopped or everything or wanted > aim:
                break
        return _best(cost, found, x, aim, safe)

    def start(self, cost: Longs) -> Longs | None:
        """Return a good solution, found where the relaxation points to.

        Only columns of small reduced cost are free to change: a few first, and more if
        those have no solution (relaxation induced neighbourhoods: Danna, Rothberg & Le
        Pape 2005).
        """
        safe = self.sharpened(cost)
        x = self._as_relaxed(safe)
        for target in () if x is not None or safe is None else self._targets(safe):
            found = self._whole(cost, self.near(safe, target).box, first=False)
            if found.x is not None:
                return found.x
        return x

    def sharpened(self, cost: Longs, *, known: int | None = None) -> Safe | None:
        """Return a bound over the whole cube; the rows that sharpen it stay.

        Parameters
        ----------
        cost : int64, shape (columns,)
        known : int, optional
            A value that is reached: a bound that says no more than that will do.
        """
        whole = Box.whole(self.system.width)
        sharp = sharpen(self.system, cost, whole, self.broken, known)
        if sharp is None:
            return None
        self.system = sharp.system
        return sharp.safe

    def bound(self, cost: Longs) -> Safe | None:
        """Return a bound on what is left alone: tighter, and quicker to find.

        It says nothing of the whole cube, so no certificate can be made of it.
        """
        return safe_bound(self.system, cost, self.box)

    def some(self, cost: Longs, least: int) -> Mip:
        """Return some solution worth so much; ``infeasible`` if there is none."""
        safe = self.bound(cost)
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
        found = by_cases(question, box, leaf, nodes=self.nodes)
        return leaf(box) if found.status == "unknown" else found

    def _whole(self, cost: Longs, box: Box, *, first: bool) -> Mip:
        """Solve a box in one go, until no row that was left out is broken."""
        while True:
            nodes = self._fewer(box)
            found = solve_mip(self.system, cost, box, nodes=nodes, first=first)
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
