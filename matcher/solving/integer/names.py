"""Names of columns and rows, made only when somebody reads them.

A model has hundreds of thousands of columns and rows, and a certificate names a few. So
a block of names of one kind is kept as lists of refs with positions in them, and each
name, a tuple of a kind and refs such as ``("stable", "c1", "f2")``, is put together
when asked for (``docs/decisions/0004-rows-by-name.md``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Name = tuple[str, ...]
Part = tuple[Sequence[str], NDArray[np.integer]]
"""Refs, and for each name which of them it has; shape (names,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Names of one kind: the kind, a ref from each part, and what all end in."""

    kind: str
    parts: tuple[Part, ...]
    tail: Name = ()

    def __len__(self) -> int:
        return len(self.parts[0][1])

    def __getitem__(self, at: int) -> Name:
        return (self.kind, *(refs[which[at]] for refs, which in self.parts), *self.tail)

    def of_kind(self, kinds: Sequence[str]) -> Longs:
        """Return the positions of the names of these kinds: all or none."""
        return np.arange(len(self) if self.kind in kinds else 0)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Names of any kinds, one by one."""

    names: list[Name]

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, at: int) -> Name:
        return self.names[at]

    def of_kind(self, kinds: Sequence[str]) -> Longs:
        """Return the positions of the names of these kinds."""
        found = [k for k, name in enumerate(self.names) if name[0] in kinds]
        return np.array(found, np.int64)


class Names(Sequence[Name]):
    """Blocks of names, one after another, numbered from 0; never changed."""

    def __init__(self, blocks: Sequence[Labels | Listed] = ()) -> None:
        self.blocks = tuple(block for block in blocks if len(block))
        sizes = [len(block) for block in self.blocks]
        self._starts: list[int] = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, at: int) -> Name: ...
    @overload
    def __getitem__(self, at: slice) -> list[Name]: ...
    def __getitem__(self, at: int | slice) -> Name | list[Name]:
        if isinstance(at, slice):
            return [self[k] for k in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        block = bisect_right(self._starts, at) - 1
        return self.blocks[block][at - self._starts[block]]

    def __iter__(self) -> Iterator[Name]:
        for block in self.blocks:
            yield from (block[k] for k in range(len(block)))

    def of_kind(self, *kinds: str) -> Longs:
        """Return the numbers of all names of these kinds, ascending."""
        found = [np.zeros(0, np.int64)]
        for start, block in zip(self._starts, self.blocks, strict=False):
            found.append(start + block.of_kind(kinds))
        return np.concatenate(found)


class Columns:
    """Numbers for column names, in the order in which they were first asked for."""

    def __init__(self) -> None:
        self._blocks: list[Labels | Listed] = []
        self._count = 0
        self._number: dict[Name, int] = {}
        self._names = Names()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, name: Name) -> int:
        return self._numbers()[name]

    def __contains__(self, name: Name) -> bool:
        return name in self._numbers()

    @property
    def names(self) -> Names:
        """The names of all columns so far, by number."""
        if len(self._names) != self._count:
            self._names = Names([_as_it_is(block) for block in self._blocks])
        return self._names

    def add(self, *name: str) -> int:
        """Return the number of a column, new or known."""
        numbers = self._numbers()
        if name in numbers:
            return numbers[name]
        if not self._blocks or not isinstance(self._blocks[-1], Listed):
            self._blocks.append(Listed([]))
        last = self._blocks[-1]
        assert isinstance(last, Listed), "it was put there a line before"
        last.names.append(name)
        numbers[name] = self._count
        self._count += 1
        return self._count - 1

    def add_all(self, labels: Labels) -> Longs:
        """Return the numbers of a block of columns, none of which is there yet."""
        self._blocks.append(labels)
        first, self._count = self._count, self._count + len(labels)
        return np.arange(first, self._count)

    def of_kind(self, *kinds: str) -> Longs:
        """Return the numbers of all columns of these kinds, ascending."""
        return self.names.of_kind(*kinds)

    def _numbers(self) -> dict[Name, int]:
        """Return the number of every name; blocks are spelt out when first needed."""
        if len(self._number) != self._count:
            self._number = {name: k for k, name in enumerate(self.names)}
        return self._number


def _as_it_is(block: Labels | Listed) -> Labels | Listed:
    """Return a block that does not grow with the columns."""
    return block if isinstance(block, Labels) else Listed(list(block.names))
