"""A day's candidates: built once, then asked for any need and any pair."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from matcher.candidates import Pool, find_candidates
from matcher.graph import AssetGraph, build_asset_graph
from matcher.instance import Market, build_instance, compile_market
from matcher.model import Snapshot
from matcher.schemes import Scheme
from matcher.scoring import PoolFits, score_candidates


@dataclass(frozen=True)
class Day:
    """What a snapshot's rows come to by a scheme's rules.

    Each part is built when it is first asked for, and kept as long as the day is.

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

    @cached_property
    def pool(self) -> Pool:
        """Return the pairs that pass every gate."""
        return find_candidates(self.graph, self.scheme)

    @cached_property
    def fits(self) -> PoolFits:
        """Return how good each pair is, for both sides."""
        return score_candidates(self.pool, self.scheme)

    @cached_property
    def market(self) -> Market:
        """Return the pairs as the solver would take them."""
        return compile_market(build_instance(self.pool, self.fits, self.scheme))
