"""A 0-1 model with a stable name for every column and every row.

What it computes: a sparse system of integer rows, and whether a vector meets it, in
exact integers. Names are tuples of a kind and refs, such as ``("stable", "c1", "f2")``,
so that a verifier can build the same row from the instance alone
(``docs/decisions/0004-rows-by-name.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Sparse = Any
"""A scipy.sparse.csr_array of floats; SciPy's own types leave it out of `linprog`."""
Name = tuple[str, ...]
Terms = Iterable[tuple[int, int]]
"""(column, coefficient); a column may come more than once, and then adds up."""


class Columns:
    """Numbers for column names, in the order in which they were first asked for."""

    def __init__(self) -> None:
        self.names: list[Name] = []
        self._number: dict[Name, int] = {}

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, name: Name) -> int:
        return self._number[name]

    def __contains__(self, name: Name) -> bool:
        return name in self._number

    def add(self, *name: str) -> int:
        """Return the number of a column, new or known."""
        if name not in self._number:
            self._number[name] = len(self.names)
            self.names.append(name)
        return self._number[name]

    def of_kind(self, *kinds: str) -> Longs:
        """Return the numbers of all columns of these kinds, ascending."""
        found = [k for k, name in enumerate(self.names) if name[0] in kinds]
        return np.array(found, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One named row: sum of coefficients times columns, against a right-hand side."""

    name: Name
    columns: Longs
    coefficients: Longs
    sense: str
    right: int


def row(name: Sequence[str], terms: Terms, sense: str, right: int) -> Row:
    """Return a row with each column once, in ascending order, zeros left out."""
    total: dict[int, int] = {}
    for column, coefficient in terms:
        total[int(column)] = total.get(int(column), 0) + int(coefficient)
    kept = sorted(column for column, coefficient in total.items() if coefficient)
    columns = np.array(kept, np.int64)
    coefficients = np.array([total[column] for column in kept], np.int64)
    return Row(tuple(name), columns, coefficients, sense, int(right))


@dataclass(frozen=True, eq=False)
class System:
    """Rows over 0-1 columns.

    Parameters
    ----------
    rows : tuple of Row
        In the order in which they were added.
    width : int
        How many columns there are.
    """

    rows: tuple[Row, ...]
    width: int

    @cached_property
    def matrix(self) -> csr_array:
        """The coefficients, int64, shape (rows, columns)."""
        nothing = np.zeros(0, np.int64)
        counts = [len(r.columns) for r in self.rows]
        data = np.concatenate([nothing, *(r.coefficients for r in self.rows)])
        columns = np.concatenate([nothing, *(r.columns for r in self.rows)])
        starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        shape = (len(self.rows), self.width)
        return csr_array((data, columns, starts.astype(np.int64)), shape=shape)

    @cached_property
    def turned(self) -> Sparse:
        """The same with rows and columns exchanged."""
        return self.matrix.T

    @cached_property
    def owner(self) -> Longs:
        """The row of each coefficient, as they stand in `matrix`."""
        return np.repeat(np.arange(len(self.rows)), np.diff(self.matrix.indptr))

    @cached_property
    def right(self) -> Longs:
        """Right-hand sides, shape (rows,)."""
        return np.array([r.right for r in self.rows], np.int64)

    @cached_property
    def sense(self) -> NDArray[np.str_]:
        """``<=``, ``>=`` or ``=`` for each row."""
        return np.array([r.sense for r in self.rows], "U2")

    @cached_property
    def flip(self) -> Floats:
        """What to multiply each row with so that it says ``<=`` (or ``=``)."""
        return np.where(self.sense == ">=", -1.0, 1.0)

    @cached_property
    def below(self) -> tuple[Sparse, Floats]:
        """All rows but equations, flipped to ``<=``: coefficients and right sides."""
        rows = np.flatnonzero(self.sense != "=")
        return self._flipped(rows)

    @cached_property
    def equal(self) -> tuple[Sparse, Floats]:
        """All equations: coefficients and right-hand sides."""
        return self._flipped(np.flatnonzero(self.sense == "="))

    def _flipped(self, rows: Longs) -> tuple[Sparse, Floats]:
        flip = self.flip[rows]
        matrix = self.matrix[rows].astype(np.float64).multiply(flip[:, None]).tocsr()
        return matrix, self.right[rows] * flip

    @cached_property
    def sizes(self) -> Floats:
        """The sum of each row's absolute numbers, shape (rows,)."""
        least = len(self.rows)
        sums = np.bincount(self.owner, np.abs(self.matrix.data), minlength=least)
        return np.asarray(sums + np.abs(self.right), np.float64)

    def limits(self) -> tuple[Floats, Floats]:
        """Return the lower and upper limit of each row, infinite where absent."""
        low = np.where(self.sense == "<=", -np.inf, self.right)
        high = np.where(self.sense == ">=", np.inf, self.right)
        return low, high

    def holds(self, x: Longs) -> bool:
        """Return True where `x` is 0-1 and meets every row, in exact integers."""
        if ((x != 0) & (x != 1)).any():
            return False
        value = self.matrix @ x
        under = (value <= self.right) | (self.sense == ">=")
        over = (value >= self.right) | (self.sense == "<=")
        return bool((under & over).all())

    def plus(self, rows: Iterable[Row]) -> System:
        """Return the system with more rows."""
        return System((*self.rows, *rows), self.width)


@dataclass(eq=False)
class Model:
    """Columns and rows while they are being put together."""

    columns: Columns = field(default_factory=Columns)
    rows: list[Row] = field(default_factory=list)

    def add(self, name: Sequence[str], terms: Terms, sense: str, right: int) -> None:
        """Add a row."""
        self.rows.append(row(name, terms, sense, right))

    def system(self) -> System:
        """Return the rows so far over the columns so far."""
        return System(tuple(self.rows), len(self.columns))
