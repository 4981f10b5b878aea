"""Booking a place on a session, with seats in its creche, and giving it back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.sessions_care import write_care
from api.actions.sessions_people import GOES_ON, booked_of, new_person, still
from api.permissions import NotThere
from api.permissions.nouns.sessions import may_send
from api.records import Attendance, Person, Session
from api.store import col
from matcher.errors import Refused


@acts("session.book", on=Session, adds=True)
def book_session(
    desk: Desk,
    session: Session,
    *,
    person_id: UUID | None = None,
    name: str = "",
    creche: Mapping[str, int] | None = None,
    care: str = "",
) -> Done:
    """Book a place, for oneself or, as staff who may refer, for somebody.

    Parameters
    ----------
    name : str
        Of somebody who is not known here yet; the session's own staff only.
    creche : mapping of str to int, optional
        How many children come to the creche, by age group.
    care : str
        What whoever looks after them has to know.

    Raises
    ------
    Refused
        If it is full, over, cancelled, or they are booked already.
    NotThere
        If the person is not theirs to book.
    """
    person = new_person(desk, name) if name.strip() else _whom(desk, person_id)
    taken = desk.store.change_where(
        Session,
        Session.id == session.id,
        col(Session.state).in_(GOES_ON),
        col(Session.booked) < col(Session.places),
        col(Session.starts_at) > desk.now,
        booked=col(Session.booked) + 1,
    )
    if not taken:
        raise Refused("There is no place left, or it is not on any more.")
    if desk.store.count(
        Attendance,
        Attendance.session_id == session.id,
        Attendance.person_id == person.id,
    ):
        raise Refused("There is a place booked already.")
    children = {group: many for group, many in (creche or {}).items() if many}
    _check_creche(desk, session, children)
    row = desk.store.new(
        Attendance,
        session_id=session.id,
        person_id=person.id,
        creche=children or None,
    )
    write_care(desk, row, care)
    desk.record("session.book", session)
    return desk.done(session)


@acts("session.unbook", on=Session, adds=True)
def unbook_session(
    desk: Desk, session: Session, *, person_id: UUID | None = None
) -> Done:
    """Give a place back.

    Raises
    ------
    Refused
        If no place was booked, or the session is over.
    """
    still(session)
    person = _whom(desk, person_id)
    booked = desk.store.one(
        Attendance,
        Attendance.session_id == session.id,
        Attendance.person_id == person.id,
    )
    if booked is None:
        raise Refused("No place is booked.")
    write_care(desk, booked, "")
    desk.store.delete_where(Attendance, Attendance.id == booked.id)
    desk.store.change_where(
        Session, Session.id == session.id, booked=col(Session.booked) - 1
    )
    desk.record("session.unbook", session)
    return desk.done(session)


def _check_creche(desk: Desk, session: Session, wanted: Mapping[str, int]) -> None:
    """Let children in as far as there are seats; a creche is never over-booked.

    Raises
    ------
    Refused
        There are fewer seats left, or there is no such group.
    """
    if not wanted:
        return
    seats = {row["group"]: int(row["seats"]) for row in session.creche or ()}
    rows = booked_of(desk, session)
    for group, many in wanted.items():
        held = sum((row.creche or {}).get(group, 0) for row in rows)
        if many < 0 or many + held > seats.get(group, 0):
            raise Refused("There are not so many seats left in the creche.")


def _whom(desk: Desk, person_id: UUID | None) -> Person:
    """Return for whom a place is: oneself, or whom staff may send."""
    if person_id is None or person_id == desk.who.person_id:
        found = desk.store.across("party", Person, Person.id == desk.who.person_id)
        if found:
            return found[0]
        raise NotThere
    if not may_send(desk.who):
        raise NotThere
    mine = desk.who.organisation_id
    return desk.find(Person, person_id, within=(mine,) if mine else ())
