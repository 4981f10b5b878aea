"""Many units matched: deferred acceptance again and again, louder for who went without.

Assets break their ties by a weight of each unit. Whoever is without an asset in the end
gets a heavier one, all weights fade and are shaken a little, and acceptance runs again:
squeaky wheel optimisation (Joslin & Clements 1999, JAIR 10). Every run is weakly
stable, whatever the weights, since ties may be broken in any way (Manlove et al. 2002).
No more than a bipartite maximum can be matched; where a run reaches it no integer
programme is needed.
"""

from __future__ import annotations

import heapq
from random import Random

import numpy as np

from matcher.instance.market import Market

NOBODY = -1
_FADE, _SHAKE = 0.95, 1.0


def most_heard(market: Market, room: list[int], *, most: int, runs: int) -> list[int]:
    """Return the pairs of the largest stable matching that the runs come upon.

    Parameters
    ----------
    market : Market
        One seat a unit, no pins; capacities alone limit assets.
    room : list of int
        Seats of each asset.
    most : int
        Where so many units are matched no further run is made.
    runs : int
        How often acceptance runs at most.
    """
    lists, drawn = _Lists(market, room), Random(0)  # noqa: S311 - no secret is drawn
    weight = [drawn.random() for _ in market.units]
    best: list[int] = []
    for _ in range(runs):
        got = lists.accepted(weight, drawn)
        held = [pair for pair in got if pair != NOBODY]
        best = max(best, held, key=len)
        if len(best) >= most:
            break
        for unit, pair in enumerate(got):
            louder = drawn.random() if pair == NOBODY else 0.0
            weight[unit] = (weight[unit] + louder) * _FADE + drawn.random() * _SHAKE
    return sorted(best)


class _Lists:
    """Everybody's order as plain lists, by number of pair."""

    def __init__(self, market: Market, room: list[int]) -> None:
        self.unit, self.asset = market.unit.tolist(), market.asset.tolist()
        self.liked, self.room = market.asset_rank.tolist(), room
        self.start = market.start.tolist()
        self.rank = market.unit_rank.tolist()
        self.order = np.lexsort((market.unit_rank, market.unit)).tolist()
        same = market.unit_rank[self.order]
        where = market.unit[self.order]
        tied = (np.diff(same) == 0) & (np.diff(where) == 0)
        self.tied = bool(tied.any())

    def accepted(self, weight: list[float], drawn: Random) -> list[int]:
        """Return each unit's pair where ties go to the heavier; -1 for none."""
        wish = self._wishes(drawn) if self.tied else self.order
        at, stop = self.start[:-1], self.start[1:]
        held: list[list[tuple[int, float, int]]] = [[] for _ in self.room]
        got, waiting = [NOBODY] * len(at), list(range(len(at)))
        while waiting:
            unit = waiting[-1]
            if at[unit] == stop[unit]:
                waiting.pop()
                continue
            pair = wish[at[unit]]
            at[unit] += 1
            here, room = held[self.asset[pair]], self.room[self.asset[pair]]
            offer = -self.liked[pair], weight[unit], pair
            if len(here) < room:
                heapq.heappush(here, offer)
                waiting.pop()
            elif here and offer > here[0]:
                dropped = self.unit[heapq.heapreplace(here, offer)[2]]
                got[dropped], waiting[-1] = NOBODY, dropped
            else:
                continue
            got[unit] = pair
        return got

    def _wishes(self, drawn: Random) -> list[int]:
        """Return the lists with the units' own ties in another order each time."""
        keys = [(self.unit[p], self.rank[p], drawn.random(), p) for p in self.order]
        return [pair for *_, pair in sorted(keys)]
