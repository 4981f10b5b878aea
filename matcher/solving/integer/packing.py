"""Rows that cut fractions off what one limit holds, where a relaxation breaks them.

A limit on seats, or on what units use, is a knapsack. Its row alone lets half a sibling
group in, so two kinds of rows are added where a fractional vector breaks them
(``docs/decisions/0004-rows-by-name.md``):

- ``heavy``: of those who take more than half there is one at most;
- ``beside``: those named fill their part, and who takes n more than is left beside them
  displaces n of it.

The second are the weight inequalities of Weismantel (1997), "On the 0/1 knapsack
polytope"; the most broken one for each part is found by a knapsack of its own, by
dynamic programming. Guarantee: every row holds for every whole vector that meets the
limit. Measured on sibling groups and courses they close nearly all of the gap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.solving.integer.facts import FREE, Facts
from matcher.solving.integer.model import Floats, Longs, Model, Row
from matcher.solving.integer.names import Name
from matcher.solving.integer.rows_holding import opened

_BROKEN = 1e-4
_WHOLE = 1e-6
_LARGEST = 60
"""Knapsacks with more are left alone: their rows cut little, and finding them costs."""


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """What one limit holds.

    Parameters
    ----------
    name : Name
        Of its row: ``seats a`` or ``limit a k``.
    columns : int64, shape (pairs,)
        The pairs that take some of it.
    takes : int64, shape (pairs,)
        How much each takes, 1 at least.
    most : int
        How much there is.
    opens : int
        The column that is 1 where the asset is open; -1 where it never closes.
    units : tuple of str
        The unit of each pair.
    """

    name: Name
    columns: Longs
    takes: Longs
    most: int
    opens: int
    units: tuple[str, ...]

    def broken(self, x: Floats) -> Iterator[Row]:
        """Yield the rows that a fractional vector breaks."""
        inside, share = x[self.columns], 1.0 if self.opens == FREE else x[self.opens]
        for part in sorted({*range(2, int(self.takes.max()) + 1), self.most // 2 + 1}):
            yield from self._rounded(part, inside, share)
        for left in range(1, self.most):
            filled = self.most - left
            terms = np.maximum(0, self.takes - left)
            least = filled * share + _BROKEN - float(terms @ inside)
            named = self._fullest(inside, left, least)
            if named is not None:
                terms[named] = self.takes[named]
                units = (self.units[k] for k in named.tolist())
                yield self._row(("beside", *self.name, *units), terms, filled)

    def _rounded(self, part: int, inside: Floats, share: float) -> Iterator[Row]:
        """Yield the row of whole parts that is broken the most, if one is.

        Rounding one up adds its fraction, and what it lacks of a part to the limit.
        """
        lacks, terms = -self.takes % part, self.takes // part
        some = np.flatnonzero((lacks > 0) & (inside > _WHOLE))
        some = some[np.lexsort((some, -inside[some] / lacks[some]))]
        whole = (self.most + np.cumsum([0, *lacks[some].tolist()])) // part
        over = terms @ inside + np.cumsum([0, *inside[some].tolist()]) - share * whole
        count = int(np.argmax(np.round(over, 6)))
        if over[count] > _BROKEN:
            up = np.sort(some[:count])
            terms[up] += 1
            units = [self.units[k] for k in up.tolist()]
            name = ("rounded", *self.name, str(part), *units)
            yield self._row(name, terms, int(whole[count]))

    def _fullest(self, inside: Floats, left: int, least: float) -> Longs | None:
        """Return who to name so that their part is filled and broken the most.

        Naming one who takes n adds min(n, left) times its fraction. None where nobody's
        naming adds more than `least`.
        """
        part, items = self.most - left, np.flatnonzero(inside > _WHOLE)
        gains = np.minimum(self.takes[items], left) * inside[items]
        if gains.sum() <= least:
            return None
        best = np.full(part + 1, -np.inf)
        best[0] = 0
        added = np.zeros((len(items), part + 1), np.bool_)
        for k, take in enumerate(self.takes[items].tolist()):
            if take <= part:
                new = best[: part + 1 - take] + gains[k]
                added[k, take:] = new > best[take:] + _WHOLE
                best[take:] = np.where(added[k, take:], new, best[take:])
        if best[part] <= least:
            return None
        return items[self._named(added, self.takes[items], part)]

    @staticmethod
    def _named(added: np.ndarray, takes: Longs, part: int) -> list[int]:
        """Return the items that led to the whole part, ascending."""
        found = []
        for k in range(len(takes) - 1, -1, -1):
            if added[k, part]:
                found.append(k)
                part -= int(takes[k])
        return found[::-1]

    def _row(self, name: Name, terms: Longs, most: int) -> Row:
        """Return at most so much, and that only if the asset is open."""
        used = np.flatnonzero(terms)
        columns, coefficients = self.columns[used], terms[used]
        if self.opens == FREE:
            return Row(name, columns, coefficients, "<=", most)
        columns, coefficients = (
            np.append(columns, self.opens),
            np.append(coefficients, -most),
        )
        return Row(name, columns, coefficients, "<=", 0)


@dataclass(frozen=True, slots=True, eq=False)
class Packing:
    """The limits of a model that whole vectors keep better than fractions do."""

    knapsacks: tuple[Knapsack, ...] = ()

    def broken(self, x: Floats) -> list[Row]:
        """Return the rows that a fractional vector breaks, in the order of limits."""
        some = (x > _WHOLE) & (x < 1 - _WHOLE)
        fractional = (k for k in self.knapsacks if some[k.columns].any())
        return [row for knapsack in fractional for row in knapsack.broken(x)]


def packing(model: Model, facts: Facts) -> Packing:
    """Return the limits of a model's assets that such rows can tighten.

    Where all take alike, or all fit in together, whole vectors keep them no better.
    """
    found = list(_knapsacks(model, facts))
    return Packing(tuple(k for k in found if _uneven(k)))


def _uneven(knapsack: Knapsack) -> bool:
    takes = knapsack.takes
    tight = 0 < knapsack.most <= _LARGEST and takes.sum() > knapsack.most
    return bool(tight and takes.max() > 1)


def _knapsacks(model: Model, facts: Facts) -> Iterator[Knapsack]:
    opens = opened(model, facts).tolist()
    for asset, row in enumerate(facts.assets):
        pairs = facts.at_asset[asset]
        owners = facts.market.unit[pairs]
        limits: list[tuple[Name, Longs, int]] = [
            (("seats", row.ref), facts.weight(pairs), int(facts.room[asset]))
        ]
        for kind, most in row.limits:
            limits.append((("limit", row.ref, kind), facts.uses[kind][owners], most))
        for name, takes, most in limits:
            some = np.flatnonzero(takes)
            units = tuple(facts.market.units[u] for u in owners[some].tolist())
            yield Knapsack(name, pairs[some], takes[some], most, opens[asset], units)
