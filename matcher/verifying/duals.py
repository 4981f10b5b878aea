"""The ``dual`` certificate: prices that no assignment can beat, in exact integers.

It stands on the last objective and proves all levels at once:
``{"costs": {objective: weight}, "duals": {"units": {ref: y}, "assets": {ref: p}}}``.
By weak duality no assignment is worth more than sum(y) + sum(seats left * p), where
y[u] + p[a] >= w on every pair and all prices are >= 0. Weights that rise by more than
all fits together from one class of units to the next make the highest sum the
lexicographic optimum, since the matchable sets are a matroid (Edmonds & Fulkerson
1965).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.verifying.case import Case
from matcher.verifying.objectives import expected


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """A certificate's numbers, beside what they have to prove.

    Parameters
    ----------
    pairs : list of (unit, asset, weight)
        The pairs of units without a pin.
    units, assets : dict
        Prices by position; what is left out has 0.
    seats : list of int
        The seats that pinned units leave.
    """

    pairs: list[tuple[int, int, int]]
    units: dict[int, int]
    assets: dict[int, int]
    seats: list[int]

    def slack(self, unit: int, asset: int, weight: int) -> int:
        """Return by how much the two prices exceed a pair's weight."""
        return self.units.get(unit, 0) + self.assets.get(asset, 0) - weight

    @property
    def total(self) -> int:
        """What no assignment can exceed."""
        priced = sum(self.seats[a] * price for a, price in self.assets.items())
        return sum(self.units.values()) + priced


def only_capacities(case: Case) -> bool:
    """Return True where units take one seat each and only seats limit assets."""
    instance = case.instance
    rows = instance.assets
    return not (
        instance.groups
        or instance.apart
        or instance.max_changes is not None
        or any(need.seats != 1 for need in instance.needs)
        or any(row.openable or row.limits or row.minimum for row in rows)
        or any(row.max_units is not None for row in rows)
        or any(row.unless_one_group is not None for row in rows)
    )


def read_prices(case: Case) -> Prices | str:
    """Return the certificate of the last objective, or why it cannot be read."""
    if case.solution.policy.name != "best" or not only_capacities(case):
        return "A dual proves policy best with capacities alone, and this is more."
    last = case.solution.objectives[-1]
    costs, duals = _parts(last.certificate)
    if costs is None or duals is None:
        return f"The dual certificate of {last.name} is missing or unreadable."
    if sorted(costs) != sorted(expected(case)):
        return f"The certificate weighs {', '.join(sorted(costs))}, not the objectives."
    units = {ref: k for k, ref in enumerate(case.table.units)}
    assets = {row.ref: k for k, row in enumerate(case.instance.assets)}
    strange = (set(duals["units"]) - set(units)) | (set(duals["assets"]) - set(assets))
    if strange:
        return f"The certificate prices {', '.join(sorted(strange))}: nobody we know."
    seats = [row.capacity for row in case.instance.assets]
    for unit in case.table.homes:
        seats[int(case.at[unit])] -= 1
    fault = _ranked(case, costs, len(units) - len(case.table.homes), sum(seats))
    if fault:
        return fault
    return Prices(
        _weighed(case, costs),
        {units[ref]: price for ref, price in duals["units"].items()},
        {assets[ref]: price for ref, price in duals["assets"].items()},
        seats,
    )


def _whole(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        type(number) is int for number in value.values()
    )


def _parts(certificate: Mapping[str, Any] | None) -> tuple[Any, Any]:
    """Return costs and duals where they are objects of whole numbers, else Nones."""
    if certificate is None or set(certificate) != {"costs", "duals"}:
        return None, None
    costs, duals = certificate["costs"], certificate["duals"]
    if not _whole(costs) or not isinstance(duals, Mapping):
        return None, None
    if set(duals) != {"units", "assets"} or not all(map(_whole, duals.values())):
        return None, None
    return costs, duals


def _ranked(case: Case, costs: Mapping[str, int], units: int, seats: int) -> str:
    """Return why these weights do not rank the levels; empty where they do."""
    if list(costs) == ["fit"] or not costs:
        return "" if costs.get("fit", 1) == 1 else "The weight of fit is not 1."
    if costs.get("fit", 1) != 1:
        return "The weight of fit is not 1."
    left = case.alone & ~case.table.pinned[case.table.unit]
    most = int(case.table.fit[left].max(initial=0)) * min(units, seats)
    levels = sorted(
        (int(name.partition(":")[2]), cost)
        for name, cost in costs.items()
        if ":" in name
    )
    steps = [costs["size"], *np.diff([0, *(cost for _, cost in levels)]).tolist()]
    if min(steps) <= most:
        return f"A weight of the certificate rises by {min(steps)}: too little."
    return ""


def _weighed(case: Case, costs: Mapping[str, int]) -> list[tuple[int, int, int]]:
    table, found = case.table, []
    for row in np.flatnonzero(case.alone & ~table.pinned[table.unit]).tolist():
        unit = int(table.unit[row])
        level = costs.get(f"priority:{int(table.priority[unit])}", 0)
        weight = (
            costs.get("size", 0) + level + costs.get("fit", 0) * int(table.fit[row])
        )
        found.append((unit, int(table.asset[row]), weight))
    return found


def check_prices(case: Case, prices: Prices) -> Iterator[str]:
    """Yield what keeps the prices from proving that the chosen pairs are optimal."""
    name = case.table.units
    refs = [row.ref for row in case.instance.assets]
    pinned = set(case.table.homes)
    for unit, price in prices.units.items():
        if price < 0 or unit in pinned:
            yield f"The price of {name[unit]} is {price}, and it may not be."
    for asset, price in prices.assets.items():
        if price < 0:
            yield f"The price of {refs[asset]} is {price}, and it may not be."
    worth = 0
    for unit, asset, weight in prices.pairs:
        if prices.slack(unit, asset, weight) < 0:
            yield f"The prices of {name[unit]} and {refs[asset]} are below {weight}."
        worth += weight if int(case.at[unit]) == asset else 0
    if worth != prices.total:
        yield f"The prices prove {prices.total} and the chosen pairs are worth {worth}."


def tight(prices: Prices) -> list[tuple[int, int, int]]:
    """Return the pairs that an optimal assignment may use."""
    return [pair for pair in prices.pairs if prices.slack(*pair) == 0]


def matched_always(prices: Prices) -> set[int]:
    """Return the units that every optimal assignment matches."""
    return {unit for unit, price in prices.units.items() if price > 0}


def full_always(prices: Prices) -> set[int]:
    """Return the assets that every optimal assignment fills."""
    return {asset for asset, price in prices.assets.items() if price > 0}
