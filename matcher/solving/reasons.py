"""Why a need has nothing and why an asset stays closed: short sentences, facts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from matcher.instance.document import Asset
from matcher.instance.market import Market
from matcher.solving.blocking import NOWHERE, Seated
from matcher.solving.holding import Holding

NO_PAIR = "no asset and it accept each other"
ALL_CLOSED = "every asset it could have stays closed"
OUTRANKED = "no asset it could have has room beside units ranked at least as high"
HELD = "no asset it could have has room beside the units chosen there"
WHOLE = "an asset has room, but the round as a whole is better or only possible so"
UNWANTED = "no unit and it accept each other"
TOO_FEW_SEATS = "fewer seats are asked for than it opens with"
BETTER_CLOSED = "the objectives are no better with it open"


def unmatched(market: Market, now: Seated) -> Iterator[tuple[str, str]]:
    """Yield (need ref, reason) of every need without an asset."""
    holding = Holding(market)
    needs = market.instance.needs
    for unit in np.flatnonzero(now.seat == NOWHERE).tolist():
        reason = _unmatched(market, now, holding, unit)
        for member in market.members[unit]:
            yield needs[member].ref, reason


def _unmatched(market: Market, now: Seated, holding: Holding, unit: int) -> str:
    pairs = range(int(market.start[unit]), int(market.start[unit + 1]))
    if not pairs:
        return NO_PAIR
    rows = market.instance.assets
    at = [(pair, int(market.asset[pair])) for pair in pairs]
    at = [(pair, a) for pair, a in at if now.held[a] or not rows[a].openable]
    if not at:
        return ALL_CLOSED
    for _, asset in at:
        if holding.can_hold(asset, [*now.held[asset], unit], now.staff[asset]):
            return WHOLE
    for pair, asset in at:
        rank = market.asset_rank[pair]
        stay = [w for w in now.held[asset] if market.asset_rank[now.pair[w]] <= rank]
        if holding.can_hold(asset, [*stay, unit], now.staff[asset]):
            return HELD
    return OUTRANKED


def closed(market: Market, now: Seated) -> Iterator[tuple[str, str]]:
    """Yield (asset ref, reason) of every asset that could open and does not."""
    asked = np.bincount(
        market.asset,
        weights=market.seats[market.unit],
        minlength=len(market.instance.assets),
    )
    for asset, row in enumerate(market.instance.assets):
        if row.openable and not now.held[asset]:
            yield row.ref, _closed(market, row, int(asked[asset]))


def _closed(market: Market, row: Asset, asked: int) -> str:
    if not asked:
        return UNWANTED
    if asked < (row.opens_with or 0):
        return TOO_FEW_SEATS
    able = Counter(
        staff.role
        for staff in market.instance.staff
        if staff.most and (staff.can is None or row.ref in staff.can)
    )
    for line in row.staffing:
        if able[line.role] < line.exactly:
            return f"fewer staff of role {line.role} than it needs"
    return BETTER_CLOSED
