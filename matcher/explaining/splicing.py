"""The instance after a change, without looking at what did not change.

Gates and fits of a pair read the two rows and those behind them, nothing else. So the
rows of a changed asset, and of the others of its holder, are made alone, against
everybody, and put in the place of the old ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matcher.candidates import find_candidates
from matcher.explaining.edits import Edit
from matcher.graph import AssetGraph, build_asset_graph
from matcher.instance import Asset, Fits, Instance, Staff, build_instance
from matcher.instance.document import Ints
from matcher.model import Record, Snapshot
from matcher.schemes import Scheme
from matcher.scoring import score_candidates


def rebuilt(snapshot: Snapshot, scheme: Scheme) -> Instance:
    """Return the instance of a snapshot, by the same line as a round."""
    return _instance(build_asset_graph(snapshot, scheme), scheme)


def spliced(
    instance: Instance, graph: AssetGraph, scheme: Scheme, edit: Edit
) -> Instance:
    """Return the instance of a changed snapshot; the same as `rebuilt` gives.

    Parameters
    ----------
    instance, graph
        Of the round as it is.
    """
    snapshot = edit.on(graph.snapshot)
    if edit.staff:
        return rebuilt(snapshot, scheme)
    changed = {record.ref for record in edit.assets}
    holders = {row.holder for row in graph.assets if row.ref in changed}
    touched = changed | {row.ref for row in graph.assets if row.holder in holders}
    bare = build_asset_graph(_bare(snapshot, touched), scheme)
    around = replace(
        graph,
        snapshot=snapshot,
        assets=tuple(row for row in bare.assets if row.ref in touched),
        links={**graph.links, "kept-apart": bare.links.get("kept-apart", [])},
    )
    return _joined(instance, _instance(around, scheme), touched)


def _instance(graph: AssetGraph, scheme: Scheme) -> Instance:
    pool = find_candidates(graph, scheme)
    return build_instance(pool, score_candidates(pool, scheme), scheme)


def _bare(snapshot: Snapshot, touched: set[str]) -> Snapshot:
    """Leave of other rows only who is behind them, so that refs still mean the same.

    Other assets go as well, but those that a partner's ref may mean.
    """
    mine = [row for row in snapshot.assets if row.ref in touched]
    meant = {row.get("partner") for row in mine} - {None}
    rest = (row for row in snapshot.assets if row.ref not in touched)
    others = (row for row in rest if meant & {row.ref, row.get("holder")})
    return replace(
        snapshot,
        needs=tuple(map(_person, snapshot.needs)),
        assets=(*mine, *map(_person, others)),
        staff=tuple(map(_person, snapshot.staff)),
    )


def _person(record: Record) -> Record:
    names = ("holder", "person")
    return Record(
        record.ref, {n: record.values[n] for n in names if n in record.values}
    )


def _joined(whole: Instance, own: Instance, touched: set[str]) -> Instance:
    kept = tuple(asset for asset in whole.assets if asset.ref not in touched)
    assets = tuple(sorted((*kept, *own.assets), key=lambda asset: asset.ref))
    fits = _fits(whole, own, assets, touched)
    return replace(
        whole,
        # Without one row of fits, an absent list would accept everybody.
        needs=tuple(
            replace(need, prefers=None if len(fits) else ()) for need in whole.needs
        ),
        assets=assets,
        fits=fits,
        staff=tuple(map(_able, whole.staff, own.staff, [touched] * len(own.staff))),
        forbidden=tuple(
            sorted(
                (*(p for p in whole.forbidden if p[1] not in touched), *own.forbidden)
            )
        ),
    )


def _able(before: Staff, own: Staff, touched: set[str]) -> Staff:
    kept = (ref for ref in before.can or () if ref not in touched)
    return replace(before, can=tuple(sorted((*kept, *(own.can or ())))))


def _fits(
    whole: Instance, own: Instance, assets: tuple[Asset, ...], touched: set[str]
) -> Fits:
    at = {asset.ref: place for place, asset in enumerate(assets)}
    tables = [_placed(whole, at, but=touched), _placed(own, at, but=set())]
    need, asset, need_fit, asset_fit, fit = (
        np.concatenate(pair) for pair in zip(*tables, strict=True)
    )
    order = np.lexsort((asset, need))
    sides = need_fit[order], asset_fit[order]
    return Fits(need[order], asset[order], *sides, fit[order])


def _placed(instance: Instance, at: Mapping[str, int], *, but: set[str]) -> list[Ints]:
    """Return the columns of a table for other positions of the assets."""
    fits = instance.fits
    place = [-1 if a.ref in but else at[a.ref] for a in instance.assets]
    to = np.array(place, np.int32)
    keep = np.flatnonzero(to[fits.asset] >= 0)
    assert fits.need_fit is not None, "a scheme scores both sides"
    assert fits.asset_fit is not None, "a scheme scores both sides"
    columns = (fits.need, to[fits.asset], fits.need_fit, fits.asset_fit, fits.fit)
    return [column[keep] for column in columns]
