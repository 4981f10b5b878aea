"""Reach: needs that some asset can meet, gates that shut others out, single points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.candidates import GateCounts, Pool, count_by_need, find_candidates
from matcher.graph import build_asset_graph
from matcher.insight.alone import Alone, depends_alone
from matcher.model import Snapshot
from matcher.schemes import Scheme

UNNAMED = ("decided", "available")
"""Gates that say nothing a report may count apart (``design.md`` 6)."""


@dataclass(frozen=True, slots=True)
class GateShare:
    """What one gate does to needs that no asset can reach.

    Parameters
    ----------
    gate : str
        Its name in the scheme.
    needs : int
        Needs without a candidate for which this gate alone shuts some asset out.
    """

    gate: str
    needs: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What a snapshot's assets can reach.

    Parameters
    ----------
    needs, reached : int
        Needs that wait, and those with at least one candidate.
    gates : tuple of GateShare
        Most needs first; only gates that may be counted apart.
    single : tuple of (str, int)
        Assets on which needs depend alone, and how many: their one candidate.
    alone : tuple of Alone
        Holders and hubs on whom needs of one neighbourhood depend alone.
    """

    needs: int
    reached: int
    gates: tuple[GateShare, ...]
    single: tuple[tuple[str, int], ...]
    alone: tuple[Alone, ...]


def reach(snapshot: Snapshot, scheme: Scheme) -> Reach:
    """Return what the assets of a snapshot can reach, by the same gates as a round."""
    graph = build_asset_graph(snapshot, scheme)
    return reach_of(find_candidates(graph, scheme), count_by_need(graph, scheme))


def reach_of(pool: Pool, counts: GateCounts) -> Reach:
    """Return what a pool's assets can reach, with what its gates have counted."""
    graph = pool.graph
    without = counts.candidates == 0
    shut = [
        GateShare(gate, int(np.count_nonzero(row[without] > 0)))
        for gate, row in zip(counts.gates, counts.alone, strict=True)
        if gate not in UNNAMED
    ]
    alone = np.bincount(pool.need, minlength=len(graph.needs)) == 1
    only = pool.asset[alone[pool.need]]
    single = np.bincount(only, minlength=len(graph.assets))
    found = ((graph.assets[at].ref, int(single[at])) for at in np.flatnonzero(single))
    return Reach(
        needs=len(graph.needs),
        reached=int(np.count_nonzero(~without)),
        gates=tuple(sorted((g for g in shut if g.needs), key=lambda g: -g.needs)),
        single=tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))),
        alone=depends_alone(pool),
    )
