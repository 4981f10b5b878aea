"""The last step: every yes is there, gates pass once more, and a match exists."""

from __future__ import annotations

from datetime import timedelta

from api.actions.proposals_case import Case, case_of
from api.actions.proposals_moving import move_through_gates, take_back
from api.actions.proposals_telling import CHILD_SIDE, asked_first, tell
from api.actions.proposals_yes import still_asked
from api.records import Ask, Claim, Match, MatchNeed, Proposal, ProposalNeed, Review
from api.steps import next_review, path_of, planned_end
from api.store import Taken, col, new_or_taken
from matcher.errors import Refused


def agree_if_complete(case: Case, *, said: str = "agreed", **facts: str) -> bool:
    """Make a match where every capacity has a yes; False where it is not time yet.

    Parameters
    ----------
    said, facts
        The kind of message that tells of it, and what that kind carries.

    Raises
    ------
    Refused
        Somebody of it has a live match already.
    """
    before_last = path_of(case.rules.steps)[-2]
    if case.row.state != before_last or still_asked(case):
        return False
    safe = ["confirmed_safe"] if case.row.holds else []
    went = move_through_gates(
        case, "agree", "every_yes", *safe, agreed_at=case.desk.now
    )
    if went:
        if case.needs:
            _match(case)
        usual = (*asked_first(case), "holder", *CHILD_SIDE)
        tell(case, said, usual if said == "agreed" else asked_first(case), **facts)
    return went


def _match(case: Case) -> None:
    steps, row, store = case.rules.steps, case.row, case.desk.store
    match = store.new(
        Match,
        scheme_id=row.scheme_id,
        proposal_id=row.id,
        asset_id=row.asset_id,
        starts=case.today,
        planned_end=planned_end(case.today, steps.term_months),
    )
    for need in case.needs:
        person = case.people[need.person_id]
        try:
            new_or_taken(
                store,
                MatchNeed,
                match_id=match.id,
                scheme_id=row.scheme_id,
                need_id=need.id,
                one_live_id=person.identity_id if steps.one_live else None,
            )
        except Taken:
            raise Refused(
                "There is a live match already. It has to end first."
            ) from None
        store.change(need, state="matched", first_waiting=False)
    _dates(case, match)
    _settle_others(case)
    case.desk.record("match.make", match, needs=len(case.needs))


def _dates(case: Case, match: Match) -> None:
    """Write down the first meetings, a week apart, and the first review."""
    steps, store = case.rules.steps, case.desk.store
    for number in range(steps.first_meetings or 0):
        due = match.starts + timedelta(weeks=number + 1)
        store.new(Review, match_id=match.id, kind="meeting", due=due)
    if steps.review_weeks:
        due = next_review(match.starts, steps.review_weeks)
        store.new(Review, match_id=match.id, kind="review", due=due)


def _settle_others(case: Case) -> None:
    """Give up the claim: the match stands for it. Drafts for the same needs go."""
    row, store = case.row, case.desk.store
    store.delete_where(Claim, col(Claim.holder_id).in_([row.id, row.ask_id or row.id]))
    if row.ask_id:
        store.change_where(
            Ask, Ask.id == row.ask_id, Ask.state == "confirmed", state="closed"
        )
    mine = [need.id for need in case.needs]
    pairs = store.find(ProposalNeed, col(ProposalNeed.need_id).in_(mine))
    others = store.find(
        Proposal,
        col(Proposal.id).in_({pair.proposal_id for pair in pairs} - {row.id}),
        col(Proposal.state).in_(("drafted", "approved")),
    )
    for other in others:
        take_back(case_of(case.desk, other), "withdraw", tells=False)
