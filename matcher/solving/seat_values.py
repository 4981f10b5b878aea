"""The value of one more seat in each asset: the least dual prices of a flow.

The best value of a transportation problem is concave in the seats of one asset and
breaks at whole numbers only, so that one more seat is worth the least price that any
optimal dual gives it (Demange, Gale and Sotomayor 1986, for assignments).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from matcher.instance.compiling import compile_market
from matcher.instance.document import Instance
from matcher.instance.solution import Solution
from matcher.solving.valuing import Gains, value


def seat_values(instance: Instance, solution: Solution) -> Mapping[str, Gains]:
    """Return what one more seat would add, asset by asset, objective by objective.

    Exact: the difference to solving again with that asset's capacity raised by one.

    Parameters
    ----------
    instance : Instance
        One where assets have only capacities and every unit takes one seat.
    solution : Solution
        Its optimal answer under ``best``.

    Raises
    ------
    Refused
        If the solution has no prices: another policy, or more than capacities.
    """
    # An asset without a seat has no pairs; with a first one it would have.
    assets = tuple(replace(a, capacity=max(a.capacity, 1)) for a in instance.assets)
    market = compile_market(replace(instance, assets=assets))
    valued = value(market, solution, seats=[a.capacity for a in instance.assets])
    prices = valued.least.asset.tolist()
    return {
        asset.ref: valued.gains(price)
        for asset, price in zip(assets, prices, strict=True)
    }
