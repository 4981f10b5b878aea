"""An optimal assignment with its prices: what `best` on capacities tells beyond pairs.

The prices are the least duals of one weight that ranks all levels, as in
`matcher.solving.flow`; a step so large that any gain can be told apart again, level by
level (`Valued.gains`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.errors import Refused
from matcher.instance.market import Market
from matcher.instance.solution import Solution
from matcher.model import Policy
from matcher.solving.face import Duals, Face, Longs, Mask, whole_face
from matcher.solving.flow import only_capacities
from matcher.solving.levels import Levels, costs, levels, step, weigh
from matcher.solving.transport import prove

Gains = Mapping[str, int]
"""Objective -> by how much its value rises."""


@dataclass(frozen=True, slots=True, eq=False)
class Valued:
    """An optimal assignment of a market, with prices.

    Parameters
    ----------
    market : Market
    face : Face
        All assignments of the units that no pin holds.
    held : bool, shape (pairs,)
        The optimal one.
    amounts : Levels
        What each pair adds to each objective.
    step : int
        The weight of one unit, above twice any difference in fit.
    weight : int64, shape (pairs,)
        All levels together.
    least : Duals
        The least prices of seats that prove it.
    """

    market: Market
    face: Face
    held: Mask
    amounts: Levels
    step: int
    weight: Longs
    least: Duals

    def gains(self, worth: int) -> Gains:
        """Return what one more seat adds, level by level, from its worth in weight.

        At most one more unit is matched, since sets of units that can be matched
        together form a matroid.
        """
        if "size" not in self.amounts:
            return {"fit": worth}
        steps, rest = divmod(worth + self.step // 2, self.step)
        gains = dict.fromkeys(self.amounts, 0) | {"size": int(steps > 0)}
        if steps > 1:
            gains[self.priorities[steps - 2]] = 1
        if "fit" in gains:
            gains["fit"] = rest - self.step // 2
        return gains

    @property
    def priorities(self) -> list[str]:
        """The names of the priority levels, lowest first."""
        return [name for name in reversed(self.amounts) if name.startswith("priority")]


def held_pairs(market: Market, solution: Solution) -> Mask:
    """Return the pairs that a solution chose, but those of pinned units."""
    at = {need: row for row, need in enumerate(market.units)}
    assets = {asset.ref: row for row, asset in enumerate(market.instance.assets)}
    seat = np.full(len(market.units), -1, np.int64)
    for row in solution.chosen:
        seat[at[row.need]] = assets[row.asset]
    seat[market.home >= 0] = -1
    held: Mask = seat[market.unit] == market.asset
    return held


def has_prices(market: Market, policy: Policy) -> bool:
    """Return True where the solutions of a market come with prices: one flow."""
    summed = policy.name == "best" and policy.maximise in ("size-fit", "fit")
    return summed and only_capacities(market)


def value(
    market: Market, solution: Solution, *, seats: Sequence[int] | None = None
) -> Valued:
    """Return the prices of a solution, without solving again.

    Parameters
    ----------
    market : Market
        The solution's, or one with more pairs that no assignment can use.
    solution : Solution
        Optimal, under ``best``, of a market that has prices.
    seats : sequence of int, shape (assets,), optional
        Where they are not the market's capacities.

    Raises
    ------
    Refused
        If the solution has no prices.
    NotSolvedError
        If it is not optimal.
    """
    if not has_prices(market, solution.policy) or solution.status != "optimal":
        raise Refused(
            "Only an optimal answer of best has prices, and only where assets have "
            "capacities and nothing else. Solve with the change instead."
        )
    amounts = levels(market, solution.policy)
    large = 2 * step(market, more_seats=1) + 1
    weight = weigh(amounts, costs(amounts, large), len(market.unit))
    face, held = whole_face(market, seats), held_pairs(market, solution)
    least = prove(face, weight, held)
    return Valued(market, face, held, amounts, large, weight, least)
