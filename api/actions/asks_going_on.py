"""An ask goes on: who is asked next, and when it is over."""

from __future__ import annotations

from collections.abc import Sequence

from api.actions.about import tells
from api.actions.desk import Desk
from api.actions.near import identities_of
from api.actions.proposals_case import Case, case_of, within_scheme
from api.actions.proposals_moving import held
from api.actions.proposals_offering import content_digest, send_offer
from api.actions.proposals_tasks import task
from api.permissions import About
from api.records import Ask, Asset, Claim, Need, Proposal, ProposalNeed
from api.steps import GONE, next_asked
from api.store import col

WAITING = ("drafted", "approved")


@tells(Ask)
def about_ask(desk: Desk, ask: Ask) -> About:
    """Return whom an ask is about: those it is for, and everybody it goes to."""
    store, within = desk.store, within_scheme(desk, ask.scheme_id)
    rows = members_of_ask(desk, ask)
    pairs = store.find(
        ProposalNeed, col(ProposalNeed.proposal_id).in_([row.id for row in rows])
    )
    needs = {ask.need_id, *(pair.need_id for pair in pairs)}
    assets = {row.asset_id for row in rows}
    people = identities_of(
        desk,
        (
            *store.find(Need, col(Need.id).in_(needs), within=within),
            *store.find(Asset, col(Asset.id).in_(assets), within=within),
        ),
    )
    return About(ask.organisation_id, ask.scheme_id, ask.state, people=people)


def members_of_ask(desk: Desk, ask: Ask) -> Sequence[Proposal]:
    """Return the proposals of an ask, in its order."""
    rows = desk.store.find(Proposal, Proposal.ask_id == ask.id)
    return sorted(rows, key=lambda row: (row.place_in_ask, row.id))


def go_on(case: Case) -> None:
    """Go on after one of an ask has ended: ask the next, or end the ask."""
    desk = case.desk
    ask = desk.find(Ask, case.row.ask_id)
    if ask.state == "open":
        ask_next(desk, ask)
    rows = members_of_ask(desk, ask)
    over = all(row.state in GONE for row in rows)
    fell_through = ask.state == "confirmed" and not any(row.holds for row in rows)
    if ask.state != "closed" and (over or fell_through):
        end_ask(desk, ask)
        task(case, "next_best", "coordinator")


def ask_next(desk: Desk, ask: Ask) -> int:
    """Ask whoever is next, as it was previewed; one who is not available is passed.

    Returns
    -------
    int
        How many were asked now.
    """
    asked = 0
    while True:
        rows = [row for row in members_of_ask(desk, ask) if _counts(row)]
        places = next_asked([row.state for row in rows], ask.how, at_most=len(rows))
        if not places:
            return asked
        for place in places:
            case = case_of(desk, rows[place])
            if rows[place].previewed != content_digest(case):
                # What was released is not what would be sent: somebody looks again.
                desk.store.change(rows[place], previewed="")
                task(case, "preview_again", "coordinator")
            elif send_offer(case):
                asked += 1


def end_ask(desk: Desk, ask: Ask) -> None:
    """Close an ask and free its need."""
    desk.store.change(ask, state="closed")
    desk.store.delete_where(Claim, Claim.holder_id == ask.id)
    desk.record("ask.close", ask)


def _counts(row: Proposal) -> bool:
    """Tell whether a member takes part: it is out, over, or ready to be asked."""
    return row.state not in WAITING or (bool(row.previewed) and not held(row))
