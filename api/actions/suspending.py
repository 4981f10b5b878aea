"""What a suspension stops, everywhere; each record then stands as one on hold.

What it does is done as the work does it, and looks like an ordinary hold to whoever
meets it: who suspended whom stands in the lead's own log, and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_about import accounts_of, at, rows_of_identity
from api.actions.proposals_ending import lapse_one
from api.actions.proposals_tasks import raise_task
from api.actions.safeguarding_tasks import ask_workers
from api.actions.schemes_in_use import rules_of
from api.auth import end_everything
from api.permissions import Who
from api.records import (
    Account,
    Asset,
    Emergency,
    Leader,
    Match,
    MatchNeed,
    Membership,
    Need,
    Person,
    Proposal,
    ProposalNeed,
    Session,
    Staff,
    Suspension,
)
from api.steps import london_day, match_machine, next_state, on_suspension
from api.store import col, or_

_WORK = Who(by="work")
LIVE_ROWS = {"live": "on_hold", "waiting": "paused"}
"""What a row that is on offer becomes, by its state."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything that a suspension of one human being reaches."""

    people: tuple[UUID, ...]
    needs: tuple[Need, ...]
    assets: tuple[Asset, ...]
    staff: tuple[Staff, ...]
    proposals: tuple[Proposal, ...]


def reach_of(desk: Desk, identity_id: UUID) -> Reach:
    """Find everything of somebody, in every organisation and scheme.

    A second adult of a household stands for its assets; a child's family is not the
    child, so that nobody's need is stopped for a parent's sake.
    """
    return reach_of_people(
        desk, [person.id for person in rows_of_identity(desk, identity_id)]
    )


def reach_of_people(desk: Desk, ids: Collection[UUID]) -> Reach:
    """Find everything of some people at once."""
    store = desk.store
    needs = store.across("identity", Need, col(Need.person_id).in_(ids))
    assets = store.across("identity", Asset, _theirs(Asset, ids))
    staff = store.across("identity", Staff, _theirs(Staff, ids))
    pairs = store.across(
        "identity", ProposalNeed, col(ProposalNeed.need_id).in_(_ids(needs))
    )
    proposals = store.across(
        "identity",
        Proposal,
        or_(
            col(Proposal.asset_id).in_(_ids(assets)),
            col(Proposal.staff_id).in_(_ids(staff)),
            col(Proposal.id).in_([pair.proposal_id for pair in pairs]),
        ),
    )
    return Reach(
        tuple(ids), tuple(needs), tuple(assets), tuple(staff), tuple(proposals)
    )


def stop_everywhere(desk: Desk, identity_id: UUID) -> Counter[str]:
    """Stop everything of somebody; done again, it stops only what is new."""
    reach = reach_of(desk, identity_id)
    counts: Counter[str] = Counter()
    rows: tuple[Need | Asset | Staff, ...] = (*reach.needs, *reach.assets, *reach.staff)
    for row in rows:
        counts["on_hold"] += _put_on_hold(desk, row)
    for proposal in reach.proposals:
        counts[_stop_proposal(desk, proposal)] += 1
    for match in matches_of(desk, reach):
        counts[_stop_match(desk, match)] += 1
    for emergency in emergencies_of(desk, reach):
        there = _working(desk, emergency.organisation_id)
        need = desk.store.across("identity", Need, Need.id == emergency.need_id)
        ask_workers(there, emergency, need)
        counts["task_only"] += 1
    counts["sessions"] = _ask_for_cover(desk, reach.people)
    counts["sign_ins"] = _sign_out(desk, identity_id)
    del counts[""]
    return counts


def unfreeze(desk: Desk, identity_id: UUID) -> int:
    """Leave frozen proposals held for a person to look at; nothing goes on by itself.

    One that somebody else's suspension holds stays frozen.
    """
    found = 0
    for proposal in reach_of(desk, identity_id).proposals:
        if proposal.frozen and not _others_suspended(desk, proposal):
            there = _working(desk, proposal.organisation_id)
            there.store.change(proposal, frozen=False, available=False)
            there.record("proposal.hold", proposal, at=proposal.state)
            found += 1
    return found


def _put_on_hold(desk: Desk, row: Need | Asset | Staff) -> int:
    if row.state not in LIVE_ROWS:
        return 0
    there = _working(desk, row.organisation_id)
    there.store.change(row, state=LIVE_ROWS[row.state])
    there.record(f"{row.__tablename__}.hold", row, state=row.state)
    return 1


def _stop_proposal(desk: Desk, proposal: Proposal) -> str:
    there = _working(desk, proposal.organisation_id)
    steps = rules_of(there, proposal.scheme_version_id).steps
    # What is agreed is held by its match; an assignment has none beside itself.
    if proposal.frozen or (proposal.state == "agreed" and not proposal.staff_id):
        return ""
    then = on_suspension(steps, "proposal", proposal.state)
    if then == "lapse":
        lapse_one(there, proposal)
    elif then == "freeze":
        there.store.change(proposal, frozen=True)
        there.record("proposal.hold", proposal, at=proposal.state)
    return then


def matches_of(desk: Desk, reach: Reach) -> Iterable[Match]:
    """Return the matches of what somebody has, on either side."""
    pairs = desk.store.across(
        "identity", MatchNeed, col(MatchNeed.need_id).in_(_ids(reach.needs))
    )
    return desk.store.across(
        "identity",
        Match,
        or_(
            col(Match.asset_id).in_(_ids(reach.assets)),
            col(Match.id).in_([pair.match_id for pair in pairs]),
        ),
    )


def _stop_match(desk: Desk, match: Match) -> str:
    there = _working(desk, match.organisation_id)
    proposal = there.find(Proposal, match.proposal_id)
    steps = rules_of(there, proposal.scheme_version_id).steps
    then = on_suspension(steps, "match", match.state)
    if then == "pause":
        state = next_state(match_machine(steps), match.state, "pause")
        there.store.change(match, state=state)
        there.record("match.pause", match, state=state)
    elif then:
        ask_workers(there, match, _needs_of(there, match))
    return then


def _needs_of(desk: Desk, match: Match) -> list[Need]:
    pairs = desk.store.find(MatchNeed, MatchNeed.match_id == match.id)
    ids = [pair.need_id for pair in pairs]
    return list(desk.store.across("identity", Need, col(Need.id).in_(ids)))


def emergencies_of(desk: Desk, reach: Reach) -> Iterable[Emergency]:
    """Return the emergency placements of what somebody has that are not settled."""
    return desk.store.across(
        "identity",
        Emergency,
        or_(
            col(Emergency.asset_id).in_(_ids(reach.assets)),
            col(Emergency.need_id).in_(_ids(reach.needs)),
        ),
        col(Emergency.settled_at).is_(None),
    )


def led_sessions(desk: Desk, people: Collection[UUID]) -> Sequence[Session]:
    """Return the sessions ahead that somebody leads, and that nobody covers yet."""
    leads = desk.store.across("identity", Leader, col(Leader.person_id).in_(people))
    return desk.store.across(
        "identity",
        Session,
        col(Session.id).in_([lead.session_id for lead in leads]),
        Session.state == "listed",
        col(Session.starts_at) > desk.now,
    )


def _ask_for_cover(desk: Desk, people: Collection[UUID]) -> int:
    sessions = led_sessions(desk, people)
    for session in sessions:
        there = _working(desk, session.organisation_id)
        there.store.change(session, state="needs_cover")
        there.record("session.needs_cover", session)
        raise_task(there, session, "find_cover", "hub", due=london_day(desk.now))
        for person_id in _hub_staff(there):
            there.post(
                "message",
                once=f"session_replacement:{session.id}:{person_id}:{session.version}",
                message="session_replacement",
                person=person_id,
                audience="staff",
                about_table="session",
                about=session.id,
            )
    return len(sessions)


def _hub_staff(desk: Desk) -> list[UUID]:
    held = desk.store.find(
        Membership, Membership.role == "hub", col(Membership.ended_at).is_(None)
    )
    accounts = desk.store.find(
        Account, col(Account.id).in_({row.account_id for row in held})
    )
    return sorted(account.person_id for account in accounts)


def _sign_out(desk: Desk, identity_id: UUID) -> int:
    """End every sign-in; who is asking is also looked up anew at every request."""
    accounts = accounts_of(desk, identity_id)
    return sum(end_everything(desk.store, account) for account in accounts)


def _others_suspended(desk: Desk, proposal: Proposal) -> bool:
    store = desk.store
    pairs = store.across(
        "identity", ProposalNeed, ProposalNeed.proposal_id == proposal.id
    )
    needs = store.across(
        "identity", Need, col(Need.id).in_([pair.need_id for pair in pairs])
    )
    assets = store.across("identity", Asset, Asset.id == proposal.asset_id)
    staff = store.across("identity", Staff, Staff.id == proposal.staff_id)
    ids = {row.person_id for row in (*needs, *assets, *staff)}
    ids |= {row.beside_id for row in (*assets, *staff) if row.beside_id}
    people = store.across("identity", Person, col(Person.id).in_(ids))
    live = store.across(
        "identity",
        Suspension,
        col(Suspension.identity_id).in_([person.identity_id for person in people]),
        col(Suspension.lifted_at).is_(None),
    )
    return bool(live)


def _working(desk: Desk, organisation_id: UUID) -> Desk:
    return at(desk, organisation_id, _WORK)


def _theirs(kind: type[Asset | Staff], ids: Collection[UUID]) -> object:
    return or_(col(kind.person_id).in_(ids), col(kind.beside_id).in_(ids))


def _ids(rows: Iterable[Need | Asset | Staff]) -> list[UUID]:
    return [row.id for row in rows]
