"""Blocking pairs of a solution, and the excused ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.instance.market import Market
from matcher.solving.answer import Longs
from matcher.solving.changes import Changes
from matcher.solving.holding import Holding

Flags = NDArray[np.bool_]
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Seated:
    """A solution as arrays: what each unit has, and who staffs what.

    Parameters
    ----------
    pair, seat : int64, shape (units,)
        The pair and the asset of each unit; -1 where unmatched.
    held : tuple of tuple of int
        The units of each asset, ascending.
    staff : tuple of tuple of str
        The staff of each asset.
    """

    pair: Longs
    seat: Longs
    held: tuple[tuple[int, ...], ...]
    staff: tuple[tuple[str, ...], ...]


def seated(
    market: Market, chosen: Longs, staff: tuple[tuple[str, str], ...] = ()
) -> Seated:
    """Return what each unit and each asset has in a solution.

    Parameters
    ----------
    chosen : int64
        Positions of the chosen pairs, at most one for each unit.
    staff : tuple of (str, str)
        (staff ref, asset ref).
    """
    pair = np.full(len(market.units), NOWHERE, np.int64)
    pair[market.unit[chosen]] = chosen
    seat = np.full(len(market.units), NOWHERE, np.int64)
    seat[market.unit[chosen]] = market.asset[chosen]
    held: list[list[int]] = [[] for _ in market.instance.assets]
    for unit in np.flatnonzero(seat != NOWHERE).tolist():
        held[seat[unit]].append(unit)
    here: dict[str, list[str]] = {}
    for ref, asset in sorted(staff):
        here.setdefault(asset, []).append(ref)
    assets = market.instance.assets
    return Seated(
        pair,
        seat,
        tuple(map(tuple, held)),
        tuple(tuple(here.get(asset.ref, ())) for asset in assets),
    )


def rather(market: Market, now: Seated, *, margin: int = 1) -> Flags:
    """Return, for each pair, whether its free unit strictly prefers it to what it has.

    With a margin above 1 the unit must gain at least so many points of ``need_fit``.
    """
    has = now.pair[market.unit]
    if margin > 1:
        better = market.need_fit >= market.need_fit[has] + margin
    else:
        better = market.unit_rank < market.unit_rank[has]
    wants: Flags = (has == NOWHERE) | better
    wants &= market.home[market.unit] == NOWHERE
    wants &= has != np.arange(len(has))
    return wants


def blocking_pairs(
    market: Market, now: Seated, *, margin: int = 1
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]]:
    """List the blocking pairs of a solution, and those that something excuses.

    A pair (u, a) blocks if u, unpinned, strictly prefers a, and a, open or without any
    rule of opening, could hold u with R, the units there that it does not rank strictly
    below u. With a margin E above 1, u must gain E points, and R are the units there
    with ``asset_fit(w) > asset_fit(u) - E``.

    Returns
    -------
    blocking : tuple of (unit ref, asset ref)
        Sorted.
    excused : tuple of (unit ref, asset ref, held by)
        Would block, but for ``pin``: a cannot hold R, u and its pinned units; or for
        ``changes``: the moves would exceed ``max_changes``. Sorted.
    """
    place, reach = _places(market, margin)
    stay = _Staying(market, now, place, reach)
    wants = np.flatnonzero(rather(market, now, margin=margin) & _answers(market, now))
    wants = wants[stay.have_room(wants)]
    judge = _Judge(market, now, place, reach)
    names = [judge.verdict(pair) for pair in wants.tolist()]
    refs = [
        (market.units[market.unit[p]], market.instance.assets[market.asset[p]].ref)
        for p in wants
    ]
    rows = list(zip(refs, names, strict=True))
    blocking = sorted(ref for ref, name in rows if name == "blocks")
    excused = sorted((*ref, name) for ref, name in rows if name in ("pin", "changes"))
    return tuple(blocking), tuple(excused)


def _places(market: Market, margin: int) -> tuple[Longs, Longs]:
    """Return place and reach: at an asset, w stays for u if place(w) <= reach(u)."""
    if margin > 1:
        place = -market.asset_fit.astype(np.int64)
        return place, place + margin - 1
    place = market.asset_rank.astype(np.int64)
    return place, place


def _answers(market: Market, now: Seated) -> Flags:
    """Return the pairs whose asset is open, or has no rule of opening."""
    assets = zip(market.instance.assets, now.held, strict=True)
    return np.array([bool(held) or not row.openable for row, held in assets], np.bool_)[
        market.asset
    ]


class _Staying:
    """Seats taken by the units that an asset would keep, all pairs at once."""

    def __init__(self, market: Market, now: Seated, place: Longs, reach: Longs) -> None:
        self._market = market
        chosen = now.pair[now.pair != NOWHERE]
        low = min(int(place.min(initial=0)), 0)
        span = int(max(place.max(initial=0), reach.max(initial=0))) - low + 2
        base = market.asset.astype(np.int64) * span - low
        key = (base + place)[chosen]
        order = np.argsort(key, kind="stable")
        seats = market.seats[market.unit[chosen]].astype(np.int64)[order]
        self._keys, self._sums = key[order], np.concatenate(([0], np.cumsum(seats)))
        self._start, self._stop = base + low, base + reach

    def have_room(self, pairs: Longs) -> Flags:
        """Return where seats alone let the asset hold the unit with those that stay."""
        market = self._market
        first = np.searchsorted(self._keys, self._start[pairs], side="left")
        last = np.searchsorted(self._keys, self._stop[pairs], side="right")
        rows = market.instance.assets
        capacity = np.array([row.capacity for row in rows], np.int64)
        alone = np.array([row.unless_one_group or 0 for row in rows], np.int64)
        seats = market.seats[market.unit[pairs]].astype(np.int64)
        asset = market.asset[pairs]
        room: Flags = self._sums[last] - self._sums[first] + seats <= capacity[asset]
        room |= (first == last) & (seats <= alone[asset])
        return room


class _Judge:
    """Exact verdicts on pairs that seats alone do not settle."""

    def __init__(self, market: Market, now: Seated, place: Longs, reach: Longs) -> None:
        self._market, self._now = market, now
        self._place, self._reach = place, reach
        self._holding, self._changes = Holding(market), Changes(market)
        self._home = market.home.tolist()
        self._seat = now.seat.tolist()
        self._count = self._changes.count(self._seat)
        pinned = market.home[market.home != NOWHERE]
        self._pinned = np.bincount(pinned, minlength=len(now.held)) > 0

    def verdict(self, pair: int) -> str:
        market = self._market
        unit, asset = int(market.unit[pair]), int(market.asset[pair])
        limited = market.instance.max_changes is not None
        if self._holding.plain(asset) and not self._pinned[asset] and not limited:
            return "blocks"
        here = self._now.held[asset]
        stay = [w for w in here if self._place[self._now.pair[w]] <= self._reach[pair]]
        if not self._can(asset, [*stay, unit]):
            return "no"
        kept = [w for w in here if w in stay or self._home[w] != NOWHERE]
        if not self._can(asset, [*kept, unit]):
            return "pin"
        gone = [w for w in here if w not in kept]
        return "changes" if self._too_many(unit, asset, gone) else "blocks"

    def _can(self, asset: int, units: list[int]) -> bool:
        return self._holding.can_hold(asset, units, self._now.staff[asset])

    def _too_many(self, unit: int, asset: int, gone: list[int]) -> bool:
        most = self._market.instance.max_changes
        if most is None:
            return False
        changed, count = self._changes.changed, self._count
        count += changed(unit, asset) - changed(unit, self._seat[unit])
        count += sum(changed(w, NOWHERE) - changed(w, asset) for w in gone)
        return count > most
