"""What waits for a second pair of eyes, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import not_about_the_near
from api.actions.performing import reads
from api.actions.schemes_in_use import in_use, members_of
from api.permissions import shown
from api.records import Asset, Need, Proposal, ProposalNeed, Scheme
from api.steps import path_of
from api.store import col, scheme_of


@reads("proposal.list", on=Scheme)
def list_approvals(
    desk: Desk, scheme: Scheme, *, after: UUID | None = None, limit: int = 25
) -> dict[str, Any]:
    """Return the proposals of a scheme that wait for an approval, oldest first.

    None where the scheme asks for none; none about somebody whom who asks knows.
    """
    path = path_of(scheme_of(in_use(desk, scheme)).steps)
    if "approved" not in path:
        return {"items": [], "next": None, "waiting": 0}
    wanted = [
        Proposal.scheme_id == scheme.id,
        col(Proposal.state) == path[path.index("approved") - 1],
        Proposal.available == True,  # noqa: E712 - SQL
        Proposal.frozen == False,  # noqa: E712 - SQL
        *not_about_the_near(desk),
    ]
    rows = desk.store.find(Proposal, *wanted, after=after, limit=limit + 1)
    page = rows[:limit]
    refs = _refs(desk, scheme, page)
    return {
        "items": [
            shown(
                "approval_line",
                desk.audiences,
                "",
                {
                    "id": str(row.id),
                    "state": row.state,
                    "needs": sorted(refs[row.id]),
                    "asset": refs[row.asset_id][0] if refs[row.asset_id] else "",
                    "since": (row.introduced_at or row.created_at).isoformat(),
                },
            )
            for row in page
        ],
        "next": str(page[-1].id) if rows[limit:] else None,
        "waiting": desk.store.count(Proposal, *wanted),
    }


def _refs(
    desk: Desk, scheme: Scheme, page: Sequence[Proposal]
) -> dict[UUID, list[str]]:
    """Return by proposal the refs of its needs, and by asset its own."""
    within = members_of(desk, scheme.id)
    pairs = desk.store.find(
        ProposalNeed, col(ProposalNeed.proposal_id).in_([row.id for row in page])
    )
    needs = desk.store.find(
        Need, col(Need.id).in_({pair.need_id for pair in pairs}), within=within
    )
    assets = desk.store.find(
        Asset, col(Asset.id).in_({row.asset_id for row in page}), within=within
    )
    called = {need.id: need.ref for need in needs}
    found: dict[UUID, list[str]] = {row.id: [] for row in page}
    for pair in pairs:
        found[pair.proposal_id].append(called.get(pair.need_id, ""))
    return found | {asset.id: [asset.ref] for asset in assets}
