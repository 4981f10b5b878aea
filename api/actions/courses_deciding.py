"""Deciding about a course: open, not starting, taken in later, more seats, reserve."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from api.actions.courses_case import Course, course_of
from api.actions.courses_planning import settle_task
from api.actions.courses_sessions import plan_sessions
from api.actions.courses_staffing import refill
from api.actions.desk import Desk, Done
from api.actions.near import not_near
from api.actions.performing import acts
from api.actions.proposals_answering import say_yes_for
from api.actions.proposals_case import Case, case_of
from api.actions.proposals_drafting import draft_proposal
from api.actions.proposals_moving import take_back
from api.actions.proposals_telling import tell
from api.actions.stock import set_cells
from api.permissions import NotThere
from api.records import Need, Opening, Proposal, ProposalNeed
from api.steps import GOING, needs_of, next_state, opening_machine
from api.store import SEATS, col, keep, set_seats
from matcher.errors import Refused

FIRST_SESSION = "first_session"
ROOM = "room"
"""The assets columns that say when a course begins, and how many its room holds."""


@acts("opening.open", on=Opening)
def open_course(
    desk: Desk,
    row: Opening,
    *,
    creche_staffed: bool = False,
    reason: str = "",
    starts: time | None = None,
    minutes: int = 120,
    closed: list[date] | None = None,
) -> Done:
    """Open a course: every parent who said yes and passes today has a match.

    Parameters
    ----------
    creche_staffed : bool
        The hub's word that enough checked staff look after the children who come;
        asked for only where some do.
    reason : str
        Why it opens with few parents; sealed.
    starts, minutes, closed
        When in the day its sessions begin, how long they last, and the days on which
        there is none: closures and half-term. Without `starts` none are listed.

    Raises
    ------
    IllegalStep
        It was decided already, or tutors, ratio, checks or the reason are missing.
    """
    course = course_of(desk, row)
    machine = opening_machine(0)
    next_state(machine, row.state, "open", given=needs_of(machine, row.state, "open"))
    _take_in(course)
    given = [*course.staffed(), *(["reason"] if reason.strip() else [])]
    if _ratio(course, creche_staffed):
        given.append("ratio")
    parents = course.coming()
    state = next_state(opening_machine(parents), row.state, "open", given=given)
    _decide(desk, row, state)
    if reason.strip():
        keep(desk.store, row, row.organisation_id, reason=reason)
    first = course.day(FIRST_SESSION)
    if first is not None:
        for case in course.team:
            if case.row.state == "agreed":
                tell(case, "course_open", ("holder",), day=first.isoformat())
    listed = 0
    if starts is not None:
        listed = plan_sessions(course, starts, minutes, frozenset(closed or ()))
    desk.record("opening.open", row, parents=parents, sessions=listed)
    return desk.done(row, parents=parents, sessions=listed)


@acts("opening.not_start", on=Opening)
def give_up_course(desk: Desk, row: Opening) -> Done:
    """Say that a course is not starting: everybody is told, and comes first next time.

    Raises
    ------
    IllegalStep
        It was decided already.
    """
    course = course_of(desk, row)
    state = next_state(opening_machine(0), row.state, "not_start")
    for case in course.cases:
        _let_go(case)
    _decide(desk, row, state)
    desk.record("opening.not_start", row, proposals=len(course.cases))
    return desk.done(row)


@acts("opening.take_in", on=Opening)
def take_in(desk: Desk, row: Opening) -> Done:
    """Take in the parents who said yes after the course was opened.

    Raises
    ------
    Refused
        It is not open.
    """
    if row.state != "open":
        raise Refused("This course is not open. Its hub opens it first.")
    joined = _take_in(course_of(desk, row))
    desk.store.change(row)
    desk.record("opening.take_in", row, parents=len(joined))
    return desk.done(row, parents=len(joined))


@acts("opening.set_seats", on=Opening)
def set_bookable(desk: Desk, row: Opening, *, bookable: int) -> Done:
    """Set how many seats can be booked, up to what the room holds.

    About one in five drops out, so a hub may book more than the course is meant for.
    The creche is never over-booked: its limits are not set here.

    Raises
    ------
    Refused
        The room holds fewer, or more seats are held by now.
    """
    course = course_of(desk, row)
    room = course.values.get(ROOM)
    if room is not None and bookable > int(room):
        raise Refused(f"The room holds {int(room)}. No more seats can be booked.")
    asset, column = course.asset, course.rules.build.capacity
    if not set_seats(desk.store, asset, most=bookable):
        raise Refused("More seats are held by now than that. Withdraw an offer first.")
    set_cells(desk, asset, **{column: bookable})
    desk.store.change(row)
    desk.record("opening.set_seats", row, bookable=bookable)
    return desk.done(row)


@acts("opening.reserve", on=Opening)
def reserve_parent(desk: Desk, row: Opening, *, need_id: UUID) -> Done:
    """Put a parent on a course's reserve: drafted, without a seat, and not told.

    When a seat is free it is offered like any other, and its gates run then.

    Raises
    ------
    NotThere
        The parent is who asks, or somebody they are connected to.
    Refused
        There is a proposal for this parent, or the course is not starting.
    """
    course = course_of(desk, row)
    if row.state == "not_starting":
        raise Refused("This course is not starting.")
    need = desk.find(Need, need_id, within=course.within)
    if need.scheme_id != course.asset.scheme_id:
        raise NotThere
    not_near(desk, need)
    if need.state != "waiting" or _proposed(desk, need):
        raise Refused("There is a proposal for this parent already, or a match.")
    _reserve(course, need)
    desk.store.change(row)
    desk.record("opening.reserve", row, need=str(need.id))
    return desk.done(row)


@acts("opening.replace_staff", on=Opening)
def replace_tutor(desk: Desk, row: Opening, *, proposal_id: UUID) -> Done:
    """Let a tutor go from a course that is planned, and draft the next one.

    Raises
    ------
    IllegalStep
        The course was decided about already.
    NotThere
        It is no live assignment of this course.
    """
    course = course_of(desk, row)
    next_state(opening_machine(0), row.state, "replace_staff")
    case = next((each for each in course.team if each.row.id == proposal_id), None)
    if case is None:
        raise NotThere
    if case.row.state == "agreed":
        _end_assignment(case, "withdrawn")
    else:
        take_back(case, "withdraw")
    found = refill(case)
    desk.store.change(row)
    desk.record("opening.replace_staff", row, found=found is not None)
    return desk.done(row, proposal=str(found.id) if found else None)


def _take_in(course: Course) -> list[Case]:
    """Say the hub's yes to every parent who waits for it; return who has a match now.

    One whose gates do not pass today is held alone, and reads "not available".
    """
    first = course.day(FIRST_SESSION)
    said: dict[str, Any] = (
        {"said": "course_open", "day": first.isoformat()} if first else {}
    )
    return [case for case in course.waiting() if say_yes_for(case, "hub", **said)]


def _ratio(course: Course, staffed: bool) -> bool:
    """Tell whether no limit is over-booked, and the children who come are looked after.

    Those whose match was made before count as well.
    """
    inside = all(
        wall.held <= wall.most for name, wall in course.seats.items() if name != SEATS
    )
    coming = [case for case in course.parents if case.row.state == "agreed"]
    return inside and (staffed or not course.children(coming))


def _decide(desk: Desk, row: Opening, state: str) -> None:
    desk.store.change(
        row, state=state, decided_by=desk.who.account_id, decided_at=desk.now
    )
    settle_task(desk, row)


def _let_go(case: Case) -> None:
    told = case.row.offered_at is not None
    if case.row.state == "agreed":
        if case.staff is not None:
            _end_assignment(case, "course_not_starting")
        return
    take_back(case, "not_starting", kind="course_not_starting")
    for need in case.needs:
        if told and need.state == "waiting":
            case.desk.store.change(need, first_waiting=True)


def _end_assignment(case: Case, kind: str) -> None:
    """Let a tutor go who had agreed: that yes was to a course that needs it no more."""
    case.desk.store.change(case.row, ended_at=case.desk.now)
    case.desk.record("proposal.let_go", case.row)
    tell(case, kind, ("holder",))


def _proposed(desk: Desk, need: Need) -> bool:
    pairs = desk.store.find(ProposalNeed, ProposalNeed.need_id == need.id)
    return bool(
        desk.store.count(
            Proposal,
            col(Proposal.id).in_([pair.proposal_id for pair in pairs]),
            col(Proposal.state).in_(GOING),
        )
    )


def _reserve(course: Course, need: Need) -> None:
    desk = course.desk
    row = draft_proposal(
        desk,
        scheme_id=course.asset.scheme_id,
        scheme_version_id=course.version_id,
        asset_id=course.asset.id,
        need_ids=[need.id],
        kind="next_best",
    )
    case = case_of(desk, row)
    cells = case.values[need.id]
    taken = {
        limit: int(cells.get(column) or 0)
        for limit, column in course.rules.build.uses.items()
    }
    desk.store.change(row, uses={name: much for name, much in taken.items() if much})
