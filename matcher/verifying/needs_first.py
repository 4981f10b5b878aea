"""What ``needs-first`` promises: stable, no exchange is better, and the draw's own.

Needs propose; their own ties are broken by the draw and stay broken. Assets compare by
rank, then priority, and what is still tied is drawn for the proposals and then open. A
stable solution that another stable one improves for the needs has a stable improvement
cycle (Erdil & Ergin 2008, American Economic Review 98), so a search for one decides.

The draw settles the rest. All ties drawn, one stable solution is best for every need
(Gale & Shapley 1962). From there each asset that leads on to a circle beckons the first
by the draw of those that may enter it, and circles exchange; which circle goes first
makes no difference, so it is made again here, all circles of a round at once.
"""

from __future__ import annotations

from bisect import insort

import numpy as np

from matcher.verifying.cycles import on_cycles
from matcher.verifying.lists import Longs
from matcher.verifying.orders import BEYOND, Orders
from matcher.verifying.table import NOBODY


def entrants(orders: Orders, row: Longs, wish: Longs, level: Longs) -> Longs:
    """Return the pairs by which a matched unit may enter an asset, best level only."""
    table = orders.table
    pairs = np.flatnonzero(orders.wanted_by_unit(row, wish))
    best = np.full(len(orders.seats), BEYOND, np.int64)
    np.minimum.at(best, table.asset[pairs], level[pairs])
    pairs = pairs[level[pairs] == best[table.asset[pairs]]]
    seated: Longs = pairs[row[table.unit[pairs]] != NOBODY]
    return seated


def circling(orders: Orders, row: Longs, wish: Longs, level: Longs) -> Longs:
    """Return pairs by which a unit could move on a cycle that hurts no need."""
    pairs = entrants(orders, row, wish, level)
    table = orders.table
    tails, heads = table.asset[row[table.unit[pairs]]], table.asset[pairs]
    found: Longs = pairs[on_cycles(tails, heads, len(orders.seats))]
    return found


def proposed(orders: Orders) -> Longs:
    """Return the row of each unit after deferred acceptance, all ties drawn."""
    table = orders.table
    free = np.flatnonzero(orders.free)
    order = free[np.lexsort((orders.wish[free], table.unit[free]))]
    places, assets = orders.place.tolist(), table.asset.tolist()
    owner = table.unit.tolist()
    wishes: list[list[int]] = [[] for _ in table.units]
    for pair in order[::-1].tolist():
        wishes[owner[pair]].append(pair)
    here: list[list[tuple[int, int]]] = [[] for _ in orders.seats]
    waiting = list(range(len(wishes)))
    while waiting:
        unit = waiting.pop()
        if wishes[unit]:
            pair = wishes[unit].pop()
            held = here[assets[pair]]
            insort(held, (places[pair], pair))
            if len(held) > orders.seats[assets[pair]]:
                waiting.append(owner[held.pop()[1]])
    row = np.full(len(wishes), NOBODY, np.int64)
    for held in here:
        for _, pair in held:
            row[owner[pair]] = pair
    return row


def exchanged(orders: Orders, row: Longs) -> Longs:
    """Return where the units are once every circle that the draw names has moved."""
    table, nodes, row = orders.table, len(orders.seats), row.copy()
    while True:
        pairs = entrants(orders, row, orders.wish, orders.level)
        tails, heads = table.asset[row[table.unit[pairs]]], table.asset[pairs]
        left = np.ones(nodes, bool)
        while True:
            on = left[tails]
            next_ = np.zeros(nodes, bool)
            next_[heads[on]] = True
            if (next_ == left).all():
                break
            left &= next_
        if not left.any():
            return row
        pairs, tails, heads = pairs[on], tails[on], heads[on]
        order = np.lexsort((orders.place[pairs], heads))
        names, first = np.unique(heads[order], return_index=True)
        call = np.full(nodes, NOBODY, np.int64)
        call[names] = pairs[order][first]
        follow = np.full(nodes, NOBODY, np.int64)
        follow[names] = tails[order][first]
        moved = call[circles(follow, names)]
        row[table.unit[moved]] = moved


def circles(follow: Longs, nodes: Longs) -> Longs:
    """Return the nodes on circles of a map, where each of `nodes` leads to another."""
    for _ in range(len(follow).bit_length()):
        nodes = np.unique(follow[nodes])
        follow = follow[follow]
    return nodes
