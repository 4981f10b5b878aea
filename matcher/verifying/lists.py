"""Who accepts whom, need by need and asset by asset, read from the rows once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matcher.instance.document import Asset, Instance, Need, Prefers

Longs = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Accepted pairs of needs and assets; every array has shape (pairs,)."""

    need: Longs
    asset: Longs
    rank: Longs
    asset_rank: Longs
    need_fit: Longs
    asset_fit: Longs
    fit: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """One side's lists as sorted keys ``need * assets + asset``, with ranks."""

    absent: Mask
    keys: Longs
    ranks: Longs

    def find(self, keys: Longs) -> Longs:
        """Return the rank of each key; 0 where it is on no list."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.ranks[at], 0)


def ranked(prefers: Prefers, gone: Callable[[str], bool]) -> dict[str, int]:
    """Return 1 + the number of tie groups before, after the gone refs left the list."""
    ranks: dict[str, int] = {}
    before = 0
    for tie in prefers:
        fresh = {ref for ref in tie if ref not in ranks and not gone(ref)}
        before += bool(fresh)
        ranks.update(dict.fromkeys(fresh, before))
    return ranks


def listing(
    rows: Sequence[Need | Asset],
    places: dict[str, int],
    forbidden: Callable[[str, str], bool],
    key: Callable[[int, int], int],
) -> Listing:
    """Return the lists of one side; ``key`` turns (row, other) into a pair's key."""
    found: dict[int, int] = {}
    for k, row in enumerate(rows):
        ranks = ranked(row.prefers or (), partial(forbidden, row.ref))
        for ref, rank in ranks.items():
            if ref in places:
                found[key(k, places[ref])] = rank
    keys = np.array(sorted(found), np.int64)
    ranks_ = np.array([found[int(k)] for k in keys], np.int64)
    return Listing(np.array([row.prefers is None for row in rows], bool), keys, ranks_)


def dense(group: Longs, points: Longs) -> Longs:
    """Return 1 + how many different higher points stand in the same group."""
    top = int(points.max(initial=0))
    span = top + 1
    steps, place = np.unique(group * span + (top - points), return_inverse=True)
    first = np.searchsorted(steps, steps // span * span)
    ranks: Longs = np.arange(len(steps)) - first + 1
    ranked_: Longs = ranks[place.reshape(-1)]
    return ranked_


def accepted(instance: Instance) -> Rows:
    """Return the pairs that both sides accept, with ranks and points."""
    width = len(instance.assets)
    needs = {row.ref: k for k, row in enumerate(instance.needs)}
    assets = {row.ref: k for k, row in enumerate(instance.assets)}
    no = set(instance.forbidden)
    ours = listing(
        instance.needs, assets, lambda n, a: (n, a) in no, lambda n, a: n * width + a
    )
    theirs = listing(
        instance.assets, needs, lambda a, n: (n, a) in no, lambda a, n: n * width + a
    )
    keys, row = _possible(instance, ours, theirs)
    barred = [needs[n] * width + assets[a] for n, a in no if n in needs and a in assets]
    need, asset = np.divmod(keys, max(width, 1))
    keep = (ours.absent[need] | (ours.find(keys) > 0)) & (
        theirs.absent[asset] | (theirs.find(keys) > 0)
    )
    keep &= ~np.isin(keys, np.array(barred, np.int64))
    keys, row, need, asset = keys[keep], row[keep], need[keep], asset[keep]
    points = _points(instance, row)
    return Rows(
        need,
        asset,
        np.where(ours.absent[need], dense(need, points[0]), ours.find(keys)),
        np.where(theirs.absent[asset], dense(asset, points[1]), theirs.find(keys)),
        *points,
    )


def _possible(
    instance: Instance, ours: Listing, theirs: Listing
) -> tuple[Longs, Longs]:
    """Return the keys that may be pairs, and the row of fits of each."""
    fits, width = instance.fits, len(instance.assets)
    if len(fits):
        keys = fits.need.astype(np.int64) * width + fits.asset
        order = np.argsort(keys, kind="stable")
        return keys[order], order.astype(np.int64)
    everybody = np.flatnonzero(ours.absent)[:, None] * width
    everybody = (everybody + np.flatnonzero(theirs.absent)[None, :]).ravel()
    keys = np.unique(np.concatenate((ours.keys, theirs.keys, everybody)))
    return keys, np.zeros(len(keys), np.int64)


def _points(instance: Instance, row: Longs) -> tuple[Longs, Longs, Longs]:
    """Return the need's points, the asset's, and what sums, computed anew."""
    fits = instance.fits
    if not len(fits):
        nothing = np.zeros(len(row), np.int64)
        return nothing, nothing, nothing
    fit = fits.fit.astype(np.int64)[row]
    if fits.need_fit is None or fits.asset_fit is None:
        return fit, fit, fit
    a, b = fits.need_fit.astype(np.int64)[row], fits.asset_fit.astype(np.int64)[row]
    if not fits.stated:
        fit = 2 * a * b // np.maximum(a + b, 1)
    return a, b, fit
