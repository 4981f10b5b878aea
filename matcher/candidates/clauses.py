"""What rows ask, as clauses over words: the form in which a kernel sweeps gates.

A pair passes where each clause of the left row names a word that the asset has. Words
are whatever makes assets differ: a capability, a piece of the week, "takes age 7".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint64]
Words = Sequence[Collection[Any]]
MOST_BITS = 1 << 29
"""A gate with more words times assets has no clauses: pairs are tested one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Lists of different lengths, one after the other.

    Parameters
    ----------
    first : int64, shape (lists + 1,)
        Where each begins, and where the last one ends.
    items : int32, shape (items,)
    """

    first: Longs
    items: Ints

    @classmethod
    def of(cls, lengths: Iterable[int], items: Iterable[int]) -> Lists:
        """Put lists of given lengths side by side."""
        first = _starts(np.fromiter(lengths, np.int64))
        return cls(first, np.fromiter(items, np.int32, int(first[-1])))

    @classmethod
    def one_by_one(cls, parts: Sequence[Lists]) -> Lists:
        """Return all lists of the first, then all of the second, and so on."""
        lengths = np.concatenate([part.lengths for part in parts])
        items = np.concatenate([part.items for part in parts])
        return cls(_starts(lengths), items)

    @classmethod
    def side_by_side(cls, parts: Sequence[Lists], lists: int) -> Lists:
        """Return so many lists, each with its items from the first, the second, ..."""
        lengths = np.zeros(lists, np.int64)
        for part in parts:
            lengths += part.lengths
        first = _starts(lengths)
        free, items = first[:-1].copy(), np.empty(first[-1], np.int32)
        for part in parts:
            within = np.arange(len(part.items)) - np.repeat(
                part.first[:-1], part.lengths
            )
            items[np.repeat(free, part.lengths) + within] = part.items
            free += part.lengths
        return cls(first, items)

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def lengths(self) -> Longs:
        """How long each is."""
        return np.diff(self.first)

    def moved(self, by: int) -> Lists:
        """Return the lists with so much added to each item."""
        return Lists(self.first, self.items + np.int32(by))


def _starts(lengths: Longs) -> Longs:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """Clauses of each left row over words of assets.

    Parameters
    ----------
    clauses : Lists
        Of each left row; one without any passes everywhere.
    words : Lists
        Of each clause: any one of them will do.
    bits : callable
        From an order of the assets to the words they have: shape (words, ceil(assets /
        64)), the asset at place p in bit p & 63 of word p >> 6.
    """

    clauses: Lists
    words: Lists
    bits: Callable[[Ints], Bits]


def every_word(
    asked: Words, offered: Words, open_: Bools, *, wanted: bool = True
) -> Clauses | None:
    """Return clauses that hold where an asset has every word, or none of them.

    Parameters
    ----------
    asked, offered : sequence of collections of words
        Of each left row and of each asset.
    open_ : bool, shape (assets,)
        True where any asked word will do.
    wanted : bool
        False: where it has none of the words asked for.
    """
    known = _known(asked)
    if len(known) * len(offered) > MOST_BITS:
        return None
    words = chain.from_iterable(asked)
    clauses = Lists.of(map(len, asked), map(known.__getitem__, words))
    alone = Lists.of([1] * len(known), range(len(known)))
    return Clauses(clauses, alone, _having(known, offered, open_, wanted=wanted))


def any_word(asked: Words, offered: Words, open_: Bools) -> Clauses | None:
    """Return clauses that hold where an asset has one of the words."""
    known = _known(asked)
    if len(known) * len(offered) > MOST_BITS:
        return None
    kinds: dict[Collection[Any], int] = {}
    mine = [kinds.setdefault(words, len(kinds)) for words in asked if words]
    clauses = Lists.of((1 if words else 0 for words in asked), mine)
    words = Lists.of(map(len, kinds), (known[w] for kind in kinds for w in kind))
    return Clauses(clauses, words, _having(known, offered, open_, wanted=True))


def by_value(
    values: Longs, given: Bools, passes: Callable[[int], Bools], assets: int
) -> Clauses | None:
    """Return clauses that hold where the asset takes a left row's value.

    Parameters
    ----------
    values, given : int64, bool, shape (left,)
        A value for each left row; one without passes everywhere.
    passes : callable
        From a value to which assets take it, bool of shape (assets,).
    """
    known, codes = np.unique(values[given], return_inverse=True)
    if len(known) * assets > MOST_BITS:
        return None
    clauses = Lists(_starts(given.astype(np.int64)), codes.astype(np.int32))
    words = Lists.of([1] * len(known), range(len(known)))

    def bits(order: Ints) -> Bits:
        return packed((passes(int(v)) for v in known), len(known), order)

    return Clauses(clauses, words, bits)


def packed(rows: Iterable[Bools], count: int, order: Ints) -> Bits:
    """Return rows of bools as bits, each put into the order given."""
    table = np.zeros((count, -(-len(order) // 64)), np.uint64)
    for into, row in zip(table.view(np.uint8), rows, strict=True):
        found = np.packbits(row[order], bitorder="little")
        into[: len(found)] = found
    return table


def _known(asked: Words) -> dict[Any, int]:
    words = dict.fromkeys(chain.from_iterable(dict.fromkeys(asked)))
    return {word: at for at, word in enumerate(words)}


def _having(
    known: dict[Any, int], offered: Words, open_: Bools, *, wanted: bool
) -> Callable[[Ints], Bits]:
    other = len(known)  # a word that nobody asked for
    small = np.min_scalar_type(other)  # sorted by its digits where that is enough

    def rows() -> Iterator[Bools]:
        found = map(known.get, chain.from_iterable(offered), repeat(other))
        lengths = np.fromiter(map(len, offered), np.int64, len(offered))
        word = np.fromiter(found, small, int(lengths.sum()))
        asset = np.repeat(np.arange(len(offered)), lengths)
        by_word = np.argsort(word, kind="stable")
        word, asset = word[by_word], asset[by_word]
        ends = np.searchsorted(word, np.arange(len(known) + 1))
        for begin, end in pairwise(ends):
            has = np.zeros(len(offered), np.bool_)
            has[asset[begin:end]] = True
            yield (has == wanted) | open_

    return lambda order: packed(rows(), len(known), order)
