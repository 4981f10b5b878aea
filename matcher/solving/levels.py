"""The objectives of ``best`` as amounts per pair, and one weight that ranks them."""

from __future__ import annotations

import numpy as np

from matcher.errors import Refused
from matcher.instance.market import Market
from matcher.model import Policy
from matcher.solving.face import Longs

_LIMIT = 2**62
Levels = dict[str, Longs]
"""Objective name -> what each pair adds to it, in the order of the policy."""


def levels(market: Market, policy: Policy) -> Levels:
    """Return priorities, highest first, then size, then fit, as amounts per pair.

    Only fit under ``--maximise fit``; no fit in a market of lists.
    """
    priority = market.priority[market.unit]
    found: Levels = {}
    if policy.maximise != "fit":
        size = market.size[market.unit].astype(np.int64)
        for level in sorted({int(p) for p in market.priority if p > 0}, reverse=True):
            found[f"priority:{level}"] = np.where(priority == level, size, 0)
        found["size"] = size
    if market.instance.market != "lists":
        found["fit"] = market.fit
    return found


def step(market: Market, *, more_seats: int = 0) -> int:
    """Return B: more than all fits that can be held together, and at least 1.

    Also with so many more seats than there are.
    """
    seats = sum(asset.capacity for asset in market.instance.assets) + more_seats
    return int(market.fit.max(initial=0)) * min(len(market.units), seats) + 1


def costs(amounts: Levels, size: int) -> dict[str, int]:
    """Return the cost of each level where a unit of size weighs `size`.

    ``priority:N`` adds one more `size` for each priority up to N that is present, so
    that each weight of a unit exceeds the next lower one by `size`.

    Raises
    ------
    Refused
        If the largest would not fit 64 bits.
    """
    steps = [name for name in reversed(amounts) if name.startswith("priority")]
    if size * (len(steps) + 2) >= _LIMIT:
        raise Refused(
            "Fits and priorities are too large to be ranked together in 64 bits. "
            "Scale the fits down."
        )
    found = {"size": size, "fit": 1}
    found |= {name: size * k for k, name in enumerate(steps, 1)}
    return {name: found[name] for name in amounts}


def classes(market: Market) -> Longs:
    """Return the place of each unit's priority among those present, 0 for none."""
    present = np.array(sorted({0, *market.priority.tolist()}), np.int64)
    return np.searchsorted(present, market.priority)


def weigh(amounts: Levels, cost: dict[str, int], pairs: int) -> Longs:
    """Return the weight of each pair, all levels together."""
    weight = np.zeros(pairs, np.int64)
    for name, amount in amounts.items():
        weight += cost[name] * amount
    return weight
