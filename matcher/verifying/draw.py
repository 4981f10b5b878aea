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
from matcher.verifying.faces import Face
from matcher.verifying.table import NOBODY


@dataclass(frozen=True, slots=True)
class Move:
    """An arc between assets: who moves (-1: only a seat falls empty), and its draw."""

    tail: int
    head: int
    unit: int
    gain: int


def digest(*parts: str) -> str:
    """Return SHA-256 in hex over the canonical JSON array of the parts."""
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def drawn(case: Case, ref: str, asset: str, base: int) -> int:
    """Return the three slices of a pair as one number that compares stage by stage."""
    text = digest(case.salt or "", case.instance.round, ref, asset)
    first, second, third = (int(text[k : k + 5], 16) for k in (0, 5, 10))
    return (first * base + second) * base + third


def moves(case: Case, face: Face) -> list[Move]:
    """Return every move that keeps to optimal assignments; gains only with a salt."""
    refs = [row.ref for row in case.instance.assets]
    outside, base = len(refs), 2 ** (22 + len(case.at).bit_length())

    def worth(unit: int, asset: int) -> int:
        if case.salt is None or asset == NOBODY:
            return 0
        return drawn(case, case.name(unit), refs[asset], base)

    found = []
    for row in np.flatnonzero(face.live).tolist():
        unit, asset = int(case.table.unit[row]), int(case.table.asset[row])
        now = int(case.at[unit])
        if now != asset:
            gain = worth(unit, asset) - worth(unit, now)
            found.append(Move(outside if now == NOBODY else now, asset, unit, gain))
    for unit, now in enumerate(case.at.tolist()):
        if now != NOBODY and not face.must[unit] and unit not in case.table.homes:
            found.append(Move(now, outside, unit, -worth(unit, now)))
    for asset, units in enumerate(case.held):
        free = [u for u in units if u not in case.table.homes]
        if not face.full[asset] and len(free) < face.seats[asset]:
            found.append(Move(asset, outside, NOBODY, 0))
        if not face.full[asset] and free:
            found.append(Move(outside, asset, NOBODY, 0))
    return found


def components(nodes: int, arcs: list[Move]) -> list[int]:
    """Return the strong component of each node (Kosaraju and Sharir, no recursion)."""
    out: list[list[int]] = [[] for _ in range(nodes)]
    back: list[list[int]] = [[] for _ in range(nodes)]
    for arc in arcs:
        out[arc.tail].append(arc.head)
        back[arc.head].append(arc.tail)
    done: list[int] = []
    seen = [False] * nodes
    for start in range(nodes):
        stack = [] if seen[start] else [(start, iter(out[start]))]
        seen[start] = True
        while stack:
            node, heads = stack[-1]
            step = next((h for h in heads if not seen[h]), None)
            if step is None:
                done.append(node)
                stack.pop()
            else:
                seen[step] = True
                stack.append((step, iter(out[step])))
    part = [NOBODY] * nodes
    for root in reversed(done):
        queue = [root] if part[root] == NOBODY else []
        while queue:
            node = queue.pop()
            if part[node] == NOBODY:
                part[node] = root
                queue.extend(back[node])
    return part


def loose(nodes: int, arcs: list[Move]) -> list[Move]:
    """Return the moves of units that lie on some cycle."""
    part = components(nodes, arcs)
    return [m for m in arcs if m.unit != NOBODY and part[m.tail] == part[m.head]]


def potentials(nodes: int, arcs: list[Move]) -> list[int] | None:
    """Return heights that no move out-climbs; None if a cycle gains (Bellman 1958)."""
    height = [0] * nodes
    for _ in range(nodes + 1):
        calm = True
        for arc in arcs:
            if height[arc.tail] + arc.gain > height[arc.head]:
                height[arc.head] = height[arc.tail] + arc.gain
                calm = False
        if calm:
            return height
    return None


def check_draw(case: Case, arcs: list[Move]) -> Iterator[str]:
    """Yield what is wrong with ``tie``, or with the choice among equals."""
    nodes, tie = len(case.instance.assets) + 1, case.solution.tie
    free = loose(nodes, arcs)
    if (tie == "unique") != (not free):
        yield f"The tie is called {tie}, and {len(free)} other moves are as good."
        return
    if tie == "unique" or case.salt is None:
        return
    height = potentials(nodes, arcs)
    if height is None:
        yield "Another solution of equal values has a better draw."
        return
    flat = [m for m in arcs if height[m.tail] + m.gain == height[m.head]]
    if (tie == "lottery") != (not loose(nodes, flat)):
        yield f"The tie is called {tie}, and the three stages say otherwise."


def check_equal(case: Case, arcs: list[Move]) -> Iterator[str]:
    """Yield units whose other assets at equal values are not exactly those listed."""
    refs = [row.ref for row in case.instance.assets]
    found: dict[str, set[str]] = {}
    for move in loose(len(refs) + 1, arcs):
        others = found.setdefault(case.name(move.unit), set())
        if move.head != len(refs):
            others.add(refs[move.head])
    stated = {unit: set(assets) for unit, assets in case.solution.equal}
    for unit in sorted(found.keys() | stated.keys()):
        if found.get(unit) != stated.get(unit):
            names = ", ".join(sorted(found.get(unit, set()))) or "nothing else"
            yield f"{unit} could have {names} at equal values, and other assets stand."
