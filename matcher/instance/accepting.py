"""Which needs and assets accept each other, and how they rank each other.

Rows only: groups are joined, and what an asset cannot hold is dropped, in
``matcher.instance.compiling``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.errors import InstanceError
from matcher.instance.document import Fits, Instance, Ints
from matcher.instance.market import Longs
from matcher.instance.ranking import Flags, Lists, rank_by, read_lists

MAX_PAIRS = 50_000_000
"""More pairs than this are refused: every need times every asset, without lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Accepted:
    """Pairs of needs and assets that accept each other, sorted by (need, asset).

    Parameters
    ----------
    need, asset : int32, shape (pairs,)
        Positions in the instance.
    need_rank, asset_rank : int32, shape (pairs,)
        1 is best; equal ranks are ties.
    need_fit, asset_fit, fit : int32, shape (pairs,)
        Whole points; 0 in a market of lists.
    """

    need: Ints
    asset: Ints
    need_rank: Ints
    asset_rank: Ints
    need_fit: Ints
    asset_fit: Ints
    fit: Ints


def accepted_pairs(instance: Instance) -> Accepted:
    """Return the pairs that both sides accept and that are not forbidden.

    Raises
    ------
    InstanceError
        If neither lists nor fits bound the pairs and there are too many.
    """
    forbidden = frozenset(instance.forbidden)
    needs = [row.ref for row in instance.needs]
    assets = [row.ref for row in instance.assets]
    ours = read_lists(
        (row.prefers for row in instance.needs),
        assets,
        lambda row, ref: (needs[row], ref) in forbidden,
    )
    theirs = read_lists(
        (row.prefers for row in instance.assets),
        needs,
        lambda row, ref: (ref, assets[row]) in forbidden,
    )
    need, asset, row = _candidates(instance, ours, theirs)
    listed, need_rank = ours.find(need, asset)
    wanted, asset_rank = theirs.find(asset, need)
    kept = (listed | ~ours.given[need]) & (wanted | ~theirs.given[asset])
    kept &= ~_among(instance.forbidden, needs, assets, need, asset)
    if not kept.all():
        need, asset, row = need[kept], asset[kept], row[kept]
        need_rank, asset_rank = need_rank[kept], asset_rank[kept]
    del listed, wanted, kept
    need_fit, asset_fit, fit = _points(instance.fits, row)
    return Accepted(
        need,
        asset,
        _ranked(ours, need, need_rank, need_fit),
        _ranked(theirs, asset, asset_rank, asset_fit),
        need_fit,
        asset_fit,
        fit,
    )


def in_order(major: Ints, minor: Ints) -> Ints:
    """Return the positions that sort by `major`, then `minor`; often as they stand."""
    step = np.diff(major)
    if not len(major) or ((step > 0) | ((step == 0) & (np.diff(minor) > 0))).all():
        return np.arange(len(major), dtype=np.int32)
    return np.lexsort((minor, major)).astype(np.int32)


def _ranked(lists: Lists, who: Ints, rank: Ints, points: Ints) -> Ints:
    """Return the lists' ranks; where a side gives no list, its points rank."""
    if lists.given.all():
        return rank
    ranked = rank_by(who, points)
    return np.where(lists.given[who], rank, ranked) if lists.given.any() else ranked


def _points(fits: Fits, row: Ints) -> tuple[Ints, Ints, Ints]:
    """Return each side's points and their sum's; both sides order by a common fit."""
    if not len(fits):
        nothing = np.zeros(len(row), np.int32)
        return nothing, nothing, nothing
    one = fits.fit if fits.need_fit is None else fits.need_fit
    other = fits.fit if fits.asset_fit is None else fits.asset_fit
    return one[row], other[row], fits.fit[row]


def _candidates(
    instance: Instance, ours: Lists, theirs: Lists
) -> tuple[Ints, Ints, Ints]:
    """Return (need, asset, row of fits) that may accept each other, sorted."""
    fits = instance.fits
    if len(fits):
        order = in_order(fits.need, fits.asset)
        return fits.need[order], fits.asset[order], order
    need, asset = ours.pairs()
    other_asset, other_need = theirs.pairs()
    open_needs = np.flatnonzero(~ours.given)
    open_assets = np.flatnonzero(~theirs.given)
    if len(open_needs) * len(open_assets) > MAX_PAIRS:
        raise InstanceError(
            f"{len(open_needs):,} needs and {len(open_assets):,} assets give neither"
            " preferences nor fits, so everybody accepts everybody. Give one of them."
        )
    keys = np.unique(
        np.concatenate(
            (
                _key(need, asset, instance),
                _key(other_need, other_asset, instance),
                (open_needs[:, None] * len(instance.assets) + open_assets).ravel(),
            )
        )
    )
    need, asset = np.divmod(keys, max(len(instance.assets), 1))
    return need.astype(np.int32), asset.astype(np.int32), np.zeros(len(keys), np.int32)


def _key(need: Ints, asset: Ints, instance: Instance) -> Longs:
    return need.astype(np.int64) * len(instance.assets) + asset


def _among(
    pairs: tuple[tuple[str, str], ...],
    needs: list[str],
    assets: list[str],
    need: Ints,
    asset: Ints,
) -> Flags:
    """Return which (need, asset) are among the named pairs."""
    rows = {ref: place for place, ref in enumerate(needs)}
    columns = {ref: place for place, ref in enumerate(assets)}
    keys = [
        rows[one] * len(assets) + columns[other]
        for one, other in pairs
        if one in rows and other in columns
    ]
    return np.isin(
        need.astype(np.int64) * len(assets) + asset, np.array(keys, np.int64)
    )
