"""Stable improvement cycles for the assets (Erdil and Ergin 2008, sides exchanged).

Every seat is a proposer of its own and holds one unit or none; what an asset's seat
would rather have than that, it wants. Of the seats that want a unit only those of the
assets that stand highest with it may call it: nobody that it likes better is passed
over. A cycle of units, each called by the seat that holds the next, is an exchange in
which every seat gains and no pair comes to block. A unit is called for the first asset,
by the draw, of those that may; and there for the seat with the least unit.

A unit is dead if all that may call it hold dead units or nothing. Those never move, and
wishes only shrink: so a dead unit stays dead, each unit reads its pairs once, and the
outcome does not depend on the order in which cycles are found. O(p log p) in pairs.
"""

from __future__ import annotations

import heapq

from matcher.instance.market import Market
from matcher.solving.face import FREE
from matcher.solving.settling import Lists

NOTHING = -1
ANYBODY = 2**62


def improve_assets(market: Market, lists: Lists, held: list[int]) -> None:
    """Exchange units along stable improvement cycles until there is none, in place.

    Parameters
    ----------
    lists : Lists
        A unit's ties are read from its ranks: the draw in `lists` only orders them.
    held : list of int
        The pair of each unit, -1 where unmatched or pinned; must be stable.
    """
    search = _Search(market, lists, held)
    for asset in range(len(lists.seats)):
        while search.living[asset]:
            search.walk(asset)


class _Search:
    """A walk from unit to unit, against the exchange, that never looks twice.

    At each asset it is the least living unit that moves, so that assets name the nodes.
    """

    def __init__(self, market: Market, lists: Lists, held: list[int]) -> None:
        self._unit: list[int] = market.unit.tolist()
        self._asset: list[int] = market.asset.tolist()
        self._rank: list[int] = market.unit_rank.tolist()
        self._place: list[int] = lists.place.tolist()
        self._wish: list[int] = lists.wish.tolist()
        self._at, self._stop = lists.start[:-1].tolist(), lists.start[1:].tolist()
        self._stuck = [NOTHING] * len(held)
        self._held = held
        self.living: list[list[tuple[int, int]]] = [[] for _ in lists.seats]
        for pair in held:
            if pair != FREE:
                self.living[self._asset[pair]].append((-self._place[pair], pair))
        for units in self.living:
            heapq.heapify(units)
        # What no living seat of an asset wants less than: an empty or a dead seat's.
        seats = zip(self.living, lists.seats.tolist(), strict=True)
        self._bar = [ANYBODY if len(here) < n else NOTHING for here, n in seats]

    def walk(self, asset: int) -> None:
        """Follow who may call the least unit, to a dead end or round a cycle."""
        path, calls = [asset], [NOTHING]
        where = {asset: 0}
        while path:
            calls[-1] = self._call(self._unit[self.living[path[-1]][0][1]])
            if calls[-1] == NOTHING:
                self._die(path[-1])
                del where[path.pop()], calls[-1]
                continue
            caller = self._asset[calls[-1]]
            if caller in where:
                first = where[caller]
                for pair in calls[first:]:
                    self._held[self._unit[pair]] = pair
                    here = self.living[self._asset[pair]]
                    heapq.heapreplace(here, (-self._place[pair], pair))
                for gone in path[first:]:
                    del where[gone]
                del path[first:], calls[first:]
            else:
                where[caller] = len(path)
                path.append(caller)
                calls.append(NOTHING)

    def _die(self, asset: int) -> None:
        place, _ = heapq.heappop(self.living[asset])
        self._bar[asset] = max(self._bar[asset], -place)

    def _call(self, unit: int) -> int:
        """Return the pair by which a living seat may call the unit, or -1."""
        while self._at[unit] < self._stop[unit]:
            pair: int = self._wish[self._at[unit]]
            if self._stuck[unit] not in (NOTHING, self._rank[pair]):
                return NOTHING
            asset, place = self._asset[pair], self._place[pair]
            if self.living[asset] and place < -self.living[asset][0][0]:
                return pair
            if place < self._bar[asset]:
                # A dead or empty seat wants it for good: nobody lower may call it.
                self._stuck[unit] = self._rank[pair]
            self._at[unit] += 1
        return NOTHING
