"""The ``dual`` certificates: prices that no assignment can beat, in exact integers.

Where only capacities limit assets, a level may carry
``{"costs": {level: weight}, "duals": {"units": {ref: y}, "assets": {ref: p}}}`` and so
prove itself and all levels before it at once, or ``{"duals": ...}`` alone and prove
itself on the face of the optima that the levels before it left. By weak duality no
assignment is worth more than sum(y) + sum(seats left * p), where y[u] + p[a] >= w on
every pair, y[u] >= 0 unless the face matches u, p[a] >= 0 unless it fills a. Weights
that rise by more than all fits together from one class of units to the next make the
highest sum the lexicographic optimum, since the matchable sets are a matroid (Edmonds &
Fulkerson 1965).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from matcher.instance.solution import Objective
from matcher.verifying.case import Case
from matcher.verifying.faces import (
    Exact,
    Face,
    Prices,
    faults,
    narrowed,
    whole_face,
    without,
)
from matcher.verifying.levels import JUDGED, amount, fewest
from matcher.verifying.objectives import expected

PRICED = ("best", "fair")
"""Policies whose levels are sums over chosen pairs, all of them."""


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


def optima(case: Case) -> Face | None:
    """Return the face of all optima; None unless duals prove it to the last level."""
    return _proven(case)[1]


def check_duals(case: Case) -> Iterator[str]:
    """Yield what keeps the duals from proving their levels."""
    yield from _proven(case)[0]


_KNOWN: WeakKeyDictionary[Case, tuple[list[str], Face | None]] = WeakKeyDictionary()
"""Three checks ask the same; the answer is worked out once."""


def _proven(case: Case) -> tuple[list[str], Face | None]:
    if case not in _KNOWN:
        _KNOWN[case] = proven_face(case)
    return _KNOWN[case]


def proven_face(case: Case) -> tuple[list[str], Face | None]:
    """Return what is wrong with the duals, and the face of all optima where proven.

    The face is None unless every level is a dual, or counts to 0 what is minimised.
    """
    if [row.name for row in case.solution.objectives] != expected(case):
        return [], None
    rows = case.solution.objectives
    if not any(row.proof == "dual" for row in rows):
        return [], None
    if case.solution.policy.name not in PRICED or not only_capacities(case):
        return ["A dual proves best or fair with capacities alone, not this."], None
    try:
        return [], _walked(case)
    except WrongDualError as error:
        return list(error.args), None


class WrongDualError(ValueError):
    """A dual does not prove what it is said to prove; the arguments say why."""


def _walked(case: Case) -> Face | None:
    """Return the face that the levels leave, one after another."""
    face: Face | None = whole_face(case)
    waiting: list[str] = []
    for row in case.solution.objectives:
        if row.proof == "dual" and row.bound != row.value:
            raise WrongDualError(f"{row.name} has a dual, and its gap is open.")
        if row.proof == "dual" and row.certificate is None:
            waiting.append(row.name)
        elif row.proof == "dual":
            face, waiting = _priced(case, row, [*waiting, row.name], face), []
        else:
            _require_proof(waiting)
            face = _counted(case, row, face)
    _require_proof(waiting)
    return face


def _require_proof(waiting: list[str]) -> None:
    if waiting:
        raise WrongDualError(f"No dual proves {waiting[0]}.")


def _priced(case: Case, row: Objective, names: list[str], face: Face | None) -> Face:
    """Return the face that a level's prices leave, once they hold."""
    if face is None:
        raise WrongDualError(f"{row.name} has a dual on a face that nothing proves.")
    prices = _read(case, row, names, face)
    if isinstance(prices, str):
        raise WrongDualError(prices)
    slack = prices.slack(case)
    wrong = faults(case, face, prices, slack)
    if wrong:
        raise WrongDualError(*wrong)
    return narrowed(face, prices, slack)


def _counted(case: Case, row: Objective, face: Face | None) -> Face | None:
    """Return the face without the pairs of a level that counts to 0; None else."""
    zero = row.proof == "count" and row.value == 0 and fewest(row.name)
    if face is None or not zero or row.name in JUDGED:
        return None
    return without(face, amount(case, row.name))


def _read(case: Case, row: Objective, names: list[str], face: Face) -> Prices | str:
    """Return a certificate's prices for these levels, or why it cannot be read."""
    costs, duals = _parts(row.certificate)
    if duals is None or (costs is None and len(names) > 1):
        return f"The dual certificate of {row.name} is missing or unreadable."
    first = [level.name for level in case.solution.objectives[: len(names)]]
    if costs is not None and (sorted(costs) != sorted(names) or names != first):
        return f"The certificate weighs {', '.join(sorted(costs))}, not the levels."
    if row.name in JUDGED or (costs is not None and not _sums(names)):
        return "Only priorities, size and fit are weighed together, and sums priced."
    fault = "" if costs is None else _ranked(case, costs, face)
    if fault:
        return fault
    units = {ref: k for k, ref in enumerate(case.table.units)}
    assets = {asset.ref: k for k, asset in enumerate(case.instance.assets)}
    strange = duals["units"].keys() - units.keys()
    strange |= duals["assets"].keys() - assets.keys()
    if strange:
        return f"The certificate prices {', '.join(sorted(strange))}: nobody we know."
    sign = -1 if fewest(row.name) else 1
    weights = {row.name: sign} if costs is None else costs
    kind = _kind(case, face, [*weights.values()], duals)
    return Prices(
        _placed(duals["units"], units, kind),
        _placed(duals["assets"], assets, kind),
        _weighed(case, weights, kind),
    )


def _sums(names: list[str]) -> bool:
    words = {name.partition(":")[0] for name in names}
    return words <= {"priority", "size", "fit"}


def _whole(value: Any) -> bool:
    return isinstance(value, Mapping) and {int} >= set(map(type, value.values()))


def _parts(certificate: Mapping[str, Any] | None) -> tuple[Any, Any]:
    """Return costs, where there are some, and duals; None where they cannot be read."""
    if not isinstance(certificate, Mapping):
        return None, None
    if set(certificate) not in ({"costs", "duals"}, {"duals"}):
        return None, None
    costs, duals = certificate.get("costs", {}), certificate["duals"]
    if not _whole(costs) or not isinstance(duals, Mapping):
        return None, None
    if set(duals) != {"units", "assets"} or not all(map(_whole, duals.values())):
        return None, None
    return (costs if "costs" in certificate else None), duals


def _ranked(case: Case, costs: Mapping[str, int], face: Face) -> str:
    """Return why these weights do not rank the levels; empty where they do."""
    if costs.get("fit", 1) != 1:
        return "The weight of fit is not 1."
    if "size" not in costs:
        alone = list(costs) == ["fit"]
        return "" if alone else "Priorities are weighed without size."
    places = min(int((~case.table.pinned).sum()), int(face.seats.sum()))
    most = int(case.table.fit[face.live].max(initial=0)) if "fit" in costs else 0
    levels = sorted(
        (int(name.partition(":")[2]), cost)
        for name, cost in costs.items()
        if ":" in name
    )
    weights = [0, *(cost for _, cost in levels)]
    steps = [
        costs["size"],
        *(b - a for a, b in pairwise(weights)),
    ]
    if min(steps) <= most * places:
        return f"A weight of the certificate rises by {min(steps)}: too little."
    return ""


def _kind(
    case: Case, face: Face, weights: list[int], duals: Mapping[str, Mapping[str, int]]
) -> type:
    """Return the kind of number in which no sum of a certificate can overflow."""
    numbers = [*duals["units"].values(), *duals["assets"].values()]
    highest = max((abs(number) for number in numbers), default=0)
    table = case.table
    ranks = int(table.rank.max(initial=0)) + int(table.asset_rank.max(initial=0))
    amounts = max(int(table.fit.max(initial=0)), ranks, 1)  # a unit is one need here
    highest = max(highest, sum(map(abs, weights)) * amounts)
    places = len(case.table.units) + int(np.abs(face.seats).sum()) + 1
    return np.int64 if highest * places < 2**62 else object


def _placed(prices: Mapping[str, int], places: dict[str, int], kind: type) -> Exact:
    found: Exact = np.zeros(len(places), kind)
    at = np.array([places[ref] for ref in prices], np.int64)
    found[at] = np.array([*prices.values()], kind)
    return found


def _weighed(case: Case, weights: Mapping[str, int], kind: type) -> Exact:
    """Return the weight of each pair, all levels together."""
    found: Exact = np.zeros(len(case.table.keys), kind)
    for name, weight in weights.items():
        found = found + amount(case, name).astype(kind, copy=False) * weight
    return found
