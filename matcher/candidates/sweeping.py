"""Pairs of a large round: gates put into columns, swept by the kernel.

Guarantee: the same pairs as testing each by its rules, in the same order; memory grows
with the pairs found and with rows, not with rows times assets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.candidates.asked import Asked, asked_of_all
from matcher.candidates.reach import Reach
from matcher.candidates.rule import Ints, Longs, Rule, Sides
from matcher.graph.columns import Floats
from matcher.schemes.scheme import Gate

SPACE = 1 << 22
"""Pairs that the kernel writes before they are looked at."""
ROWS = 1 << 14
"""Left rows whose pairs are put in order at once."""
Found = tuple[Ints, Ints, Floats]


def sweep_pairs(
    sides: Sides, rules: Sequence[tuple[Gate, Rule]], reaches: list[Reach]
) -> Found:
    """Return the pairs that pass every rule, by left row and asset, and their distance.

    Parameters
    ----------
    rules : sequence of (Gate, Rule)
        Those of kind ``within`` are in `reaches` too, in their order.

    Returns
    -------
    int32, int32, float64, shape (pairs,)
        Left rows, assets, and kilometres by the first of `reaches`, NaN without one.
    """
    others = [rule for gate, rule in rules if gate.kind != "within"]
    plain = [(rule, rule.plain()) for rule in others]
    columns = [columns for _, columns in plain if columns is not None]
    slow = [rule for rule, columns in plain if columns is None]
    near = [rule for gate, rule in rules if gate.kind == "within"]
    size = len(sides.left), len(sides.assets)
    limits = reaches[:1] + [reach for reach in reaches[1:] if reach.limits()]
    asked = asked_of_all(columns, limits, size)
    counts = np.zeros(size[0], np.int64)
    assets: list[Ints] = []
    distances: list[Floats] = []
    for turns in _batches(asked):
        chunks = [
            _settled(chunk, near, slow, reaches) for chunk in _chunks(asked, turns)
        ]
        for chunk in chunks:
            counts[chunk.turns] = chunk.counts
        asset, km = _laid_out(chunks, counts)
        assets.append(asset)
        distances.append(km)
    asset, km = _joined(assets, np.int32), _joined(distances, np.float64)
    return np.repeat(np.arange(size[0], dtype=np.int32), counts), asset, km


def _batches(asked: Asked) -> Iterator[Ints]:
    """Yield runs of left rows, each from neighbour to neighbour.

    What is near stays in the processor's own memory, and what is found need not be
    moved far.
    """
    for at in range(0, len(asked.turns), ROWS):
        batch = slice(at, at + ROWS)
        if asked.south is None:
            yield asked.turns[batch]
        else:
            by_place = np.argsort(asked.south[batch], kind="stable")
            yield asked.turns[batch][by_place]


def _joined(parts: list[Any], kind: Any) -> Any:
    """Return the parts one after another, and let each go once it is copied."""
    if len(parts) == 1:
        return parts[0]
    whole, at = np.empty(sum(map(len, parts)), kind), 0
    parts.reverse()
    while parts:
        part = parts.pop()
        whole[at : at + len(part)] = part
        at += len(part)
    return whole


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """The pairs of some left rows, one row after another.

    Parameters
    ----------
    turns : int32, shape (rows,)
        The left rows.
    counts : int64, shape (rows,)
        How many pairs each has.
    asset, km : int32, float64, shape (pairs,)
        The pairs.
    """

    turns: Ints
    counts: Longs
    asset: Ints
    km: Floats

    def left(self) -> Ints:
        """Return the left row of each pair."""
        return np.repeat(self.turns, self.counts)


def _chunks(asked: Asked, turns: Ints) -> Iterator[Chunk]:
    """Yield what the kernel finds, a few million pairs at a time."""
    # Loading a compiler takes most of a second, which a small round need not wait for.
    from matcher.candidates.kernel import sweep  # noqa: PLC0415 - see above

    space = max(SPACE, len(asked.order))
    while len(turns):
        asset, km = np.empty(space, np.int32), np.empty(space)
        counts = np.zeros(len(turns), np.int64)
        written = counts, asset, km
        taken = sweep(turns, asked.asks, asked.sides, asked.order, written)
        filled = int(counts[:taken].sum())  # what was not written takes no memory
        yield Chunk(turns[:taken], counts[:taken], asset[:filled], km[:filled])
        turns = turns[taken:]


def _settled(
    chunk: Chunk, near: Sequence[Rule], slow: Sequence[Rule], reaches: Sequence[Reach]
) -> Chunk:
    """Let the rules have their word on what the kernel left open."""
    far = np.flatnonzero(np.isinf(chunk.km))
    if not (slow or len(far)):
        return chunk
    doubt = far[chunk.km[far] < 0]
    left, keep = chunk.left(), np.ones(len(chunk.km), np.bool_)
    for rule in near:
        keep[doubt] &= rule.passes(left[doubt], chunk.asset[doubt])
    for rule in slow:
        at = np.flatnonzero(keep)
        keep[at] = rule.passes(left[at], chunk.asset[at])
    if len(far):
        chunk.km[far] = reaches[0].quick_km(left[far], chunk.asset[far])
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])
    until = np.cumsum(chunk.counts)
    counts = ends[until] - ends[until - chunk.counts]
    return Chunk(chunk.turns, counts, chunk.asset[keep], chunk.km[keep])


def _laid_out(found: list[Chunk], counts: Longs) -> tuple[Ints, Floats]:
    """Return assets and kilometres by left row; the chunks are let go of."""
    from matcher.candidates.kernel import lay_out  # noqa: PLC0415 - as above

    if len(found) == 1 and np.all(np.diff(found[0].turns) > 0):
        return found[0].asset, found[0].km
    begin = min(int(chunk.turns.min()) for chunk in found)
    mine = counts[begin : max(int(chunk.turns.max()) for chunk in found) + 1]
    first = np.cumsum(mine) - mine
    asset, km = np.empty(mine.sum(), np.int32), np.empty(mine.sum())
    while found:
        each = found.pop()
        turns = each.turns - np.int32(begin)
        lay_out(turns, each.counts, each.asset, each.km, (first, asset, km))
    return asset, km
