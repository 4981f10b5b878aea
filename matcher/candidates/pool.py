"""Candidates: pairs that passed every gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from matcher.candidates.gates import quickest_first, single_rules
from matcher.candidates.grid import Pairs, all_pairs, near_pairs
from matcher.candidates.reach import Reach, least_far
from matcher.candidates.rule import Ints, Rule, Sides
from matcher.candidates.sweeping import sweep_pairs
from matcher.graph import AssetGraph
from matcher.graph.columns import Floats
from matcher.schemes.scheme import Scheme

SMALL = 1_000 * 1_000
"""Rows times assets below which nothing is compiled, nor loaded."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Every pair that passed every gate, sorted by (need, asset).

    Parameters
    ----------
    graph : AssetGraph
        Positions below are positions in its rows.
    need, asset : int32, shape (pairs,)
        The pairs.
    km : float64, shape (pairs,)
        The straight line of the first gate on distance, to a micrometre; NaN without
        one, or where a place is unknown.
    staff, staff_asset : int32, shape (able,)
        Which staff may be engaged at which asset, sorted likewise.
    """

    graph: AssetGraph
    need: Ints
    asset: Ints
    km: Floats
    staff: Ints
    staff_asset: Ints

    def __len__(self) -> int:
        return len(self.need)


def find_candidates(graph: AssetGraph, scheme: Scheme) -> Pool:
    """Return the pairs that pass every gate of a scheme.

    Guarantees: the same set as testing every pair by itself, exact at every limit, in
    memory that grows with the pairs found, not with needs times assets. No trace of why
    a pair is not among them.
    """
    needs = _pairs(Sides(graph.needs, graph.assets, graph), scheme, "needs")
    staff = _pairs(Sides(graph.staff, graph.assets, graph), scheme, "staff")
    return Pool(graph, *needs, *staff[:2])


def _pairs(sides: Sides, scheme: Scheme, left: str) -> tuple[Ints, Ints, Floats]:
    rules = single_rules(sides, scheme, left=left)
    reaches = [Reach.of(sides, g.options) for g, _ in rules if g.kind == "within"]
    if len(sides.left) * len(sides.assets) >= SMALL:
        return sweep_pairs(sides, rules, reaches)
    lefts, assets = _one_by_one(sides, quickest_first(rules), reaches)
    if reaches:
        return lefts, assets, reaches[0].quick_km(lefts, assets)
    return lefts, assets, np.full(len(lefts), np.nan)


def _one_by_one(sides: Sides, rules: list[Rule], reaches: list[Reach]) -> Pairs:
    found = [_passing(rules, *block) for block in _blocks(sides, reaches)]
    lefts = np.concatenate([block[0] for block in found] or [np.zeros(0, np.int32)])
    assets = np.concatenate([block[1] for block in found] or [np.zeros(0, np.int32)])
    order = np.argsort(lefts.astype(np.int64) * max(1, len(sides.assets)) + assets)
    return lefts[order], assets[order]


def _passing(rules: Iterable[Rule], left: Ints, asset: Ints) -> Pairs:
    for rule in rules:
        if not len(left):
            break
        keep = rule.passes(left, asset)
        left, asset = left[keep], asset[keep]
    return left, asset


def _blocks(sides: Sides, reaches: list[Reach]) -> Iterator[Pairs]:
    """Yield the pairs to test: near ones by the gate that reaches least, else all."""
    if not reaches:
        return all_pairs(len(sides.left), len(sides.assets))
    return near_pairs(least_far(reaches))
