"""Solutions of equal values, for a person to choose from instead of a draw."""

from __future__ import annotations

from collections import Counter

import numpy as np

from matcher.instance.market import Market
from matcher.solving.exchange import Residual, exchanges, residual
from matcher.solving.face import FREE, Face, Mask
from matcher.solving.levels import Levels

Equal = tuple[tuple[str, tuple[str, ...]], ...]


def equal_assets(market: Market, face: Face, held: Mask, amounts: Levels) -> Equal:
    """Return each free unit that has another asset, or none, at equal values.

    Parameters
    ----------
    face : Face
        All assignments of equal values, before the draw.
    held : bool, shape (pairs,)
        The chosen one of them.
    amounts : Levels
        What each pair adds to each objective.

    Returns
    -------
    tuple of (unit ref, asset refs), sorted
        Each asset is shown by an actual assignment: the chosen one with one cycle of
        moves, whose seats and values are checked.
    """
    left = residual(face, held)
    seats = np.bincount(face.asset[held], minlength=face.assets)
    taken = {int(face.unit[p]): int(p) for p in np.flatnonzero(held)}
    found: dict[int, list[int]] = {}
    for unit, asset, arcs in exchanges(left):
        new, old = _exchanged(left, taken, arcs)
        for amount in amounts.values():
            assert amount[new].sum() == amount[old].sum(), "values stay as they are"
        after = Counter(face.asset[new].tolist())
        after.subtract(face.asset[old].tolist())
        assert all(seats[a] + n <= face.seats[a] for a, n in after.items())
        others = found.setdefault(unit, [])
        if asset != left.outside:
            others.append(asset)
    refs = [asset.ref for asset in market.instance.assets]
    return tuple(
        (market.units[unit], tuple(sorted(refs[a] for a in others)))
        for unit, others in sorted(found.items())
    )


def _exchanged(
    left: Residual, taken: dict[int, int], arcs: list[int]
) -> tuple[list[int], list[int]]:
    """Return the pairs that a cycle of moves takes up, and those it gives up."""
    new = [int(left.pair[arc]) for arc in arcs if left.pair[arc] != FREE]
    movers = [int(left.unit[arc]) for arc in arcs if left.unit[arc] != FREE]
    return new, [taken[unit] for unit in movers if unit in taken]
