"""One's own proposals: by the rows one stands behind, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.mine import (
    WHY,
    Condition,
    Mine,
    Parties,
    mine_of,
    open_at,
    opens_of,
    page_across,
)
from api.actions.pages import Line
from api.actions.proposals_showing import state_for, step_of
from api.actions.proposals_yes import answered_by_me
from api.permissions import FIELDS, shown
from api.records import (
    Asset,
    Decision,
    Proposal,
    ProposalNeed,
    SchemeVersion,
    Staff,
)
from api.steps import GOING, GONE
from api.store import among, and_, col, or_

_STATES = {*GOING, "agreed"}


def mine_among(
    desk: Desk, *, needs: Collection[UUID] | None, after: UUID | None, limit: int
) -> Line:
    """Return a page of the proposals that have come to who is asking.

    Whatever their organisation; with the fields that a list may show, no more.
    """
    mine = mine_of(desk)
    condition = _come_to(mine)
    if needs is not None:
        wanted = col(ProposalNeed.need_id).in_(needs)
        those = among(ProposalNeed.proposal_id, wanted)
        condition = and_(condition, col(Proposal.id).in_(those))
    return page_across(
        desk,
        Proposal,
        condition,
        show=lambda rows: _lines(mine, rows),
        after=after,
        limit=limit,
    )


def _come_to(mine: Mine) -> Condition:
    """Say that a proposal is of one's rows, at a step that has come to one."""
    needs = mine.through_needs(ProposalNeed.proposal_id, ProposalNeed.need_id)
    held = among(Asset.id, mine.behind(Asset))
    engaged = among(Staff.id, mine.behind(Staff))
    no_staff = col(Proposal.staff_id).is_(None)
    sides = [
        and_(col(Proposal.id).in_(needs), _told(mine.parties)),
        and_(col(Proposal.asset_id).in_(held), no_staff, _told({"holder", "hub"})),
        and_(col(Proposal.staff_id).in_(engaged), _told({"holder", "hub"})),
    ]
    if mine.desk.who.holds("hub"):
        assets = among(Asset.id, mine.at_hub())
        sides.append(
            and_(
                col(Proposal.asset_id).in_(assets),
                no_staff,
                col(Proposal.scheme_version_id).in_(open_at(mine, assets)),
                _told({"hub"}),
            )
        )
    return or_(*sides)


def _told(parties: Collection[str]) -> Condition:
    """Say that a proposal is at a step at which some of these parties see anything.

    A row that one of them does not see after all is left out where it is shown: that a
    scheme has no disclosure is not the row's own.
    """
    steps = {
        step.removeprefix("open:")
        for party in parties
        for step in FIELDS.get(("proposal", party), {})
    }
    ways: list[Condition] = [col(Proposal.state).in_(sorted(steps & _STATES))]
    if "approved:later" in steps:
        later = col(Proposal.introduced_at).is_not(None)
        ways.append(and_(Proposal.state == "approved", later))
    if any(step.startswith("ended:") for step in steps):
        heard = col(Proposal.offered_at).is_not(None)
        ways.append(and_(col(Proposal.state).in_(GONE), heard))
    return or_(*ways)


def _lines(mine: Mine, rows: Sequence[Proposal]) -> list[Line]:
    """Return a line for each proposal of a page; an empty one where nothing is seen."""
    pairs = mine.desk.store.across(
        WHY, ProposalNeed, col(ProposalNeed.proposal_id).in_([row.id for row in rows])
    )
    parties = mine.parties_through((pair.proposal_id, pair.need_id) for pair in pairs)
    asked = {
        **mine.stands(Asset, {row.asset_id for row in rows}),
        **mine.stands(Staff, {row.staff_id for row in rows if row.staff_id}),
    }
    versions = {row.scheme_version_id for row in rows}
    opens = opens_of(mine.desk, col(SchemeVersion.id).in_(versions))
    said = mine.desk.store.across(
        WHY,
        Decision,
        col(Decision.proposal_id).in_([row.id for row in rows]),
        col(Decision.person_id).in_(mine.own),
    )
    of = [(pair.proposal_id, pair.need_id) for pair in pairs]
    facts = {
        row.id: {
            "needs": [{"id": str(n)} for owner, n in of if owner == row.id],
            "answered": answered_by_me(row, said, mine.desk.who.person_id),
        }
        for row in rows
    }
    return [
        _shown(row, parties, asked, facts[row.id], opens=opens[row.scheme_version_id])
        for row in rows
    ]


def _shown(
    row: Proposal, needs: Parties, asked: Parties, facts: Line, *, opens: bool
) -> dict[str, Any]:
    parties = needs.get(row.id, set()) | asked.get(row.staff_id or row.asset_id, set())
    values = {
        "id": str(row.id),
        "scheme_id": str(row.scheme_id),
        "kind": row.kind,
        "state": state_for(row, staff=False),
        "available": row.available and not row.frozen,
        "expires_at": row.expires_at.isoformat() if row.expires_at else None,
        **facts,
    }
    return shown("proposal", parties, step_of(row, opens=opens), values)
