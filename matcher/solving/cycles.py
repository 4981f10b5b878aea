"""Stable improvement cycles (Erdil and Ergin 2008), in one pass over the pairs.

Among the units that would rather sit at an asset, only those of the highest level may
enter it without blocking. A cycle of assets, in each of which such a unit sits that may
enter the next, is an exchange that every unit in it prefers and no asset minds.
"""

from __future__ import annotations

import numpy as np

from matcher.instance.market import Market
from matcher.solving.answer import Longs

NOWHERE = -1
LAST = 2**62


def improve(
    market: Market, turn: Longs, level: Longs, place: Longs, held: list[int]
) -> None:
    """Exchange seats along stable improvement cycles until there is none, in place.

    Parameters
    ----------
    turn : int64, shape (pairs,)
        The place of a pair in its unit's list, least first.
    level, place : int64, shape (pairs,)
        An asset's levels and, within them, the order in which cycles are looked for.
    held : list of int
        The pair of each unit, -1 where unmatched; must be stable. Units that a pin
        holds are -1 and have no wish.
    """
    search = _Search(market, turn, level, place, held)
    for asset in range(len(market.instance.assets)):
        while not search.dead[asset]:
            search.walk(asset)


class _Search:
    """A walk from asset to asset, against the exchange, that never looks twice.

    Only what a unit would rather have is read. Wishes only shrink and a dead asset (no
    cycle goes through it) stays dead, so each asset reads its pairs once, and which
    cycle is found first makes no difference.
    """

    def __init__(
        self, market: Market, turn: Longs, level: Longs, place: Longs, held: list[int]
    ) -> None:
        assets = len(market.instance.assets)
        now = np.array(held, np.int64)
        has = np.append(turn, LAST)[now]  # -1, nowhere, is the last
        wished = turn < has[market.unit]
        free = np.flatnonzero(wished & (market.home[market.unit] == NOWHERE))
        queue = free[np.lexsort((place[free], market.asset[free]))]
        ends = np.searchsorted(market.asset[queue], np.arange(assets + 1))
        self._unit: list[int] = market.unit.tolist()
        self._asset: list[int] = market.asset.tolist()
        self._turn: list[int] = turn.tolist()
        self._level: list[int] = level.tolist()
        self._queue: list[int] = queue.tolist()
        self._at, self._stop = ends[:-1].tolist(), ends[1:].tolist()
        self._stuck = [NOWHERE] * assets
        self._held = held
        self.dead = [False] * assets

    def walk(self, asset: int) -> None:
        """Follow whoever may enter, back to a dead end or round a cycle."""
        path, wants = [asset], [NOWHERE]
        where = {asset: 0}
        while path:
            wants[-1] = self._entrant(path[-1])
            if wants[-1] == NOWHERE:
                self.dead[path[-1]] = True
                del where[path.pop()], wants[-1]
                continue
            seat = self._seat(wants[-1])
            if seat in where:
                first = where[seat]
                for pair in wants[first:]:
                    self._held[self._unit[pair]] = pair
                for gone in path[first:]:
                    del where[gone]
                del path[first:], wants[first:]
            else:
                where[seat] = len(path)
                path.append(seat)
                wants.append(NOWHERE)

    def _entrant(self, asset: int) -> int:
        """Return a pair whose unit may enter the asset from a living one, or -1."""
        while self._at[asset] < self._stop[asset]:
            pair: int = self._queue[self._at[asset]]
            if self._stuck[asset] not in (NOWHERE, self._level[pair]):
                return NOWHERE
            if self._wishes(pair):
                seat = self._seat(pair)
                if seat != NOWHERE and not self.dead[seat]:
                    return pair
                # It keeps this wish for good, so nobody of a lower level may enter.
                self._stuck[asset] = self._level[pair]
            self._at[asset] += 1
        return NOWHERE

    def _wishes(self, pair: int) -> bool:
        now = self._held[self._unit[pair]]
        return now == NOWHERE or self._turn[pair] < self._turn[now]

    def _seat(self, pair: int) -> int:
        now = self._held[self._unit[pair]]
        return NOWHERE if now == NOWHERE else self._asset[now]
