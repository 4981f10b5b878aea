"""Drafting: what a round, a shortlist or an ask leaves for people to look at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col

from api.actions.desk import Desk
from api.records import Asset, Need, Proposal, ProposalNeed, Staff
from api.steps import keeps_approval
from api.store import keep

Reasons = Mapping[str, Any]
"""One need's explanation as plain JSON: a ``Why`` of the round, or a shortlist's."""
WAITING = ("drafted", "approved")
LIVE = (*WAITING, "offered", "interested", "disclosed", "introduced")


def draft_proposal(
    desk: Desk,
    *,
    scheme_id: UUID,
    scheme_version_id: UUID,
    needs: Sequence[Need],
    asset: Asset,
    reasons: Mapping[UUID, Reasons],
    kind: str = "round",
    round_id: UUID | None = None,
    run_id: UUID | None = None,
    drafted_by: UUID | None = None,
    ask_id: UUID | None = None,
    place_in_ask: int = 0,
    staff: Staff | None = None,
    seats: int = 1,
    uses: Mapping[str, int] | None = None,
) -> Proposal:
    """Draft a proposal; nothing is held and nobody hears of it.

    In a round's rerun, the same pair for the same reasons keeps the row it has, with
    its approval and with every step it has taken since.

    Parameters
    ----------
    needs : sequence of Need
        Those who go together; none where `staff` is assigned to the asset.
    reasons : mapping of UUID to mapping
        By the need's id (by the staff's where staff is assigned): plain JSON, sealed.
    kind : str
        ``round``, ``ask``, ``next_best``, ``assignment`` or ``item``.
    drafted_by : UUID, optional
        The account that asked for the run; who is asking where left out.
    seats, uses
        What it takes of the asset and of its limits once it is offered.

    Returns
    -------
    Proposal
        The new row, or the one that a rerun kept.
    """
    digest = reasons_digest(needs, asset, reasons, staff=staff)
    same = _same(desk, round_id, needs, asset, digest)
    if same is not None:
        return desk.store.change(same, run_id=run_id)
    row = desk.store.new(
        Proposal,
        scheme_id=scheme_id,
        scheme_version_id=scheme_version_id,
        round_id=round_id,
        run_id=run_id,
        ask_id=ask_id,
        place_in_ask=place_in_ask,
        asset_id=asset.id,
        staff_id=None if staff is None else staff.id,
        kind=kind,
        seats=seats,
        uses=dict(uses or {}),
        reasons_digest=digest,
        drafted_by=drafted_by or desk.who.account_id,
    )
    for need in needs:
        desk.store.new(ProposalNeed, proposal_id=row.id, need_id=need.id)
        keep(desk.store, row, need.person_id, **{_field(need.id): reasons[need.id]})
    if staff is not None and staff.id in reasons:
        keep(desk.store, row, staff.person_id, **{_field(staff.id): reasons[staff.id]})
    desk.record("proposal.draft", row, kind=kind, reasons=digest)
    return row


def reasons_digest(
    needs: Iterable[Need],
    asset: Asset,
    reasons: Mapping[UUID, Reasons],
    *,
    staff: Staff | None = None,
) -> str:
    """Return the hash of a pair and its reasons, as an approval is bound to it."""
    pair = {
        "asset": str(asset.id),
        "staff": None if staff is None else str(staff.id),
        "needs": sorted(str(need.id) for need in needs),
        "reasons": {str(id_): reasons[id_] for id_ in sorted(reasons)},
    }
    return digest_of(pair)


def digest_of(said: Any) -> str:
    """Return the SHA-256 of something's canonical JSON."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def reasons_of(sealed: Mapping[tuple[UUID, str], Any], row: Proposal) -> dict[str, Any]:
    """Return the reasons of a proposal among values that were read, by need id."""
    start = len(_field(""))
    return {
        field[start:]: value
        for (record, field), value in sealed.items()
        if record == row.id and field.startswith(_field(""))
    }


def _same(
    desk: Desk,
    round_id: UUID | None,
    needs: Sequence[Need],
    asset: Asset,
    digest: str,
) -> Proposal | None:
    if round_id is None:
        return None
    there = desk.store.find(
        Proposal,
        Proposal.round_id == round_id,
        Proposal.asset_id == asset.id,
        col(Proposal.state).in_(LIVE),
    )
    now = (_ids(need.id for need in needs), str(asset.id), digest)
    for row in there:
        pairs = desk.store.find(ProposalNeed, ProposalNeed.proposal_id == row.id)
        before = _ids(pair.need_id for pair in pairs)
        then = (before, str(row.asset_id), row.reasons_digest)
        if keeps_approval(approved=then, now=now):
            return row
    return None


def _ids(ids: Iterable[UUID]) -> str:
    return ";".join(sorted(str(each) for each in ids))


def _field(need_id: UUID | str) -> str:
    return f"reasons:{need_id}"
