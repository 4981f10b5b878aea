"""Who leads a session: who may be asked, and what stands in the way on its day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.hubs import near
from api.actions.performing import acts, reads
from api.actions.sessions_fitness import Fitness, course_of, fitness_of
from api.actions.sessions_people import leaders_of, named, people_of, still
from api.actions.views import viewed_all
from api.permissions import shown
from api.records import Account, Leader, Membership, Person, Session, Staff, Suspension
from api.steps import london_day
from api.store import col
from matcher.candidates.wording import spoken_day
from matcher.errors import Refused

LEADING = ("hub", "helper", "holder")
"""Whoever has one of these roles may be asked to lead a session."""
MOST = 100


@acts("session.lead", on=Session)
def set_leader(
    desk: Desk, session: Session, *, person_id: UUID, leads: bool = True
) -> Done:
    """Say who leads a session, or no longer does.

    Raises
    ------
    NotThere
        If the person is not one of the organisation's, or of a neighbour's.
    Refused
        If they are not available, and why is nobody's to see; or a check of theirs, or
        what a course asks of who leads it, is not in order on the day.
    """
    still(session)
    person = desk.find(Person, person_id, within=near(desk))
    there = desk.store.one(
        Leader, Leader.session_id == session.id, Leader.person_id == person.id
    )
    if leads and person.identity_id in _suspended(desk, [person]):
        raise Refused("This person is not available.")
    if leads:
        _fit(session, fitness_of(desk, session, [person])[person.id])
    if leads and there is None:
        desk.store.new(Leader, session_id=session.id, person_id=person.id)
    if not leads and there is not None:
        desk.store.delete_where(Leader, Leader.id == there.id)
    covered = session.state == "needs_cover" and leads
    desk.store.change(session, state="listed" if covered else session.state)
    desk.record("session.lead", session, leads=leads)
    return desk.done(session)


@reads("session.lead", on=Session)
def who_may_lead(desk: Desk, session: Session) -> dict[str, Any]:
    """Return who could be asked, what each still lacks, and who leads by now."""
    leading = {row.person_id for row in leaders_of(desk, session)}
    people = [*people_of(desk, leading), *_may_lead(desk, session)]
    there = {person.id: person for person in people}
    away = _suspended(desk, list(there.values()))
    names = named(desk, list(there.values()))
    fit = fitness_of(desk, session, list(there.values()))
    lines = [
        {
            "person_id": str(person.id),
            "name": names.get(person.id, ""),
            "leads": person.id in leading,
            "lacks": list(fit[person.id].lacks),
            "unknown": fit[person.id].unknown,
        }
        for person in there.values()
        if person.identity_id not in away
    ]
    viewed_all(
        desk, "session.lead", [(session, each.identity_id) for each in there.values()]
    )
    return {"items": [shown("leading", desk.audiences, "", line) for line in lines]}


def _fit(session: Session, found: Fitness) -> None:
    """Let only somebody lead who is fit to on the day.

    Raises
    ------
    Refused
        With what is missing.
    """
    if found.lacks:
        day = spoken_day(london_day(session.starts_at))
        raise Refused(f"They cannot lead it on {day}: {'; '.join(found.lacks)}.")


def _may_lead(desk: Desk, session: Session) -> list[Person]:
    """Return colleagues and volunteers, and for a course those who lead its kind."""
    held = desk.store.find(
        Membership,
        col(Membership.role).in_(LEADING),
        col(Membership.ended_at).is_(None),
        limit=MOST,
    )
    accounts = desk.store.find(
        Account,
        col(Account.id).in_({row.account_id for row in held}),
        Account.state == "active",
    )
    ids = {row.person_id for row in accounts}
    course = course_of(desk, session)
    if course is not None:
        wanted = col(Staff.scheme_id) == course.scheme_id, Staff.state == "live"
        rows = desk.store.find(Staff, *wanted, within=near(desk), limit=MOST)
        ids |= {row.person_id for row in rows}
    return list(desk.store.find(Person, col(Person.id).in_(ids), within=near(desk)))


def _suspended(desk: Desk, people: list[Person]) -> set[UUID]:
    rows = desk.store.across(
        "identity",
        Suspension,
        col(Suspension.identity_id).in_({each.identity_id for each in people}),
        col(Suspension.lifted_at).is_(None),
    )
    return {row.identity_id for row in rows}
