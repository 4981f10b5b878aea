"""Pairs of a large round: gates put into columns, swept by the kernel.

Guarantee: the same pairs as testing each by its rules, in the same order; memory grows
with the pairs found and with rows, not with rows times assets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.candidates.asked import Asked, asked_of_all
from matcher.candidates.reach import Reach
from matcher.candidates.rule import Ints, Longs, Rule, Sides
from matcher.graph.columns import Floats
from matcher.schemes.scheme import Gate

SPACE = 1 << 22
"""Pairs that the kernel writes before they are looked at."""
Found = tuple[Ints, Ints, Floats]


def sweep_pairs(
    sides: Sides, rules: Sequence[tuple[Gate, Rule]], reaches: Sequence[Reach]
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
    asked = asked_of_all(columns, reaches, (len(sides.left), len(sides.assets)))
    found = [_settled(chunk, near, slow, reaches) for chunk in _chunks(asked)]
    return _laid_out(found, len(sides.left))


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


def _chunks(asked: Asked) -> Iterator[Chunk]:
    """Yield what the kernel finds, a few million pairs at a time."""
    # Loading a compiler takes most of a second, which a small round need not wait for.
    from matcher.candidates.kernel import sweep  # noqa: PLC0415 - see above

    turns, space = asked.turns, max(SPACE, len(asked.order))
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
    doubt = np.flatnonzero(np.isneginf(chunk.km))
    far = np.flatnonzero(np.isinf(chunk.km))
    if not (slow or len(far)):
        return chunk
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


def _laid_out(found: list[Chunk], rows: int) -> Found:
    """Return all pairs by left row; the chunks are let go of."""
    from matcher.candidates.kernel import lay_out  # noqa: PLC0415 - as above

    counts = np.zeros(rows, np.int64)
    for chunk in found:
        counts[chunk.turns] = chunk.counts
    first = np.cumsum(counts) - counts
    asset, km = np.empty(counts.sum(), np.int32), np.empty(counts.sum())
    while found:
        each = found.pop()
        lay_out(each.turns, each.counts, each.asset, each.km, (first, asset, km))
    return np.repeat(np.arange(rows, dtype=np.int32), counts), asset, km
