"""What a release would send: every message and card, as it is sent, before a button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.near import not_about_the_near
from api.actions.performing import reads
from api.actions.proposals_cases import cases_of
from api.actions.proposals_offering import previews_of
from api.actions.rounds_standing import (
    count_proposals,
    ready,
    ready_from,
    refs_of,
)
from api.actions.schemes_in_use import rules_of
from api.records import Proposal, Round


@reads("round.release", on=Round)
def preview_release(
    desk: Desk, round_: Round, *, after: UUID | None = None, limit: int = 10
) -> dict[str, Any]:
    """Return so many proposals that can be released, each exactly as it would go out.

    Returns
    -------
    dict
        ``items``, each an `offer_preview`; ``next``; and ``counts``, which say what
        waits for something else.
    """
    source = ready_from(rules_of(desk, round_.scheme_version_id).steps.approval)
    rows = desk.store.find(
        Proposal,
        Proposal.round_id == round_.id,
        Proposal.run_id == round_.run_id,
        *ready(source),
        *not_about_the_near(desk),
        after=after,
        limit=limit + 1,
    )
    page = rows[:limit]
    refs = refs_of(desk, round_, page)
    return {
        "items": [
            seen | refs[row.id]
            for seen, row in zip(
                previews_of(desk, cases_of(desk, page)), page, strict=True
            )
        ],
        "next": str(page[-1].id) if rows[limit:] else None,
        "counts": count_proposals.run(desk, round_),
    }
