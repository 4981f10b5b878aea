"""What deferred acceptance promises, for either side: checked, and the draw redone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.verifying import assets_first, needs_first
from matcher.verifying.case import Case
from matcher.verifying.lists import Longs
from matcher.verifying.orders import Orders, orders_of
from matcher.verifying.table import NOBODY


def check_proposals(case: Case) -> Iterator[str]:
    """Yield pairs that block, else a cycle; and who sits elsewhere than the draw says.

    The side that proposes has its ties drawn, the other's are open.
    """
    orders = orders_of(case)
    needs = case.solution.policy.name == "needs-first"
    mine = orders.wish if needs else orders.rank
    theirs = orders.level if needs else orders.place
    pairs = np.flatnonzero(orders.blocking(case.row, mine, theirs))
    for pair in pairs.tolist():
        yield f"{_named(case, pair)} blocks once the draw broke its ties."
    moves = _moves(case, orders, mine, theirs) if not len(pairs) else pairs[:0]
    if len(moves):
        yield f"{_named(case, int(moves[0]))} could be, with nobody worse off there."
    if not _drawn_alone(case, orders) or len(moves):
        yield from _elsewhere(case, orders)


def _moves(case: Case, orders: Orders, mine: Longs, theirs: Longs) -> Longs:
    """Return pairs by which a unit could move on an improvement cycle."""
    if case.solution.policy.name == "needs-first":
        return needs_first.circling(orders, case.row, mine, theirs)
    return assets_first.calling(orders, case.row, theirs, mine)


def _drawn_alone(case: Case, orders: Orders) -> bool:
    """Return True where this is what the proposals give, all ties drawn.

    With strict orders the stable solution without an improvement cycle is that one, so
    nothing needs proposing again.
    """
    wish, place = orders.wish, orders.place
    if orders.blocking(case.row, wish, place).any():
        return False
    return not len(_moves(case, orders, wish, place))


def _elsewhere(case: Case, orders: Orders) -> Iterator[str]:
    """Yield where a unit sits elsewhere than proposals and exchanges put it."""
    if case.solution.policy.name == "needs-first":
        made = needs_first.exchanged(orders, needs_first.proposed(orders))
    else:
        made = assets_first.called(orders, assets_first.offered(orders))
    free = ~case.table.pinned
    for unit in np.flatnonzero(free & (made != case.row)).tolist():
        there = int(made[unit])
        ref = "nothing"
        if there != NOBODY:
            ref = case.instance.assets[int(case.table.asset[there])].ref
        yield f"The draw gives {case.name(unit)} {ref}, and it has something else."


def _named(case: Case, pair: int) -> str:
    asset = case.instance.assets[int(case.table.asset[pair])].ref
    return f"({case.name(int(case.table.unit[pair]))}, {asset})"
