"""Other assignments of a face: which pairs can change, and what each exchange moves.

Units move along arcs "from where it sits to where it may sit"; one node more stands
for no seat at all. A pair can change iff its arc lies on a cycle, that is, iff both
ends lie in one strong component.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from matcher.solving.face import FREE, Face, Longs, Mask, seated_at


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """The moves that a face allows from what is held.

    Parameters
    ----------
    tail, head : int64, shape (arcs,)
        Assets; ``outside`` is no seat.
    pair : int64, shape (arcs,)
        The pair that an arc takes up; -1 where it takes up none.
    unit : int64, shape (arcs,)
        The unit that moves; -1 where only a seat falls empty or is filled.
    part : int32, shape (outside + 1,)
        Strong component of each node.
    """

    tail: Longs
    head: Longs
    pair: Longs
    unit: Longs
    part: Longs

    @property
    def outside(self) -> int:
        """The node that stands for no seat."""
        return len(self.part) - 1

    @property
    def loose(self) -> Mask:
        """The arcs that some exchange uses."""
        loose: Mask = self.part[self.tail] == self.part[self.head]
        loose &= self.unit != FREE
        return loose


def residual(face: Face, held: Mask) -> Residual:
    """Return the moves that keep to the face, from one of its assignments."""
    outside = face.assets
    seat = seated_at(face, held)
    moves = np.flatnonzero(face.live & ~held)
    leavers = np.flatnonzero(~face.must & (seat != FREE))
    count = np.bincount(face.asset[held], minlength=outside)
    fill = np.flatnonzero(~face.full & (count < face.seats))
    empty = np.flatnonzero(~face.full & (count > 0))
    at = np.where(seat == FREE, outside, seat)
    gone, joined = np.full(len(leavers), outside), np.full(len(empty), outside)
    tail = np.concatenate([at[face.unit[moves]], at[leavers], fill, joined])
    head = np.concatenate([face.asset[moves], gone, np.full(len(fill), outside), empty])
    still = np.full(len(fill) + len(empty), FREE)
    pair = np.concatenate([moves, np.full(len(leavers), FREE), still])
    unit = np.concatenate([face.unit[moves], leavers, still])
    graph = sparse.csr_array(
        (np.ones(len(tail), np.int8), (tail, head)), shape=(outside + 1, outside + 1)
    )
    _, part = csgraph.connected_components(graph, connection="strong")
    return Residual(tail, head, pair, unit, part.astype(np.int64))


def unique(left: Residual) -> bool:
    """Return True where the face has no other assignment."""
    return not left.loose.any()


def undecided(face: Face, held: Mask, left: Residual) -> Mask:
    """Return the pairs that some but not all assignments of the face use."""
    taken = left.pair[left.loose & (left.pair != FREE)]
    movers = np.zeros(face.units, np.bool_)
    movers[left.unit[left.loose]] = True
    some = held & movers[face.unit]
    some[taken] = True
    return some


def exchanges(left: Residual) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (unit, asset, arcs) for every other asset that a unit can have.

    The arcs are one cycle: the unit moves first, then each next one leaves the node
    that was just entered, until the unit's old seat is filled or given up. The asset is
    ``outside`` where the unit is left unmatched. Ordered by unit, then asset.
    """
    loose = np.flatnonzero(left.loose)
    by_unit = loose[np.lexsort((left.head[loose], left.unit[loose]))]
    inside = np.flatnonzero(left.part[left.tail] == left.part[left.head])
    ways = _Ways(left, inside)
    for arc in by_unit:
        start, goal = int(left.head[arc]), int(left.tail[arc])
        yield int(left.unit[arc]), start, [int(arc), *ways.walk(start, goal)]


class _Ways:
    """Shortest walks inside a strong component, one search for each goal."""

    def __init__(self, left: Residual, inside: Longs) -> None:
        size = left.outside + 1
        forth = inside[np.lexsort((left.unit[inside], left.head[inside]))]
        keys = left.tail[forth] * size + left.head[forth]
        self._keys, first = np.unique(keys, return_index=True)
        self._arcs = forth[first]
        ones = np.ones(len(self._arcs), np.int8)
        back = (left.head[self._arcs], left.tail[self._arcs])
        self._back = sparse.csr_array((ones, back), shape=(size, size))
        self._size, self._goal = size, FREE
        self._next = np.zeros(0, np.int32)

    def walk(self, start: int, goal: int) -> list[int]:
        if goal != self._goal:
            _, self._next = csgraph.breadth_first_order(self._back, goal)
            self._goal = goal
        arcs = []
        while start != goal:
            step = int(self._next[start])
            key = start * self._size + step
            arcs.append(int(self._arcs[np.searchsorted(self._keys, key)]))
            start = step
        return arcs
