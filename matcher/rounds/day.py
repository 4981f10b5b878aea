"""A day's records: the graph is built once, then asked for any need and any pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from matcher.candidates import Pool, find_candidates
from matcher.graph import AssetGraph, build_asset_graph
from matcher.instance import Market, build_instance, compile_market
from matcher.model import Snapshot
from matcher.rounds.finding import position
from matcher.schemes import Scheme
from matcher.scoring import PoolFits, score_candidates

_HELD = ("pin", "agreed")


@dataclass(frozen=True, slots=True)
class Part:
    """What the day comes to for one need, and for whoever goes with it.

    Guarantees: what is said of these needs is what the whole day would say; whoever
    was decided for somewhere is in it too, since their seats are taken.

    Parameters
    ----------
    graph : AssetGraph
        The day's, with these needs and their candidates alone.
    pool : Pool
        Their pairs that pass every gate.
    fits : PoolFits
        How good each pair is, for both sides.
    market : Market
        The pairs as the solver would take them.
    """

    graph: AssetGraph
    pool: Pool
    fits: PoolFits
    market: Market


@dataclass(frozen=True)
class Day:
    """What a snapshot's rows come to by a scheme's rules.

    Parameters
    ----------
    snapshot : Snapshot
        As frozen.
    scheme : Scheme
        The rules.
    """

    snapshot: Snapshot
    scheme: Scheme

    @cached_property
    def graph(self) -> AssetGraph:
        """Return who gives what, and who needs it."""
        return build_asset_graph(self.snapshot, self.scheme)

    def part(self, need: str) -> Part:
        """Return the candidates of one need.

        Raises
        ------
        Refused
            If there is no such need; the sentence names the nearest ref.
        """
        position(self.graph.needs, need, self.scheme, "needs")
        held = {r.need for r in self.snapshot.rulings if r.kind in _HELD}
        graph = _only(self.graph, {need} | held)
        pool = _narrowed(find_candidates(graph, self.scheme))
        fits = score_candidates(pool, self.scheme)
        instance = build_instance(pool, fits, self.scheme)
        return Part(pool.graph, pool, fits, compile_market(instance))


def _narrowed(pool: Pool) -> Pool:
    """Return a pool without the assets that are nobody's candidates."""
    found, at = np.unique(pool.asset, return_inverse=True)
    assets = tuple(pool.graph.assets[position] for position in found)
    graph = replace(pool.graph, assets=assets)
    return replace(pool, graph=graph, asset=at.astype(np.int32))


def _only(graph: AssetGraph, refs: set[str]) -> AssetGraph:
    """Return a graph with some needs and their brothers and sisters, and no staff."""
    siblings = graph.links.get("sibling", [])
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, said in siblings:
        groups[said["group"]] |= {one[1], other[1]}
    wanted = refs.union(*(group for group in groups.values() if group & refs))
    links = defaultdict(list, graph.links)
    links["sibling"] = [edge for edge in siblings if edge[0][1] in wanted]
    needs = tuple(row for row in graph.needs if row.ref in wanted)
    return replace(graph, needs=needs, staff=(), links=links)
