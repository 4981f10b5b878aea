"""What it would cost to match a unit that waits: the nearest miss, from prices.

A waiting unit that is given a seat takes it from whoever is displaced at least loss. No
other way can use the unit, since it has no seat to leave: so the loss is the asset's
greatest dual price less what the pair is worth, for all pairs at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Solution
from matcher.solving.face import FREE, seated_at
from matcher.solving.levels import classes
from matcher.solving.transport import greatest_prices
from matcher.solving.valuing import Gains, Valued, value


@dataclass(frozen=True, slots=True)
class Loss:
    """What changes if a waiting unit is given the asset where that costs least.

    Parameters
    ----------
    unit, asset : str
        Refs.
    changes : mapping of str to int
        By objective: value with the pair forced, less the value now.
    """

    unit: str
    asset: str
    changes: Gains


def losses(market: Market, solution: Solution) -> tuple[Loss, ...]:
    """Return the nearest miss of every unit that waits and has a pair, by unit.

    Exact: each figure is that of solving again with the pair pinned, and no other asset
    of the unit costs less. Of equal ones the first by ref.

    Parameters
    ----------
    market : Market
        The solution's.
    solution : Solution
        Optimal, under ``best``, of a market that has prices.

    Raises
    ------
    Refused
        If the solution has no prices.
    """
    valued = value(market, solution)
    face, weight = valued.face, valued.weight
    waits = seated_at(face, valued.held) == FREE
    pairs = np.flatnonzero(face.live & waits[face.unit])
    unit, rank = face.unit[pairs], classes(market)
    given_up = greatest_prices(face, weight, valued.held)[face.asset[pairs]]
    # A seat that pins hold can be nobody else's.
    possible = face.seats[face.asset[pairs]] > 0
    pairs, unit, given_up = pairs[possible], unit[possible], given_up[possible]
    loss = given_up - weight[pairs]
    order = np.lexsort((face.asset[pairs], loss, unit))
    first = order[np.flatnonzero(np.diff(unit[order], prepend=-1))]
    assets = market.instance.assets
    return tuple(
        Loss(
            market.units[face.unit[pairs[at]]],
            assets[face.asset[pairs[at]]].ref,
            _changes(valued, int(loss[at]), int(rank[face.unit[pairs[at]]])),
        )
        for at in first.tolist()
    )


def _changes(valued: Valued, loss: int, rank: int) -> Gains:
    """Return a loss level by level: who comes in is of this class, who leaves shows."""
    if "size" not in valued.amounts:
        return {"fit": -loss}
    steps, rest = divmod(loss + valued.step // 2, valued.step)
    changes = dict.fromkeys(valued.amounts, 0)
    for place, by in ((rank, 1), (rank + steps, -1)):
        if place:
            changes[valued.priorities[place - 1]] += by
    if "fit" in changes:
        changes["fit"] = valued.step // 2 - rest
    return changes
