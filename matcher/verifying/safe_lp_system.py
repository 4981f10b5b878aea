"""Rows and columns of one level as arrays, so that a tree's nodes are sums of arrays.

All is whole numbers: 64 bits where no sum can exceed them, Python's own else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matcher.verifying.faces import Exact
from matcher.verifying.lists import Longs
from matcher.verifying.safe_lp_columns import Line, Name, Terms

Box = NDArray[np.int8]
"""What each column is fixed at; -1 where it is free."""
_LIMIT = 2**62


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of a node add up to: all numbers times the denominator."""

    denominator: int
    total: int
    reduced: Exact

    @property
    def whole(self) -> int:
        """No solution in the node is worth more."""
        return self.total // self.denominator

    def fixes(self, target: int, box: Box) -> Box:
        """Return the box, with what all solutions worth the target agree on."""
        spare = self.total - target * self.denominator
        high, low = self.reduced > spare, self.reduced < -spare
        inner: Box = np.where((box < 0) & (high | low), high, box).astype(np.int8)
        return inner


class System:
    """The rows that a level's certificate names.

    Parameters
    ----------
    lines : mapping of Name to Line
    cost : mapping of Name to int
        What each column adds to the level, more being better.
    more : sequence of Name
        Columns that must be there, whether a row has them or not.
    """

    def __init__(
        self, lines: Mapping[Name, Line], cost: Terms, more: list[Name]
    ) -> None:
        self.rows = {name: k for k, name in enumerate(lines)}
        self.columns: dict[Name, int] = {}
        known = self.columns
        for names in (cost, more, *(line.terms for line in lines.values())):
            for name in names:
                known.setdefault(name, len(known))
        ends = [known[c] for line in lines.values() for c in line.terms]
        amounts = [n for line in lines.values() for n in line.terms.values()]
        sizes = [len(line.terms) for line in lines.values()]
        start = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        shape = (len(lines), len(known))
        data = (np.array(amounts, np.int64), np.array(ends, np.int64), start)
        self.turned = sparse.csr_array(data, shape=shape).T.tocsr()
        self.right = np.array([line.right for line in lines.values()], np.int64)
        self.sense = [line.sense for line in lines.values()]
        self.cost: Longs = np.zeros(len(known), np.int64)
        self.cost[[known[name] for name in cost]] = [*cost.values()]
        self.size = sum(map(abs, amounts)) + int(np.abs(self.right).sum())
        self.worth = int(np.abs(self.cost).sum())

    def free(self) -> Box:
        """Return the box in which nothing is fixed."""
        return np.full(len(self.columns), -1, np.int8)

    def wrong_sign(self, times: Mapping[Name, int]) -> Name:
        """Return the first row whose multiplier has the wrong sign; else nothing."""
        for name, n in times.items():
            sense = self.sense[self.rows[name]]
            if (sense == "<=" and n < 0) or (sense == ">=" and n > 0):
                return name
        return ()

    def sum(self, times: Mapping[Name, int], denominator: int, box: Box) -> Sum:
        """Return the sum of rows with these multipliers."""
        most = max(map(abs, times.values()), default=0)
        small = most * self.size + denominator * self.worth < _LIMIT
        kind: type = np.int64 if small else object
        y: Exact = np.zeros(len(self.rows), kind)
        y[[self.rows[name] for name in times]] = np.array([*times.values()], kind)
        reduced: Exact = self.cost.astype(kind) * denominator - self._spread(y)
        above = np.where(box < 0, np.maximum(reduced, 0), reduced * (box > 0))
        total = int((y * self.right).sum()) + int(above.sum())
        return Sum(denominator, total, reduced)

    def _spread(self, y: Exact) -> Exact:
        """Return what the rows add to each column."""
        if y.dtype == np.int64:
            spread: Longs = self.turned @ y
            return spread
        found = np.zeros(len(self.columns), object)
        rows = self.turned.tocoo()
        whole = y[rows.col] * rows.data.astype(object)
        np.add.at(found, rows.row, whole)
        return found
