"""The market of an instance as arrays: units, assets, and pairs that both accept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Instance, Ints

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Units against assets, pairs sorted by (unit, asset).

    Parameters
    ----------
    instance : Instance
        Where it came from.
    units : tuple of str
        Refs of groups and of needs in no group, sorted.
    members : tuple of tuple of int
        For each unit, positions in ``instance.needs``.
    seats, size, priority : int32, shape (units,)
        Seats taken, needs matched, highest priority among the members.
    home : int32, shape (units,)
        The asset a unit is pinned or agreed to; -1 where free.
    unit, asset : int32, shape (pairs,)
        The pairs that both sides accept, that are not forbidden, and that the asset
        could hold if it held nothing else.
    start : int32, shape (units + 1,)
        Pairs of unit u are ``start[u]:start[u + 1]``.
    unit_rank, asset_rank : int32, shape (pairs,)
        1 is best; equal ranks are ties.
    need_fit, asset_fit : int32, shape (pairs,)
        The members' lowest; 0 without fits. In a common market both are the row's fit.
    fit : int64, shape (pairs,)
        Summed over members.
    bad_pins : tuple of (str, str, str)
        (kind, need, asset) of each pin or agreed pair that is no pair, or that
        contradicts another one for the same unit.
    """

    instance: Instance
    units: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    seats: Ints
    size: Ints
    priority: Ints
    home: Ints
    unit: Ints
    asset: Ints
    start: Ints
    unit_rank: Ints
    asset_rank: Ints
    need_fit: Ints
    asset_fit: Ints
    fit: Longs
    bad_pins: tuple[tuple[str, str, str], ...] = ()
