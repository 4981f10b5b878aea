"""What else each unit could have in solutions of equal values, for a person to choose.

Each solve looks for a solution with (unit, asset) pairs that no earlier one showed,
"left without" among them; when there is none, all have been shown. The number of solves
is far below that of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.solving.integer.building import Built
from matcher.solving.integer.model import Longs
from matcher.solving.integer.space import Space

Equal = tuple[tuple[str, tuple[str, ...]], ...]
Mask = NDArray[np.bool_]
_ENTRIES_PER_SOLVE = 200


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What solutions of equal values show.

    Parameters
    ----------
    pairs : bool, shape (pairs,)
        Pairs that some of them choose.
    without : bool, shape (units,)
        Units that some of them leave without an asset.
    complete : bool
        False where the effort ran out before all were seen.
    """

    pairs: Mask
    without: Mask
    complete: bool = True


def all_shown(built: Built, space: Space, x: Longs) -> Shown:
    """Return everything that solutions of equal values show.

    Parameters
    ----------
    space : Space
        All solutions of equal values.
    x : int64, shape (columns,)
        One of them.
    """
    shown = _show(built, x)
    most = space.nodes * _ENTRIES_PER_SOLVE // (1 + space.box.entries(space.system))
    for _ in range(0 if space.vast else 1 + most):
        cost, left_over = _unseen(built, shown)
        found = space.some(cost, 1 - left_over)
        if found.x is None:
            done = found.status == "infeasible"
            return Shown(shown.pairs, shown.without, complete=done)
        more = _show(built, found.x)
        shown = Shown(shown.pairs | more.pairs, shown.without | more.without)
    return Shown(shown.pairs, shown.without, complete=False)


def equal_assets(built: Built, shown: Shown, x: Longs) -> Equal:
    """Return each unit that has another asset, or none, at equal values.

    Returns
    -------
    tuple of (unit ref, asset refs), sorted
        Every asset was shown by an actual solution; that of `x` is left out.
    """
    own = _show(built, x)
    other, market = shown.pairs & ~own.pairs, built.facts.market
    found = []
    for unit, ref in enumerate(market.units):
        mine = [p for p in built.facts.of_unit(unit) if other[p]]
        if mine or (shown.without[unit] and not own.without[unit]):
            refs = (built.facts.assets[market.asset[p]].ref for p in mine)
            found.append((ref, tuple(sorted(refs))))
    return tuple(found)


def _show(built: Built, x: Longs) -> Shown:
    """Return which pairs one solution shows, and which units it leaves without."""
    market = built.facts.market
    pairs = x[: len(market.unit)].astype(np.bool_)
    without = np.ones(len(market.units), np.bool_)
    without[market.unit[pairs]] = False
    return Shown(pairs, without)


def _unseen(built: Built, shown: Shown) -> tuple[Longs, int]:
    """Return what each column adds to the count of the unseen, and its constant."""
    market = built.facts.market
    cost = np.zeros(len(built.model.columns), np.int64)
    matched = ~shown.without[market.unit]
    cost[: len(market.unit)] = (~shown.pairs).astype(np.int64) - matched
    return cost, int((~shown.without).sum())
