"""What pairs add to the objectives that look at every match: points and ranks.

Computes, pair by pair, the members' own ``need_fit`` and both sides' ranks, which
``fair`` and the profile objectives count (``docs/engine.md`` 2). Exact: nothing here is
an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.instance.market import Longs, Market


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The own ``need_fit`` of every member of every pair's unit.

    Parameters
    ----------
    pair : int64, shape (entries,)
        The market's pair, ascending; once for each member of its unit.
    value : int64, shape (entries,)
        The member's own points at the pair's asset.
    """

    pair: Longs
    value: Longs

    def bands(self) -> list[int]:
        """Return the distinct values, ascending, without the largest.

        How many are matched at the largest follows from the others and the size.
        """
        return [int(value) for value in np.unique(self.value)[:-1]]


def points(market: Market) -> Points:
    """Return the points of a market with fits, each member by its own row."""
    fits, assets = market.instance.fits, len(market.instance.assets)
    own = fits.fit if fits.need_fit is None else fits.need_fit
    keys = fits.need.astype(np.int64) * assets + fits.asset
    pair = np.repeat(np.arange(len(market.unit)), market.size[market.unit])
    members = np.array([n for team in market.members for n in team], np.int64)
    first = np.concatenate([[0], np.cumsum(market.size)])[market.unit]
    turn = np.arange(len(pair)) - np.searchsorted(pair, pair)
    wanted = members[first[pair] + turn] * assets + market.asset[pair]
    return Points(pair, own[np.searchsorted(keys, wanted)].astype(np.int64))


def rank_counts(market: Market, rank: int) -> Longs:
    """Return on how many sides, 0 to 2, each pair stands at a rank."""
    counts: Longs = (market.unit_rank == rank).astype(np.int64)
    counts += market.asset_rank == rank
    return counts


def rank_sums(market: Market) -> Longs:
    """Return the sum of both sides' ranks of each pair."""
    sums: Longs = market.unit_rank.astype(np.int64) + market.asset_rank
    return sums


def worst_ranks(market: Market) -> Longs:
    """Return the worse of both sides' ranks of each pair."""
    return np.maximum(market.unit_rank, market.asset_rank).astype(np.int64)
