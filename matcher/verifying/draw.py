"""The published draw, and what else is as good, where a dual proves it.

All optimal assignments are one face: they use its pairs only, match the units that it
matches and fill the assets that it fills. From one to another lead cycles of moves:
"the unit here would as well sit there"; one node more stands for no seat. So the draw
chose rightly if no cycle adds to its sums, and a unit has another asset at equal values
if a cycle moves it there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.cycles import on_cycles
from matcher.verifying.faces import Face
from matcher.verifying.lists import Longs, Mask
from matcher.verifying.table import NOBODY


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Arcs between assets; one node more, the last, stands for no seat.

    Parameters
    ----------
    nodes : int
    tail, head, unit : int64, shape (arcs,)
        From where to where, and who moves; -1 where only a seat falls empty.
    """

    nodes: int
    tail: Longs
    head: Longs
    unit: Longs

    def only(self, mask: Mask) -> Moves:
        """Return some of them."""
        return Moves(self.nodes, self.tail[mask], self.head[mask], self.unit[mask])

    def circling(self) -> Moves:
        """Return those that lie on some cycle."""
        return self.only(on_cycles(self.tail, self.head, self.nodes))

    @property
    def loose(self) -> int:
        """How many of them move a unit."""
        return int((self.unit != NOBODY).sum())


def digest(*parts: str) -> str:
    """Return SHA-256 in hex over the canonical JSON array of the parts."""
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def drawn(case: Case, ref: str, asset: str, base: int) -> int:
    """Return the three slices of a pair as one number that compares stage by stage."""
    text = digest(case.salt or "", case.instance.round, ref, asset)
    first, second, third = (int(text[k : k + 5], 16) for k in (0, 5, 10))
    return (first * base + second) * base + third


def moves(case: Case, face: Face) -> Moves:
    """Return every move, on some cycle, that keeps to optimal assignments."""
    table, outside = case.table, len(case.instance.assets)
    at = np.where(case.at == NOBODY, outside, case.at)
    live = np.flatnonzero(face.live & (at[table.unit] != table.asset))
    free = ~table.pinned & (case.at != NOBODY)
    goes = np.flatnonzero(free & ~face.must)
    count = np.bincount(case.at[free], minlength=outside)
    empty = np.flatnonzero(~face.full & (count < face.seats))
    held = np.flatnonzero(~face.full & (count > 0))
    parts = (
        (at[table.unit[live]], table.asset[live], table.unit[live]),
        (at[goes], np.full(len(goes), outside), goes),
        (empty, np.full(len(empty), outside), np.full(len(empty), NOBODY)),
        (np.full(len(held), outside), held, np.full(len(held), NOBODY)),
    )
    tail, head, unit = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Moves(outside + 1, tail, head, unit).circling()


def gains(case: Case, arcs: Moves) -> list[int]:
    """Return what the draw gains with each move: its slices, as one number."""
    refs = [row.ref for row in case.instance.assets]
    outside, base = len(refs), 2 ** (22 + len(case.at).bit_length())
    known: dict[tuple[int, int], int] = {}

    def worth(unit: int, asset: int) -> int:
        if asset == outside or unit == NOBODY:
            return 0
        if (unit, asset) not in known:
            known[unit, asset] = drawn(case, case.name(unit), refs[asset], base)
        return known[unit, asset]

    rows = zip(arcs.unit.tolist(), arcs.tail.tolist(), arcs.head.tolist(), strict=True)
    return [worth(unit, head) - worth(unit, tail) for unit, tail, head in rows]


def potentials(arcs: Moves, gain: list[int]) -> list[int] | None:
    """Return heights that no move out-climbs; None if a cycle gains (Bellman 1958)."""
    height, raised = [0] * arcs.nodes, set(arcs.tail.tolist())
    out: dict[int, list[tuple[int, int]]] = {tail: [] for tail in raised}
    rows = zip(arcs.tail.tolist(), arcs.head.tolist(), gain, strict=True)
    for tail, head, more in rows:
        out[tail].append((head, more))
    for _ in range(len(out) + 1):
        if not raised:
            return height
        fresh: set[int] = set()
        for tail in raised:
            for head, more in out[tail]:
                if height[tail] + more > height[head]:
                    height[head] = height[tail] + more
                    fresh.add(head)
        raised = fresh
    return None


def check_draw(case: Case, arcs: Moves) -> Iterator[str]:
    """Yield what is wrong with ``tie``, or with the choice among equals."""
    tie = case.solution.tie
    if (tie == "unique") != (not arcs.loose):
        yield f"The tie is called {tie}, and {arcs.loose} other moves are as good."
        return
    if tie == "unique" or case.salt is None:
        return
    gain = gains(case, arcs)
    height = potentials(arcs, gain)
    if height is None:
        yield "Another solution of equal values has a better draw."
        return
    ends = zip(arcs.tail.tolist(), arcs.head.tolist(), gain, strict=True)
    flat = np.array([height[a] + more == height[b] for a, b, more in ends], bool)
    if (tie == "lottery") != (not arcs.only(flat).circling().loose):
        yield f"The tie is called {tie}, and the three stages say otherwise."


def check_equal(case: Case, arcs: Moves) -> Iterator[str]:
    """Yield units whose other assets at equal values are not exactly those listed."""
    refs = [row.ref for row in case.instance.assets]
    found: dict[str, set[str]] = {}
    for unit, head in zip(arcs.unit.tolist(), arcs.head.tolist(), strict=True):
        if unit != NOBODY:
            others = found.setdefault(case.name(unit), set())
            others |= {refs[head]} if head != len(refs) else set()
    stated = {unit: set(assets) for unit, assets in case.solution.equal}
    for unit in sorted(found.keys() | stated.keys()):
        if found.get(unit) != stated.get(unit):
            names = ", ".join(sorted(found.get(unit, set()))) or "nothing else"
            yield f"{unit} could have {names} at equal values, and other assets stand."
