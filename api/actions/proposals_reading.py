"""Reading proposals: one, a scheme's, and one's own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import not_about_the_near
from api.actions.performing import reads
from api.actions.proposals_case import case_of
from api.actions.proposals_mine import mine_among
from api.actions.proposals_showing import seen_by
from api.actions.views import viewed_all
from api.records import Proposal, Scheme
from api.store import col

_OF_NEED = {"card", "details", "reasons"}
_OF_ASSET = {"holder_card", "reasons"}
"""Fields that hold what is kept of somebody, by whose side they are of."""


@reads("proposal.read", on=Proposal)
def read_proposal(desk: Desk, row: Proposal) -> dict[str, Any]:
    """Return a proposal, as far as who is asking may see it at its step."""
    case = case_of(desk, row)
    seen = seen_by(case, desk.audiences)
    read = [
        (side, case.people[side.person_id].identity_id)
        for side in case.sides
        if set(seen) & (_OF_ASSET if side is case.asset else _OF_NEED)
    ]
    viewed_all(desk, "proposal.read", read)
    return seen


@reads("proposal.list", on=Scheme)
def list_proposals(
    desk: Desk,
    scheme: Scheme,
    *,
    round_id: UUID | None = None,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a scheme's proposals for staff: ids and states, in their order.

    None that is about who asks, or about somebody they are connected to.
    """
    wanted: list[Any] = [Proposal.scheme_id == scheme.id, *not_about_the_near(desk)]
    if round_id is not None:
        wanted.append(Proposal.round_id == round_id)
    if state:
        wanted.append(col(Proposal.state) == state)
    rows = desk.store.find(Proposal, *wanted, after=after, limit=limit + 1)
    items = [
        {
            "id": str(row.id),
            "state": row.state,
            "kind": row.kind,
            "available": row.available and not row.frozen,
            "round_id": str(row.round_id) if row.round_id else None,
            "asset_id": str(row.asset_id),
            "reasons_digest": row.reasons_digest,
        }
        for row in rows[:limit]
    ]
    return {"items": items, "next": str(rows[limit - 1].id) if rows[limit:] else None}


@reads("proposal.mine")
def list_mine(
    desk: Desk,
    *,
    needs: Collection[UUID] | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return the proposals that have come to who is asking, in whatever capacity.

    Parameters
    ----------
    needs : collection of UUID, optional
        Only those for one of these.
    """
    return mine_among(desk, needs=needs, after=after, limit=limit)
