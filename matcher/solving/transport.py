"""Maximum-weight assignment over a face: one min-cost flow, and its duals."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from matcher.solving.face import FREE, Duals, Face, Longs, Mask, seated_at

_LIMIT = 2**62


class NotSolvedError(RuntimeError):
    """A solver returned a status without a solution where one must exist."""


def fits_in_64_bits(face: Face, largest: int) -> bool:
    """Return True where a weight this large cannot overflow the min-cost flow.

    Its cost scaling multiplies each cost by the number of nodes.
    """
    nodes = face.units + face.assets + 2
    return largest * nodes < _LIMIT // nodes


def optimise(face: Face, weight: Longs) -> Mask:
    """Return the pairs of an assignment of the face of maximum weight.

    Parameters
    ----------
    face : Face
        Must hold at least one assignment.
    weight : int64, shape (pairs,)
        Small enough for `fits_in_64_bits`.

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
    idle = np.flatnonzero(~face.must)
    _arcs(flow, idle, np.full(len(idle), sink), np.zeros(len(idle), np.int64))
    spare = np.flatnonzero(~face.full)
    flow.add_arcs_with_capacity_and_unit_cost(
        face.units + spare,
        np.full(len(spare), sink),
        face.seats[spare],
        np.zeros(len(spare), np.int64),
    )
    supply = np.zeros(sink + 1, np.int64)
    supply[: face.units] = 1
    supply[face.units : sink] = np.where(face.full, -face.seats, 0)
    supply[sink] = -supply.sum()
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise NotSolvedError(f"min-cost flow: {status!r}")
    held = np.zeros(len(face.live), np.bool_)
    held[pairs] = flow.flows(first) == 1
    return held


def _arcs(
    flow: min_cost_flow.SimpleMinCostFlow, tail: Longs, head: Longs, cost: Longs
) -> Longs:
    one = np.ones(len(tail), np.int64)
    arcs: Longs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, one, cost)
    return arcs


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
    price = _potentials(*_rather(face, weight, held, seat, worth), face.assets + 1)
    asset = price[:-1] - price[-1]
    unit = np.where(seat == FREE, 0, worth - asset[seat])
    duals = Duals(unit, asset)
    if not _closes(face, weight, held, duals):
        raise NotSolvedError("the duals of a min-cost flow do not close")
    return duals


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


def _potentials(tail: Longs, head: Longs, length: Longs, nodes: int) -> Longs:
    by_tail = np.argsort(tail, kind="stable")
    head, length = head[by_tail], length[by_tail]
    start = np.searchsorted(tail[by_tail], np.arange(nodes + 1))
    price = np.zeros(nodes, np.int64)
    changed = np.arange(nodes)
    for _ in range(nodes + 1):
        if not len(changed):
            return price
        width = start[changed + 1] - start[changed]
        ends = np.cumsum(width)
        arcs = np.arange(width.sum()) + np.repeat(start[changed] - ends + width, width)
        offer = np.repeat(price[changed], width) + length[arcs]
        better = offer > price[head[arcs]]
        raised = head[arcs[better]]
        np.maximum.at(price, raised, offer[better])
        changed = np.unique(raised)
    raise NotSolvedError("the prices of a min-cost flow do not settle")


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
