"""Drafting: what a round, a shortlist or an ask leaves for people to look at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.schemes_in_use import members_of
from api.records import Asset, Need, Proposal, ProposalNeed, Staff
from api.store import keep

Reasons = Mapping[str, Any]
"""One need's explanation as plain JSON: a ``Why`` of the round, or a shortlist's."""
FIELD = "reasons:"


def draft_proposal(
    desk: Desk,
    *,
    scheme_id: UUID,
    scheme_version_id: UUID,
    asset_id: UUID,
    need_ids: Collection[UUID] = (),
    staff_id: UUID | None = None,
    reasons: Mapping[UUID, Reasons] | None = None,
    reasons_digest: str = "",
    kind: str = "round",
    round_id: UUID | None = None,
    run_id: UUID | None = None,
    ask_id: UUID | None = None,
    place_in_ask: int = 0,
    seats: int = 1,
    uses: Mapping[str, int] | None = None,
    drafted_by: UUID | None = None,
) -> Proposal:
    """Draft a proposal; nothing is held and nobody hears of it.

    Parameters
    ----------
    need_ids, staff_id
        Those who go together; or the staff who would be assigned to the asset.
    reasons : mapping of UUID to mapping
        By the need's or the staff's id: plain JSON, sealed.
    reasons_digest : str
        What an approval is bound to; of the pair and its reasons where left out.
    kind : str
        ``round``, ``ask``, ``next_best``, ``assignment`` or ``item``.
    seats, uses
        What it takes of the asset and of its limits once it is offered.
    drafted_by : UUID, optional
        The account that asked for the run; who is asking where left out.

    Raises
    ------
    NotThere
        If the asset, a need or the staff is not of this scheme.
    """
    within = members_of(desk, scheme_id)
    asset = desk.find(Asset, asset_id, within=within)
    needs = [desk.find(Need, id_, within=within) for id_ in need_ids]
    given = {str(id_): dict(said) for id_, said in (reasons or {}).items()}
    pair = [str(asset.id), str(staff_id), sorted(str(id_) for id_ in need_ids)]
    row = desk.store.new(
        Proposal,
        scheme_id=scheme_id,
        scheme_version_id=scheme_version_id,
        round_id=round_id,
        run_id=run_id,
        ask_id=ask_id,
        place_in_ask=place_in_ask,
        asset_id=asset.id,
        staff_id=staff_id,
        kind=kind,
        seats=seats,
        uses=dict(uses or {}),
        reasons_digest=reasons_digest or digest_of([*pair, given]),
        drafted_by=drafted_by or desk.who.account_id,
    )
    for need in needs:
        desk.store.new(ProposalNeed, proposal_id=row.id, need_id=need.id)
    staff = [] if staff_id is None else [desk.find(Staff, staff_id, within=within)]
    for each in (*needs, *staff):
        said = given.get(str(each.id))
        if said is not None:
            keep(desk.store, row, each.person_id, **{f"{FIELD}{each.id}": said})
    desk.record("proposal.draft", row, kind=kind, reasons=row.reasons_digest)
    return row


def digest_of(said: Any) -> str:
    """Return the SHA-256 of something's canonical JSON."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
