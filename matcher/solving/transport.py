"""Maximum-weight assignment over a face: one min-cost flow, and its duals."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

from matcher.solving.face import FREE, Duals, Face, Longs, Mask, seated_at
from matcher.solving.insertion import is_large, least_prices

_TURNS = 16
"""So often is it asked whether prices rise in a circle; it takes less than a turn."""

_NEVER = np.int64(2**62)


class NotSolvedError(RuntimeError):
    """A solver returned a status without a solution where one must exist."""


def optimise(face: Face, weight: Longs, idle: Longs | None = None) -> Mask:
    """Return the pairs of an assignment of the face of maximum weight.

    Parameters
    ----------
    face : Face
        Must hold at least one assignment.
    weight : int64, shape (pairs,)
        Times the square of the number of nodes it must stay below 2**62, or the solver
        may refuse.
    idle : int64, shape (units,), optional
        Classes of units, from 0. If given, of each class as many units as
        `most_matched` says are matched, and the weight is maximal among such
        assignments; the face must be a whole one.

    Raises
    ------
    NotSolvedError
        If the flow solver says anything but optimal.
    """
    flow = min_cost_flow.SimpleMinCostFlow()
    pairs = np.flatnonzero(face.live)
    sink = face.units + face.assets
    seats = face.units + face.asset[pairs]
    first = _arcs(flow, face.unit[pairs], seats, -weight[pairs])
    spare = np.flatnonzero(~face.full)
    _arcs(flow, face.units + spare, np.full(len(spare), sink), 0, face.seats[spare])
    optional = np.flatnonzero(~face.must)
    rest = np.full(len(optional), sink) if idle is None else sink + 1 + idle[optional]
    _arcs(flow, optional, rest, 0)
    supply = _supply(face, idle)
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise NotSolvedError(f"min-cost flow: {status!r}")
    held = np.zeros(len(face.live), np.bool_)
    held[pairs] = flow.flows(first) == 1
    return held


def _arcs(
    flow: min_cost_flow.SimpleMinCostFlow,
    tail: Longs,
    head: Longs,
    cost: Longs | int,
    capacity: Longs | int = 1,
) -> Longs:
    room, price = (np.broadcast_to(v, len(tail)) for v in (capacity, cost))
    arcs: Longs = flow.add_arcs_with_capacity_and_unit_cost(
        tail, head, room.astype(np.int64), price.astype(np.int64)
    )
    return arcs


def _supply(face: Face, idle: Longs | None) -> Longs:
    """Return what each node sends: units 1; full assets, idle classes, sink less."""
    sink = face.units + face.assets
    unmatched = np.zeros(0, np.int64)
    if idle is not None:
        unmatched = np.bincount(idle) - most_matched(face, idle)
    supply = np.zeros(sink + 1 + len(unmatched), np.int64)
    supply[: face.units] = 1
    supply[face.units : sink] = np.where(face.full, -face.seats, 0)
    supply[sink + 1 :] = -unmatched
    supply[sink] = -supply.sum()
    return supply


def most_matched(face: Face, rank: Longs) -> Longs:
    """Return how many units of each class are matched if higher classes come first.

    One maximum flow for each class with all above it: the sets of units that can be
    matched together form a matroid, so the most of a class and those above it is
    reached whatever is matched below.

    Parameters
    ----------
    rank : int64, shape (units,)
        The class of each unit, from 0, higher first.

    Returns
    -------
    int64, shape (classes,)
    """
    classes = int(rank.max()) + 1
    reached = [_matched(face, rank >= k) for k in range(classes)]
    return np.array(reached, np.int64) - np.array([*reached[1:], 0], np.int64)


def _matched(face: Face, among: Mask) -> int:
    flow = max_flow.SimpleMaxFlow()
    source, sink = face.units + face.assets, face.units + face.assets + 1
    pairs = np.flatnonzero(face.live & among[face.unit])
    units, assets = np.flatnonzero(among), np.arange(face.assets)
    for tail, head, room in (
        (face.unit[pairs], face.units + face.asset[pairs], np.ones(len(pairs))),
        (np.full(len(units), source), units, np.ones(len(units))),
        (face.units + assets, np.full(len(assets), sink), face.seats),
    ):
        flow.add_arcs_with_capacity(tail, head, room.astype(np.int64))
    status = flow.solve(source, sink)
    if status != flow.OPTIMAL:
        raise NotSolvedError(f"maximum flow: {status!r}")
    return int(flow.optimal_flow())


def prove(face: Face, weight: Longs, held: Mask) -> Duals:
    """Return integer duals that prove what is held to be of maximum weight.

    Longest paths over "the unit that sits here would rather sit there", by label
    correction from all assets at once. On a face without fixed units or assets these
    are the least prices, so an asset's dual is the value of one more seat.

    Raises
    ------
    NotSolvedError
        If no duals exist: what is held is not optimal.
    """
    seat = seated_at(face, held)
    worth = np.zeros(face.units, np.int64)
    worth[face.unit[held]] = weight[held]
    asset = _prices(face, weight, held, seat, worth)
    unit = np.where(seat == FREE, 0, worth - asset[seat])
    duals = Duals(unit, asset)
    if not _closes(face, weight, held, duals):
        raise NotSolvedError("the duals of a min-cost flow do not close")
    return duals


def greatest_prices(face: Face, weight: Longs, held: Mask) -> Longs:
    """Return the greatest prices of seats that prove what is held.

    What one seat fewer in an asset costs: the mirror image of `prove`, whose prices are
    what one more gains. Longest paths again, from every asset to "no seat"; 2**62 where
    none leads there, because an asset has no seat to lose.

    Parameters
    ----------
    face : Face
        A whole one.
    held : bool, shape (pairs,)
        Of maximum weight.
    """
    seat = seated_at(face, held)
    worth = np.zeros(face.units, np.int64)
    worth[face.unit[held]] = weight[held]
    tail, head, length = _rather(face, weight, held, seat, worth)
    outside = np.array([face.assets])
    price: Longs = -_potentials(head, tail, length, face.assets + 1, outside)[:-1]
    return price


def _prices(face: Face, weight: Longs, held: Mask, seat: Longs, worth: Longs) -> Longs:
    if is_large(face):
        least = least_prices(face, weight, held)
        if least is None:
            raise NotSolvedError("the prices of an assignment do not settle")
        return least
    price = _potentials(*_rather(face, weight, held, seat, worth), face.assets + 1)
    asset: Longs = price[:-1] - price[-1]
    return asset


def _rather(
    face: Face, weight: Longs, held: Mask, seat: Longs, worth: Longs
) -> tuple[Longs, Longs, Longs]:
    """Return arcs (tail, head, length): price[head] >= price[tail] + length.

    The last node stands for having no seat; its price is 0 in the end.
    """
    outside = face.assets
    moves = np.flatnonzero(face.live & ~held)
    mover = face.unit[moves]
    idle = np.flatnonzero(~face.must & (seat != FREE))
    count = np.bincount(face.asset[held], minlength=face.assets)
    loose = np.flatnonzero(~face.full)
    spare = np.flatnonzero(~face.full & (count < face.seats))
    none = np.zeros(len(loose) + len(spare), np.int64)
    at = np.where(seat == FREE, outside, seat)
    tail = [at[mover], at[idle], np.full(len(loose), outside), spare]
    head = [face.asset[moves], np.full(len(idle), outside), loose]
    head.append(np.full(len(spare), outside))
    length = [weight[moves] - worth[mover], -worth[idle], none]
    return np.concatenate(tail), np.concatenate(head), np.concatenate(length)


def _potentials(
    tail: Longs, head: Longs, length: Longs, nodes: int, source: Longs | None = None
) -> Longs:
    """Return the longest path to each node, from any node or from a source."""
    by_tail = np.argsort(tail, kind="stable")
    tail, head, length = tail[by_tail], head[by_tail], length[by_tail]
    start = np.searchsorted(tail, np.arange(nodes + 1))
    changed = np.arange(nodes) if source is None else source
    price = np.full(nodes, -_NEVER)
    price[changed] = 0
    parent = np.arange(nodes)
    for turn in range(1, nodes + 2):
        if not len(changed):
            return price
        width = start[changed + 1] - start[changed]
        ends = np.cumsum(width)
        arcs = np.arange(width.sum()) + np.repeat(start[changed] - ends + width, width)
        offer = np.repeat(price[changed], width) + length[arcs]
        better = offer > price[head[arcs]]
        arcs, offer = arcs[better], offer[better]
        np.maximum.at(price, head[arcs], offer)
        last = arcs[offer == price[head[arcs]]]
        parent[head[last]] = tail[last]
        if turn % _TURNS == 0 and _runs_round(parent):
            break
        changed = np.unique(head[arcs])
    raise NotSolvedError("the prices of a min-cost flow do not settle")


def _runs_round(parent: Longs) -> bool:
    """Return True where a node's price rests on itself: prices would rise for ever."""
    far = parent
    for _ in range(len(parent).bit_length()):
        far = far[far]
    return bool((parent[far] != far).any())


def _closes(face: Face, weight: Longs, held: Mask, duals: Duals) -> bool:
    slack = duals.unit[face.unit] + duals.asset[face.asset] - weight
    count = np.bincount(face.asset[held], minlength=face.assets)
    seat = seated_at(face, held)
    return bool(
        (slack[face.live] >= 0).all()
        and (slack[held] == 0).all()
        and (duals.unit[~face.must] >= 0).all()
        and (duals.asset[~face.full] >= 0).all()
        and (duals.unit[seat == FREE] == 0).all()
        and (duals.asset[count < face.seats] == 0).all()
    )
