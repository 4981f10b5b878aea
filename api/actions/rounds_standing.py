"""Where a round's proposals stand: how many at each step, and who still owes an answer.

Nobody reads in it about somebody they know: as in every list, those are not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import not_about_the_near
from api.actions.performing import reads
from api.actions.schemes_in_use import members_of, rules_of
from api.records import Asset, Need, Proposal, ProposalNeed, Round, Staff
from api.steps import GOING, GONE, HEARD, london_day
from api.store import col, find_among, or_


@reads("round.list", on=Round)
def count_proposals(desk: Desk, round_: Round) -> dict[str, Any]:
    """Return how many proposals of a round stand at each step, and how many are ready.

    Returns
    -------
    dict
        ``states``; ``ready`` for release; ``unasked``, for which the child's side has
        not said yet that they may be offered; ``approval``, where it stands.
    """
    steps = rules_of(desk, round_.scheme_version_id).steps
    mine = _of(desk, round_)
    states = Counter(
        {
            state: count
            for state in (*GOING, "agreed", *GONE)
            if (
                count := desk.store.count(Proposal, *mine, col(Proposal.state) == state)
            )
        }
    )
    source = ready_from(steps.approval)
    allowed = desk.store.count(Proposal, *mine, *ready(source))
    return {
        "states": dict(states),
        "all": states.total(),
        "ready": allowed,
        "unasked": states[source] - allowed,
        "approval": steps.approval,
        "waiting": sum(states[state] for state in HEARD),
    }


@reads("proposal.list", on=Round)
def list_answers(
    desk: Desk,
    round_: Round,
    *,
    state: str = "offered",
    after: UUID | None = None,
    limit: int = 25,
) -> dict[str, Any]:
    """Return a round's proposals at one step, with the refs of both sides.

    What was offered first ends first, and is listed first.
    """
    rows = desk.store.find(
        Proposal,
        *_of(desk, round_),
        col(Proposal.state) == state,
        after=after,
        limit=limit + 1,
    )
    page = rows[:limit]
    refs = refs_of(desk, round_, page)
    items = [_line(desk, row, refs[row.id]) for row in page]
    items.sort(key=lambda line: line["last_day"] or "")
    return {"items": items, "next": str(page[-1].id) if rows[limit:] else None}


def ready_from(approval: str) -> str:
    """Return the step from which a proposal is offered."""
    return "approved" if approval == "before_offer" else "drafted"


def ready(source: str) -> list[Any]:
    """Return the conditions under which a proposal can be released."""
    return [
        col(Proposal.state) == source,
        col(Proposal.worker_agreed_at).is_not(None),
        col(Proposal.available) == True,  # noqa: E712 - SQL
        col(Proposal.frozen) == False,  # noqa: E712 - SQL
    ]


def _of(desk: Desk, round_: Round) -> list[Any]:
    # What was withdrawn before it was offered, as by a rerun, nobody ever heard of.
    heard = or_(
        col(Proposal.state) != "withdrawn", col(Proposal.offered_at).is_not(None)
    )
    return [Proposal.round_id == round_.id, heard, *not_about_the_near(desk)]


def _line(desk: Desk, row: Proposal, refs: dict[str, Any]) -> dict[str, Any]:
    # An offer ends with the midnight that closes its last day.
    last = london_day(row.expires_at) - timedelta(days=1) if row.expires_at else None
    open_ = row.state == "offered" and last is not None
    return {
        "id": str(row.id),
        "version": row.version,
        "state": row.state,
        "kind": row.kind,
        "available": row.available and not row.frozen,
        "offered_at": row.offered_at.isoformat() if row.offered_at else None,
        "last_day": last.isoformat() if last else None,
        "days_left": (last - london_day(desk.now)).days if last and open_ else None,
        **refs,
    }


def refs_of(
    desk: Desk, round_: Round, rows: Sequence[Proposal]
) -> dict[UUID, dict[str, Any]]:
    """Return by proposal the refs of its needs, its asset and its staff."""
    within = members_of(desk, round_.scheme_id)
    pairs = find_among(
        desk.store, ProposalNeed, ProposalNeed.proposal_id, {row.id for row in rows}
    )
    ids = {pair.need_id for pair in pairs}
    needs = desk.store.find(Need, col(Need.id).in_(ids), within=within)
    assets = desk.store.find(
        Asset, col(Asset.id).in_({row.asset_id for row in rows}), within=within
    )
    helpers = desk.store.find(
        Staff,
        col(Staff.id).in_({row.staff_id for row in rows if row.staff_id}),
        within=within,
    )
    named = {row.id: row.ref for row in (*needs, *assets, *helpers)}
    return {
        row.id: {
            "needs": sorted(
                named.get(pair.need_id, "")
                for pair in pairs
                if pair.proposal_id == row.id
            ),
            "asset": named.get(row.asset_id, ""),
            "staff": named.get(row.staff_id, "") if row.staff_id else "",
        }
        for row in rows
    }
