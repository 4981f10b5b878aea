"""Candidates: pairs that passed every gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from matcher.candidates.distances import Reach
from matcher.candidates.gates import quickest_first, ready_gates
from matcher.candidates.grid import Pairs, all_pairs, near_pairs
from matcher.candidates.rule import Ints, Rule, Sides
from matcher.graph import AssetGraph
from matcher.graph.columns import Floats
from matcher.schemes.scheme import Gate, Scheme


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
        The straight line of the first gate on distance; NaN without one, or where a
        place is unknown.
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
    sides = Sides(graph.needs, graph.assets, graph)
    need, asset = _pairs(sides, scheme, "needs")
    staff, staff_asset = _pairs(
        Sides(graph.staff, graph.assets, graph), scheme, "staff"
    )
    gates = _distance_gates(scheme, "needs")
    if gates:
        km = Reach.of(sides, gates[0].options).km(need, asset)
    else:
        km = np.full(len(need), np.nan)
    return Pool(graph, need, asset, km, staff, staff_asset)


def _pairs(sides: Sides, scheme: Scheme, left: str) -> Pairs:
    rules = quickest_first(ready_gates(sides, scheme, left=left))
    found = [_passing(rules, *block) for block in _blocks(sides, scheme, left)]
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


def _blocks(sides: Sides, scheme: Scheme, left: str) -> Iterator[Pairs]:
    """Yield the pairs to test: near ones by the gate that reaches least, else all."""
    reaches = [Reach.of(sides, gate.options) for gate in _distance_gates(scheme, left)]
    if not reaches:
        return all_pairs(len(sides.left), len(sides.assets))
    earth = 20_000.0
    return near_pairs(
        min(reaches, key=lambda reach: np.minimum(reach.widest(), earth).sum())
    )


def _distance_gates(scheme: Scheme, left: str) -> list[Gate]:
    return [g for g in scheme.gates if g.kind == "within" and g.left == left]
