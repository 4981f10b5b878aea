"""What was decided before, as rulings: by people, by answers, by the last run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from api.records import Need, Proposal, ProposalNeed, Ruling
from api.snapshots.rows import DECISIONS, Rows
from api.store import Store, col, find_among
from matcher import model

_HOLDS = {"pin": "held", "agreed": "held", "previous": "previous"}
_LAST_RUN = ("drafted", "approved")


def rulings_of(
    store: Store,
    rows: Rows,
    ruled: Iterable[Ruling],
    needs: Mapping[UUID, str],
    assets: Mapping[UUID, str],
) -> tuple[model.Ruling, ...]:
    """Return the rulings of a snapshot, one at most for a pair, sorted.

    Where several speak of one pair, or of one need's asset, the later in this order
    gives way: what a person ruled for this round, an answer on a proposal, what a
    sheet said, what the last run chose.
    """
    found: dict[tuple[str, str], str] = {}
    held: dict[tuple[str, str], str] = {}
    by_id = _ruled(ruled), *_proposed(store, rows)
    named = [_named(pairs, needs, assets) for pairs in by_id]
    for pairs in (named[0], named[1], _said(rows, needs), named[2]):
        for need, asset, kind in pairs:
            one = (need, _HOLDS.get(kind, f"{kind} {asset}"))
            if (need, asset) not in found and held.setdefault(one, asset) == asset:
                found[need, asset] = kind
    return tuple(
        sorted(model.Ruling(*pair, kind) for pair, kind in found.items())  # type: ignore[arg-type]
    )


_Pair = tuple[UUID, UUID, str]


def _ruled(ruled: Iterable[Ruling]) -> list[_Pair]:
    return [(row.need_id, row.asset_id, row.kind) for row in ruled if not row.lifted_at]


def _proposed(store: Store, rows: Rows) -> tuple[list[_Pair], list[_Pair]]:
    """Return what was declined, and what the last run chose."""
    proposals = {
        row.id: row
        for row in store.find(
            Proposal,
            Proposal.scheme_id == rows.scheme_id,
            col(Proposal.state).in_(("declined", *_LAST_RUN)),
        )
    }
    declined: list[_Pair] = []
    chosen: list[_Pair] = []
    for link in find_among(
        store, ProposalNeed, ProposalNeed.proposal_id, list(proposals)
    ):
        proposal = proposals[link.proposal_id]
        if proposal.state == "declined":
            declined.append((link.need_id, proposal.asset_id, "declined"))
        else:
            chosen.append((link.need_id, proposal.asset_id, "previous"))
    return declined, chosen


def _named(
    pairs: Sequence[_Pair], needs: Mapping[UUID, str], assets: Mapping[UUID, str]
) -> list[tuple[str, str, str]]:
    return [
        (needs[need], assets[asset], kind)
        for need, asset, kind in pairs
        if need in needs and asset in assets
    ]


def _said(rows: Rows, needs: Mapping[UUID, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what a sheet said: it may name an asset that has left."""
    for need in rows.needs:
        if need.id in needs:
            yield from _of_sheet(rows, need, needs[need.id])


def _of_sheet(rows: Rows, need: Need, ref: str) -> Iterator[tuple[str, str, str]]:
    for asset, kind in rows.sealed.get((need.id, DECISIONS), ()):
        yield ref, asset, kind
