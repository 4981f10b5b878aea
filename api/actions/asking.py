"""Asked today, of today's records: who for this need, why not this pair, what reach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import near_rows, not_near, whose
from api.actions.performing import reads
from api.actions.schemes_in_use import members_of
from api.actions.shortlists import Listing, shortlist_today
from api.actions.today import today_of
from api.actions.views import viewed_all
from api.records import Asset, Need, Scheme
from api.store import col
from matcher.errors import Refused
from matcher.insight import reach
from matcher.rounds import answer

_LEFT_OUT = ("words", "gap_words", "paths")


@reads("need.shortlist", on=Need)
def list_for_need(desk: Desk, need: Need, *, top: int = 5) -> dict[str, Any]:
    """Return who could be asked for one need today, best for it first."""
    today = strangers_for(desk, need, "need.shortlist", top=top)
    found = asdict(today.found)
    rows = [
        plain(row) | {"asset_id": str(today.frozen.assets[row["asset"]])}
        for row in found["listed"]
    ]
    return plain(found) | {"listed": rows}


def strangers_for(desk: Desk, need: Need, act: str, *, top: int) -> Listing:
    """Return today's shortlist without whom the reader knows; it is logged as read.

    Parameters
    ----------
    top : int
        How many of them are shown, and of those that one gate keeps away.
    """
    near = near_rows(desk, Asset)
    scheme = desk.find(Scheme, need.scheme_id)
    today = shortlist_today(desk, scheme, need.id, most=top, but=near)
    ids, listed = today.frozen.assets, today.found.listed
    misses = tuple(row for row in today.found.nearest if ids[row.asset] not in near)
    misses = misses[:top]
    shown = {row.asset for row in listed} | {row.asset for row in misses}
    log_pairs(desk, act, need, {ids[ref] for ref in shown})
    return replace(today, found=replace(today.found, nearest=misses))


def log_pairs(desk: Desk, act: str, need: Need, asset_ids: Collection[UUID]) -> None:
    """Log that a need's person was read, and the holders of these assets."""
    within = members_of(desk, need.scheme_id)
    assets = desk.store.find(Asset, col(Asset.id).in_(asset_ids), within=within)
    viewed_all(desk, act, whose(desk, (need, *assets)))


@reads("need.why_not", on=Need)
def explain_pair(desk: Desk, need: Need, *, asset_id: UUID) -> dict[str, Any]:
    """Return every rule's word on one pair.

    Raises
    ------
    NotThere
        The asset is of who asks, or of somebody they are connected to.
    """
    asset = desk.find(Asset, asset_id, within=members_of(desk, need.scheme_id))
    not_near(desk, asset)
    today = today_of(desk, desk.find(Scheme, need.scheme_id))
    frozen = today.frozen
    pair = frozen.ref_of(need), frozen.ref_of(asset)
    if not all(pair):
        raise Refused(
            "One of the two does not wait or is not live: there is an offer, a match, "
            "or it is closed."
        )
    found = asdict(answer(today.day, *pair))
    log_pairs(desk, "need.why_not", need, [asset.id])
    return plain(found)


@reads("insight.read", on=Scheme)
def read_insight(desk: Desk, scheme: Scheme) -> dict[str, Any]:
    """Return coverage, what shuts needs out, and on whom needs depend alone."""
    today = today_of(desk, scheme)
    found = reach(today.frozen.snapshot, today.day.scheme)
    return {
        "needs": found.needs,
        "reached": found.reached,
        "gates": [asdict(gate) for gate in found.gates],
        "single": [{"asset": ref, "needs": count} for ref, count in found.single],
        "alone": [asdict(each) for each in found.alone],
    }


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out what stands behind a sentence: a person reads the sentence."""
    for row in (data, *data.get("listed", ())):
        for reason in row.get("reasons", ()):
            for name in _LEFT_OUT:
                reason.pop(name, None)
    return data
