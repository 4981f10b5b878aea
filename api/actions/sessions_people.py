"""Who is booked on a session, and who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.hubs import near
from api.actions.performing import acts, reads
from api.actions.views import viewed_all
from api.permissions import NotThere
from api.records import (
    Attendance,
    Hub,
    Leader,
    Person,
    Session,
)
from api.store import col, keep, read
from matcher.errors import Refused

GOES_ON = ("listed", "needs_cover")
MOST_KNOWN = 30


@reads("session.people", on=Session)
def session_people(desk: Desk, session: Session) -> dict[str, Any]:
    """Return who is booked, by name, and what is to be known of their children."""
    booked = booked_of(desk, session)
    within = {row.organisation_id for row in booked}
    care = read(
        desk.store, [row for row in booked if row.creche], ["care"], within=within
    )
    people = {p.id: p for p in people_of(desk, {row.person_id for row in booked})}
    names = named(desk, list(people.values()))
    viewed_all(
        desk,
        "session.people",
        [(session, person.identity_id) for person in people.values()],
    )
    return {
        "items": [
            {
                "person_id": str(row.person_id),
                "name": names.get(row.person_id, ""),
                "came": row.came,
                "creche": row.creche or {},
                "care": care.get((row.id, "care"), ""),
            }
            for row in booked
            if row.person_id in people
        ],
        "next": None,
    }


@reads("session.people", on=Hub)
def people_known(desk: Desk, hub: Hub) -> dict[str, Any]:
    """Return who came to this hub's sessions last, by name: never another's people."""
    at_hub = desk.store.find(
        Session, Session.hub_id == hub.id, limit=100, newest_first=True
    )
    ids = [session.id for session in at_hub]
    rows = desk.store.find(
        Attendance, col(Attendance.session_id).in_(ids), newest_first=True, limit=200
    )
    wanted = list(dict.fromkeys(row.person_id for row in rows))[:MOST_KNOWN]
    people = desk.store.find(Person, col(Person.id).in_(wanted))
    viewed_all(desk, "session.people", [(hub, p.identity_id) for p in people])
    names = named(desk, list(people))
    lines = [{"person_id": str(id_), "name": name} for id_, name in names.items()]
    return {"items": sorted(lines, key=lambda line: line["name"])}


@acts("session.register", on=Session)
def register_who_came(
    desk: Desk,
    session: Session,
    *,
    came: Mapping[str, bool],
    joined: Sequence[str] = (),
) -> Done:
    """Register who came; whoever came without a booking is added.

    Parameters
    ----------
    joined : sequence of str
        Names of people who came and are not known here yet.

    Raises
    ------
    Refused
        If it has not begun, or was cancelled.
    NotThere
        If somebody named is not known here.
    """
    if session.state == "cancelled" or session.starts_at > desk.now:
        raise Refused("It has not begun, or it was cancelled: nobody came yet.")
    there = {row.person_id: row for row in booked_of(desk, session)}
    for person_id, whether in ((UUID(id_), did) for id_, did in came.items()):
        if person_id in there:
            desk.store.change(there[person_id], came=whether)
        else:
            person = desk.find(Person, person_id, within=near(desk))
            _joins(desk, session, person, came=whether)
    for name in filter(str.strip, joined):
        _joins(desk, session, new_person(desk, name), came=True)
    desk.store.change(session, state="held")
    desk.record("session.register", session, came=sum(came.values()) + len(joined))
    return desk.done(session)


def still(session: Session) -> None:
    """Let something be done with a session that goes on.

    Raises
    ------
    Refused
        It is over, or was cancelled.
    """
    if session.state not in GOES_ON:
        raise Refused("It is over, or it was cancelled.")


def leaders_of(desk: Desk, session: Session) -> list[Leader]:
    """Return who leads a session."""
    return list(desk.store.find(Leader, Leader.session_id == session.id))


def booked_of(desk: Desk, session: Session) -> list[Attendance]:
    """Return who is booked on a session."""
    return list(desk.store.find(Attendance, Attendance.session_id == session.id))


def people_of(desk: Desk, ids: set[UUID]) -> list[Person]:
    """Return people by their ids, whosever they are."""
    return list(desk.store.across("party", Person, col(Person.id).in_(ids)))


def named(desk: Desk, people: list[Person]) -> dict[UUID, str]:
    """Return people's names by their ids."""
    within = {person.organisation_id for person in people}
    said = read(desk.store, people, ["name"], within=within)
    return {each.id: str(said.get((each.id, "name")) or "") for each in people}


def _joins(desk: Desk, session: Session, person: Person, *, came: bool) -> None:
    desk.store.new(Attendance, session_id=session.id, person_id=person.id, came=came)


def new_person(desk: Desk, name: str) -> Person:
    """Write down somebody at the desk: a name is enough.

    Raises
    ------
    NotThere
        Only the session's own hub or its coordinator does that.
    """
    if not {"hub", "coordinator"} & {*desk.audiences}:
        raise NotThere
    person = desk.store.new(Person, kind="adult")
    keep(desk.store, person, person.id, name=name.strip())
    return person
