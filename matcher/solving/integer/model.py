"""A 0-1 model with a stable name for every column and every row.

What it computes: a sparse system of integer rows, and whether a vector meets it, in
exact integers. Rows are added one by one or, where there are many of a kind, as a block
of arrays; a name is made when somebody reads it (`matcher.solving.integer.names`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from matcher.solving.integer.names import Columns, Labels, Listed, Name, Names

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Sparse = Any
"""A scipy.sparse.csr_array of floats; SciPy's own types leave it out of `linprog`."""
Terms = Iterable[tuple[int, int]]
"""(column, coefficient); a column may come more than once, and then adds up."""
Entries = tuple[Longs, Longs, Longs]
"""The rows, columns and coefficients of many terms at once, shape (terms,) each."""


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


def sparse_row(name: Sequence[str], amounts: Longs, sense: str, right: int) -> Row:
    """Return the row of an amount for every column, zeros left out."""
    used = np.flatnonzero(amounts)
    return Row(tuple(name), used, amounts[used], sense, int(right))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows as arrays, in CSR form: row k has the terms ``starts[k]:starts[k + 1]``."""

    names: Names
    starts: Longs
    columns: Longs
    coefficients: Longs
    sense: NDArray[np.str_]
    right: Longs

    def __len__(self) -> int:
        return len(self.right)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Block:
        """Return rows that were made one by one."""
        nothing = np.zeros(0, np.int64)
        counts = [len(r.columns) for r in rows]
        return cls(
            Names((Listed([r.name for r in rows]),)),
            np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
            np.concatenate([nothing, *(r.columns for r in rows)]),
            np.concatenate([nothing, *(r.coefficients for r in rows)]),
            np.array([r.sense for r in rows], "U2"),
            np.array([r.right for r in rows], np.int64),
        )

    @classmethod
    def joined(cls, blocks: Sequence[Block]) -> Block:
        """Return the rows of several blocks, one after another."""
        blocks = [block for block in blocks if len(block)] or [cls.of(())]
        if len(blocks) == 1:
            return blocks[0]
        before = np.cumsum([0, *(block.starts[-1] for block in blocks)])
        starts = [b.starts[:-1] + n for b, n in zip(blocks, before, strict=False)]
        return cls(
            Names([part for block in blocks for part in block.names.blocks]),
            np.concatenate([*starts, before[-1:]]),
            np.concatenate([block.columns for block in blocks]),
            np.concatenate([block.coefficients for block in blocks]),
            np.concatenate([block.sense for block in blocks]),
            np.concatenate([block.right for block in blocks]),
        )


@dataclass(frozen=True, eq=False)
class System:
    """Rows over 0-1 columns.

    Parameters
    ----------
    block : Block
        In the order in which they were added.
    width : int
        How many columns there are.
    """

    block: Block
    width: int

    @classmethod
    def of(cls, rows: Sequence[Row], width: int) -> System:
        """Return a system of rows that were made one by one."""
        return cls(Block.of(rows), width)

    def __len__(self) -> int:
        return len(self.block)

    @property
    def names(self) -> Names:
        """The name of each row."""
        return self.block.names

    @property
    def right(self) -> Longs:
        """Right-hand sides, shape (rows,)."""
        return self.block.right

    @property
    def sense(self) -> NDArray[np.str_]:
        """``<=``, ``>=`` or ``=`` for each row."""
        return self.block.sense

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows, one by one."""
        block, ends = self.block, self.block.starts.tolist()
        return tuple(
            Row(
                block.names[k],
                block.columns[ends[k] : ends[k + 1]],
                block.coefficients[ends[k] : ends[k + 1]],
                str(block.sense[k]),
                int(block.right[k]),
            )
            for k in range(len(block))
        )

    @cached_property
    def matrix(self) -> csr_array:
        """The coefficients, int64, shape (rows, columns)."""
        block, shape = self.block, (len(self), self.width)
        terms = (block.coefficients, block.columns, block.starts)
        return csr_array(terms, shape=shape)

    @cached_property
    def turned(self) -> Sparse:
        """The same with rows and columns exchanged."""
        return self.matrix.T

    @cached_property
    def owner(self) -> Longs:
        """The row of each coefficient, as they stand in `matrix`."""
        return np.repeat(np.arange(len(self)), np.diff(self.block.starts))

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
        sums = np.bincount(
            self.owner, np.abs(self.block.coefficients), minlength=len(self)
        )
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
        return System(Block.joined((self.block, Block.of(tuple(rows)))), self.width)


@dataclass(eq=False)
class Model:
    """Columns and rows while they are being put together."""

    columns: Columns = field(default_factory=Columns)
    blocks: list[Block] = field(default_factory=list)
    _single: list[Row] = field(default_factory=list)

    def add(self, name: Sequence[str], terms: Terms, sense: str, right: int) -> None:
        """Add a row."""
        self._single.append(row(name, terms, sense, right))

    def add_all(
        self, labels: Labels, entries: Sequence[Entries], sense: str, right: ArrayLike
    ) -> None:
        """Add a block of rows at once.

        Parameters
        ----------
        labels : Labels
            The name of each row.
        entries : sequence of (rows, columns, coefficients)
            Rows count from 0 within the block, in any order; a column that comes twice
            in a row adds up.
        sense : str
            Of all of them.
        right : int or int64, shape (rows,)
        """
        if not len(labels):
            return
        self._flush()
        rows, columns, coefficients = map(np.concatenate, zip(*entries, strict=True))
        shape = (len(labels), len(self.columns))
        terms = coo_array((coefficients.astype(np.int64), (rows, columns)), shape=shape)
        matrix = terms.tocsr()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        self.blocks.append(
            Block(
                Names((labels,)),
                matrix.indptr.astype(np.int64),
                matrix.indices.astype(np.int64),
                matrix.data,
                np.full(len(labels), sense, "U2"),
                np.broadcast_to(np.asarray(right, np.int64), len(labels)).copy(),
            )
        )

    def system(self) -> System:
        """Return the rows so far over the columns so far."""
        self._flush()
        return System(Block.joined(self.blocks), len(self.columns))

    def _flush(self) -> None:
        """Make a block of the rows that were added one by one."""
        if self._single:
            self.blocks.append(Block.of(self._single))
            self._single = []
