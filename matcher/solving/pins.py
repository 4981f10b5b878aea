"""Pins and agreed pairs of a market with only capacities: whether they can all hold."""

from __future__ import annotations

from collections import Counter

import numpy as np

from matcher.instance.market import Market
from matcher.instance.solution import Conflict

Pin = tuple[str, str, str]
"""Kind (``pin`` or ``agreed``), need ref, asset ref."""


def pins(market: Market) -> list[Pin]:
    """Return pinned and agreed pairs, pins first, in canonical order."""
    instance = market.instance
    return [
        *(("pin", need, asset) for need, asset in instance.pinned),
        *(("agreed", need, asset) for need, asset in instance.agreed),
    ]


def pin_conflict(market: Market) -> tuple[Conflict, ...]:
    """Return an irreducible set of pins that cannot hold together; empty if all can.

    Where every unit takes one seat and assets have only capacities there are three
    kinds: a pin that is no pair; two pins of one need to different assets; one more
    need pinned to an asset than it has seats. Take any one away and the rest holds.
    """
    rows = pins(market)
    if not rows:
        return ()
    stray = _stray(market, rows)
    if stray is not None:
        return _named([stray])
    return _named(_torn(rows) or _crowded(market, rows))


def _stray(market: Market, rows: list[Pin]) -> Pin | None:
    assets = market.instance.assets
    known = {
        (market.units[u], assets[a].ref)
        for u, a in zip(*_pairs_of_pinned(market, rows), strict=True)
    }
    return next((row for row in rows if row[1:] not in known), None)


def _pairs_of_pinned(market: Market, rows: list[Pin]) -> tuple[list[int], list[int]]:
    wanted = {need for _, need, _ in rows}
    mask = np.array([ref in wanted for ref in market.units], np.bool_)
    pairs = np.flatnonzero(mask[market.unit]) if len(mask) else np.zeros(0, np.intp)
    return market.unit[pairs].tolist(), market.asset[pairs].tolist()


def _torn(rows: list[Pin]) -> list[Pin]:
    first: dict[str, Pin] = {}
    for row in rows:
        other = first.setdefault(row[1], row)
        if other[2] != row[2]:
            return [other, row]
    return []


def _crowded(market: Market, rows: list[Pin]) -> list[Pin]:
    once = {row[1]: row for row in reversed(rows)}
    count = Counter(row[2] for row in once.values())
    for asset in market.instance.assets:
        if count[asset.ref] > asset.capacity:
            here = sorted(row for row in once.values() if row[2] == asset.ref)
            return here[: asset.capacity + 1]
    return []


def _named(rows: list[Pin]) -> tuple[Conflict, ...]:
    return tuple(Conflict(kind, (need, asset)) for kind, need, asset in sorted(rows))
