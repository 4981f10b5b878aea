"""Next best: after a decline, one more pair from today's records, to be sent."""

from __future__ import annotations

from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.proposals_drafting import draft_proposal
from api.actions.schemes_in_use import in_use
from api.actions.shortlists import Listing, reasons_from, shortlist_today, uses_of
from api.records import Proposal, ProposalNeed, Scheme
from api.steps import GOING, GONE
from api.store import col
from matcher.errors import Refused
from matcher.rounds import Listed


@acts("proposal.next_best", on=Proposal, adds=True)
def draft_next_best(desk: Desk, row: Proposal, *, asset_id: UUID | None = None) -> Done:
    """Draft the next best for the needs of a proposal that came to nothing.

    It takes the same way as any: approval, the child's side's word, preview, release.
    Nothing that is settled moves.

    Parameters
    ----------
    asset_id : UUID, optional
        Whom of today's shortlist; the first who was not asked yet where left out.

    Raises
    ------
    Refused
        The proposal still lives, another is on its way, or nobody is left to ask.
    """
    if row.state not in GONE or row.staff_id is not None:
        raise Refused("There is a next best only for what came to nothing.")
    scheme = desk.find(Scheme, row.scheme_id)
    pairs = desk.store.find(ProposalNeed, ProposalNeed.proposal_id == row.id)
    today = shortlist_today(desk, scheme, pairs[0].need_id)
    before = _proposals_for(desk, today)
    if any(other.state in GOING for other in before):
        raise Refused("Another proposal for this is on its way. Look at that first.")
    line = _choose(today, {o.asset_id for o in before if _was_asked(o)}, asset_id)
    new = draft_proposal(
        desk,
        scheme_id=scheme.id,
        scheme_version_id=in_use(desk, scheme).id,
        asset_id=today.frozen.assets[line.asset],
        need_ids=today.needs,
        reasons=reasons_from(today, line),
        kind="next_best",
        seats=today.seats,
        uses=uses_of(desk, scheme, today),
    )
    return desk.done(new)


def _was_asked(row: Proposal) -> bool:
    """Tell whether somebody heard of it or refused it: a rerun withdraws drafts."""
    return row.state != "withdrawn" or row.offered_at is not None


def _choose(today: Listing, asked: set[UUID], wanted: UUID | None) -> Listed:
    if wanted is not None:
        line = today.of(wanted)
        if line is None:
            raise Refused("This one is not available for it today.")
        return line
    for line in today.found.listed:
        if today.frozen.assets[line.asset] not in asked:
            return line
    raise Refused("Nobody is left on today's shortlist who was not asked.")


def _proposals_for(desk: Desk, today: Listing) -> list[Proposal]:
    pairs = desk.store.find(ProposalNeed, col(ProposalNeed.need_id).in_(today.needs))
    ids = {pair.proposal_id for pair in pairs}
    return list(desk.store.find(Proposal, col(Proposal.id).in_(ids)))
