"""Strict lists on both sides as columns: for deferred acceptance at a million needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.benchmarks.generators.drawing import choices, source

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class StrictLists:
    """Everybody's strict list.

    Parameters
    ----------
    asset : int32, shape (needs, length)
        Whom each need lists, best first.
    place : int32, shape (needs, length)
        The place, 1 first, that the need has on the list of that asset.
    assets, seats : int
        How many assets there are, and the seats of each.
    """

    asset: Ints
    place: Ints
    assets: int
    seats: int


def strict_lists(*, needs: int, length: int, seats: int, seed: int) -> StrictLists:
    """Return needs with lists of one length, assets that rank whoever lists them.

    There are as many seats as needs; both sides' orders are drawn evenly.
    """
    size = {"needs": needs, "length": length, "seats": seats}
    draw = source("strict", size, seed)
    assets = needs // seats
    asset = choices(draw, needs, assets, length)
    flat = asset.ravel()
    # One whole number to sort by: the asset, then 44 random bits.
    order = np.argsort((flat << 44) | draw.integers(0, 1 << 44, len(flat)))
    start = np.concatenate(([0], np.cumsum(np.bincount(flat, minlength=assets))))
    place = np.empty(len(flat), np.int32)
    place[order] = np.arange(len(flat)) - start[flat[order]] + 1
    return StrictLists(
        asset.astype(np.int32), place.reshape(needs, length), assets, seats
    )
