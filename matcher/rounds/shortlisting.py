"""The line with one need: who could be asked for it today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from matcher.candidates import NearMiss, Pool, near_misses
from matcher.explaining import NOT_COUNTED
from matcher.instance import Asset, Instance, Market
from matcher.rounds.day import Day, Part
from matcher.rounds.finding import position
from matcher.schemes import Scheme
from matcher.scoring import Reason, reasons


@dataclass(frozen=True, slots=True)
class Listed:
    """One asset that could be asked for a need.

    Parameters
    ----------
    asset : str
        Its ref.
    need_fit, asset_fit : int
        0-100; for a need with others beside it, the lowest of them all.
    km : float or None
        The straight line for this need, where the scheme has a distance.
    seats : int
        Seats left beside what others have been given by a pin or an agreement.
    reasons : tuple of Reason
        For this need, in the scheme's order.
    """

    asset: str
    need_fit: int
    asset_fit: int
    km: float | None
    seats: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Who could be asked for one need today.

    Parameters
    ----------
    need : str
        Its ref.
    beside : tuple of str
        Others who go with it; every asset listed could hold them all.
    seats : int
        How many seats they take together.
    decided : str
        Where somebody decided that it goes; "" where nobody did.
    listed : tuple of Listed
        As the need prefers them, best first.
    of : int
        How many there are, listed or not.
    below : int
        Candidates of this need that stand below a floor of the scheme.
    nearest : tuple of NearMiss
        What one gate alone keeps away, nearest first.
    """

    need: str
    beside: tuple[str, ...]
    seats: int
    decided: str
    listed: tuple[Listed, ...]
    of: int
    below: int
    nearest: tuple[NearMiss, ...]


def shortlist(
    day: Day,
    need: str,
    *,
    most: int | None = None,
    keep: Callable[[str], bool] = bool,
) -> Shortlist:
    """Return who could be asked for one need, by the same rules as a round.

    Parameters
    ----------
    most : int, optional
        List only so many, the best; `Shortlist.of` counts them all.
    keep : callable
        Tells of an asset's ref whether it is listed and counted at all.

    Raises
    ------
    Refused
        If there is no such need; the sentence names the nearest ref.
    """
    part, scheme = day.part(need), day.scheme
    pool, market = part.pool, part.market
    at = position(part.graph.needs, need, scheme, "needs")
    unit = next(u for u, members in enumerate(market.members) if at in members)
    rows, home = market.instance.assets, int(market.home[unit])
    pairs = [pair for pair in _ranked(market, unit) if keep(_ref(market, pair))]
    misses = near_misses(day.graph, scheme, need=need, most=len(day.graph.assets))
    return Shortlist(
        need=need,
        beside=tuple(sorted(_members(market, unit) - {need})),
        seats=int(market.seats[unit]),
        decided="" if home < 0 else rows[home].ref,
        listed=tuple(_listed(part, scheme, at, unit, pairs[:most])),
        of=len(pairs),
        below=int(np.count_nonzero((pool.need == at) & ~part.fits.kept)),
        nearest=tuple(miss for miss in misses if miss.result.name not in NOT_COUNTED),
    )


def _members(market: Market, unit: int) -> set[str]:
    return {market.instance.needs[member].ref for member in market.members[unit]}


def _ranked(market: Market, unit: int) -> list[int]:
    """Return a unit's pairs: as it ranks them, then by fit, then by ref."""
    pairs = np.arange(market.start[unit], market.start[unit + 1])
    keys = market.asset[pairs], -market.fit[pairs], market.unit_rank[pairs]
    return [int(pair) for pair in pairs[np.lexsort(keys)]]


def _ref(market: Market, pair: int) -> str:
    return str(market.instance.assets[market.asset[pair]].ref)


def _listed(
    part: Part, scheme: Scheme, at: int, unit: int, pairs: Iterable[int]
) -> Iterator[Listed]:
    market, need = part.market, part.graph.needs[at].ref
    given = _given(market.instance, _members(market, unit))
    far = _kilometres(part.pool, at)
    for pair in pairs:
        asset = market.instance.assets[market.asset[pair]]
        yield Listed(
            asset.ref,
            int(market.need_fit[pair]),
            int(market.asset_fit[pair]),
            far.get(asset.ref),
            _room(asset, given.get(asset.ref, 0), int(market.seats[unit])),
            reasons(part.graph, scheme, need, asset.ref),
        )


def _room(asset: Asset, given: int, wanted: int) -> int:
    """Return the seats left; where siblings may be more, those count for them alone."""
    left = asset.capacity - given
    alone = asset.unless_one_group or 0
    return alone if not given and left < wanted <= alone else max(0, left)


def _given(instance: Instance, but: set[str]) -> dict[str, int]:
    """Return the seats that decisions give to others, by asset."""
    seats = {need.ref: need.seats for need in instance.needs}
    given: dict[str, int] = {}
    for need, asset in {*instance.pinned, *instance.agreed}:
        if need not in but:
            given[asset] = given.get(asset, 0) + seats.get(need, 0)
    return given


def _kilometres(pool: Pool, at: int) -> dict[str, float]:
    mine = np.flatnonzero((pool.need == at) & ~np.isnan(pool.km))
    assets = pool.graph.assets
    return {assets[pool.asset[pair]].ref: float(pool.km[pair]) for pair in mine}
