"""What ``assets-first`` promises: ``needs-first`` with the sides exchanged, by seats.

Assets propose; their own ties are broken by priority and the draw and stay so; what is
tied with a need is drawn for the proposals and then open. Every seat counts as one of
the side that proposes, so assets compare what they hold seat by seat; of two seats of
one asset, that with the less wanted unit may call whatever the other may. With seats as
such singles, Erdil & Ergin (2008) applies as it stands: a stable solution that
another improves for the assets has a cycle of units, each called by the seat of the
next, and no seat of an asset that a unit likes better wants it.

From deferred acceptance on, each unit that leads on to a circle is called for the first
asset by the draw of those that may, there for the seat with the least unit; circles
exchange, all of a round at once, as their order makes no difference.
"""

from __future__ import annotations

import numpy as np

from matcher.verifying.cycles import on_cycles
from matcher.verifying.lists import Longs
from matcher.verifying.needs_first import circles
from matcher.verifying.orders import BEYOND, Orders
from matcher.verifying.table import NOBODY


def callers(orders: Orders, row: Longs, place: Longs, rank: Longs) -> Longs:
    """Return the pairs by which an asset may call a matched unit, best rank only."""
    table = orders.table
    wanted = orders.wanted_by_asset(row, place)
    pairs = np.flatnonzero(wanted & (row[table.unit] != NOBODY))
    best = np.full(len(row), BEYOND, np.int64)
    np.minimum.at(best, table.unit[pairs], rank[pairs])
    top: Longs = pairs[rank[pairs] == best[table.unit[pairs]]]
    return top


def calling(orders: Orders, row: Longs, place: Longs, rank: Longs) -> Longs:
    """Return pairs by which a unit could move on a cycle that hurts no asset.

    An arc leads from a unit to one that its seat may call; and from each unit to the
    next better one at its asset, as the lesser seat may call all that the better may.
    """
    table = orders.table
    pairs = callers(orders, row, place, rank)
    held = orders.held(row)
    both = np.unique(place[np.concatenate((held, pairs))])
    span = len(both) + 1
    seat = np.sort(table.asset[held] * span + np.searchsorted(both, place[held]))
    held = held[np.lexsort((place[held], table.asset[held]))]
    wanted = table.asset[pairs] * span + np.searchsorted(both, place[pairs])
    next_ = np.searchsorted(seat, wanted, side="right")
    able = next_ < len(held)
    able[able] = table.asset[held[next_[able]]] == table.asset[pairs[able]]
    pairs, next_ = pairs[able], next_[able]
    beside = np.flatnonzero(table.asset[held[1:]] == table.asset[held[:-1]])
    tails = np.concatenate((table.unit[held[next_]], table.unit[held[beside + 1]]))
    heads = np.concatenate((table.unit[pairs], table.unit[held[beside]]))
    found: Longs = pairs[on_cycles(tails, heads, len(row))[: len(pairs)]]
    return found


def offered(orders: Orders) -> Longs:
    """Return the row of each unit once the assets have proposed, all ties drawn."""
    table = orders.table
    free = np.flatnonzero(orders.free)
    order = free[np.lexsort((orders.place[free], table.asset[free]))]
    wishes, assets = orders.wish.tolist(), table.asset.tolist()
    owner = table.unit.tolist()
    lists: list[list[int]] = [[] for _ in orders.seats]
    for pair in order[::-1].tolist():
        lists[assets[pair]].append(pair)
    row = [NOBODY] * len(table.units)
    lacking = orders.seats.tolist()
    asking = {asset for asset, pairs in enumerate(lists) if pairs}
    while asking:
        asset = asking.pop()
        while lacking[asset] > 0 and lists[asset]:
            pair = lists[asset].pop()
            had = row[owner[pair]]
            if had == NOBODY or wishes[pair] < wishes[had]:
                row[owner[pair]] = pair
                lacking[asset] -= 1
                if had != NOBODY:
                    lacking[assets[had]] += 1
                    asking.add(assets[had])
    return np.array(row, np.int64)


def called(orders: Orders, row: Longs) -> Longs:
    """Return where the units are once every circle that the draw names has moved."""
    table, row = orders.table, row.copy()
    while True:
        pairs = callers(orders, row, orders.place, orders.rank)
        left = np.where(row != NOBODY, row, NOBODY)
        while True:
            least = orders.least(left, orders.place)
            on = orders.place[pairs] < least[table.asset[pairs]]
            next_ = np.full(len(row), NOBODY, np.int64)
            leading = np.unique(table.unit[pairs[on]])
            next_[leading] = left[leading]
            if (next_ == left).all():
                break
            left = next_
        if not len(leading):
            return row
        pairs = pairs[on]
        order = pairs[np.lexsort((orders.wish[pairs], table.unit[pairs]))]
        names, first = np.unique(table.unit[order], return_index=True)
        call = np.full(len(row), NOBODY, np.int64)
        call[names] = order[first]
        last = np.full(len(least), NOBODY, np.int64)
        held = orders.held(left)
        lowest = held[orders.place[held] == least[table.asset[held]]]
        last[table.asset[lowest]] = table.unit[lowest]
        follow = np.full(len(row), NOBODY, np.int64)
        follow[names] = last[table.asset[call[names]]]
        moved = call[circles(follow, names)]
        row[table.unit[moved]] = moved
