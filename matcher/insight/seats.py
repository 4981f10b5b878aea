"""The value of one more seat: what the round would gain if an asset had it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from matcher.explaining import Case
from matcher.insight.gain import Gain, solved_gain
from matcher.instance import Instance


@dataclass(frozen=True, slots=True)
class OneMore:
    """One more seat at an asset.

    Parameters
    ----------
    asset : str
    wanted : int
        Units that would rather have it than what they have.
    gain : Gain
        By a re-solve. Under ``stable`` a seat may also make one worse.
    """

    asset: str
    wanted: int
    gain: Gain


def one_more_seat(case: Case, *, most: int = 10) -> tuple[OneMore, ...]:
    """Return what one more seat would bring where seats are what is short.

    Parameters
    ----------
    case : Case
        A solved round.
    most : int
        How many full assets are solved with: those that most units would rather have.

    Returns
    -------
    tuple of OneMore
        Most matched first, then most fit. Every figure is that of a re-solve of the
        asset's part of the round with one seat more.
    """
    wanted = _wanted(case)
    full = [ref for ref in _full(case) if wanted[ref]]
    ranked = sorted(full, key=lambda ref: (-wanted[ref], ref))[:most]
    gains = ((ref, with_seat(case, ref)) for ref in ranked)
    found = [OneMore(ref, wanted[ref], by) for ref, by in gains if by is not None]
    return tuple(sorted(found, key=_order))


def with_seat(case: Case, asset: str) -> Gain | None:
    """Return what one more seat at an asset brings; None where nothing holds then."""
    refs = [row.ref for row in case.instance.assets]
    label = int(case.components.asset[refs.index(asset)])
    part = case.components.part(label)
    return solved_gain(case, [_roomier(part, asset)], {n.ref for n in part.needs})


def _roomier(part: Instance, asset: str) -> Instance:
    rows = (
        replace(row, capacity=row.capacity + 1) if row.ref == asset else row
        for row in part.assets
    )
    return replace(part, assets=tuple(rows))


def _full(case: Case) -> list[str]:
    """Return the assets without a free seat, closed ones left out."""
    seats = {need.ref: need.seats for need in case.instance.needs}
    taken: Counter[str] = Counter()
    for row in case.solution.chosen:
        taken[row.asset] += seats[row.need]
    rows = case.instance.assets
    return [row.ref for row in rows if taken[row.ref] >= row.capacity > 0]


def _wanted(case: Case) -> Counter[str]:
    market = case.market
    rather = market.unit_rank < case.ranks[market.unit]
    counts = np.bincount(market.asset[rather], minlength=len(case.instance.assets))
    refs = (row.ref for row in case.instance.assets)
    return Counter(dict(zip(refs, counts.tolist(), strict=True)))


def _order(found: OneMore) -> tuple[int, int, str]:
    return -found.gain.matched, -found.gain.fit, found.asset
