"""Sessions: listed, booked, led, registered, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.hubs import near, neighbours
from api.actions.performing import acts, reads
from api.actions.views import viewed_all
from api.permissions import About, NotThere, shown
from api.permissions.nouns.sessions import may_send, open_to
from api.records import Asset, Attendance, Hub, Leader, Person, Session
from api.store import col, read
from matcher.errors import Refused

_GOES_ON = ("listed", "needs_cover")


@tells(Session)
def about_session(desk: Desk, session: Session) -> About:
    """Return who leads a session, who is booked on it, and whether it is open."""
    leaders = _people(desk, {row.person_id for row in _leaders(desk, session)})
    booked = _people(desk, {row.person_id for row in _booked(desk, session)})
    around = neighbours(desk, session.organisation_id)
    is_near = desk.who.organisation_id in around
    visitor = {desk.who.identity_id} - {None}
    if not open_to(session.shown, desk.who, near=is_near):
        visitor = set()
    return About(
        session.organisation_id,
        state=session.state,
        parties={
            "leader": frozenset(person.identity_id for person in leaders),
            "booked": frozenset(person.identity_id for person in booked),
            "visitor": frozenset(id_ for id_ in visitor if id_),
        },
    )


@reads("session.list")
def list_sessions(
    desk: Desk,
    *,
    hub_id: UUID | None = None,
    starts_from: datetime | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return the sessions that the caller may know of, as they were entered."""
    around = near(desk)
    seen = col(Session.shown) == "public"
    if may_send(desk.who):
        seen |= col(Session.shown) == "referral"
    if desk.who.has("hub") or desk.who.has("coordinator"):
        seen |= col(Session.organisation_id) == desk.who.organisation_id
    conditions: list[Any] = [seen | col(Session.id).in_(_mine(desk))]
    conditions.append(col(Session.starts_at) >= (starts_from or desk.now))
    if hub_id is not None:
        conditions.append(col(Session.hub_id) == hub_id)
    rows = desk.store.find(
        Session, *conditions, within=around, after=after, limit=limit + 1
    )
    return {
        "items": [
            shown("session", ("visitor",), "", _facts(session, ()))
            for session in rows[:limit]
        ],
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


@reads("session.read", on=Session)
def read_session(desk: Desk, session: Session) -> dict[str, Any]:
    """Return a session; who comes is another question."""
    leaders = [str(row.person_id) for row in _leaders(desk, session)]
    return shown("session", desk.audiences, "", _facts(session, leaders))


@acts("session.create", on=Hub, adds=True)
def add_session(desk: Desk, hub: Hub, **facts: Any) -> Done:
    """List a session at a hub.

    Raises
    ------
    Refused
        If it ends before it starts, or its asset is not the organisation's.
    """
    _check(desk, facts)
    session = desk.store.new(Session, hub_id=hub.id, **facts)
    desk.record("session.create", session, shown=session.shown)
    return desk.done(session)


@acts("session.change", on=Session)
def change_session(desk: Desk, session: Session, **facts: Any) -> Done:
    """Change a session that has not been held.

    Raises
    ------
    Refused
        If it is over or cancelled, or has more people booked than places.
    """
    _still(session)
    _check(desk, {"starts_at": session.starts_at, "ends_at": session.ends_at} | facts)
    if facts.get("places", session.places) < session.booked:
        raise Refused("More people are booked than that. Cancel their places first.")
    desk.store.change(session, **facts)
    desk.record("session.change", session, columns=sorted(facts))
    return desk.done(session)


@acts("session.cancel", on=Session)
def cancel_session(desk: Desk, session: Session) -> Done:
    """Cancel a session.

    Raises
    ------
    Refused
        If it is over or cancelled already.
    """
    _still(session)
    desk.store.change(session, state="cancelled")
    desk.record("session.cancel", session, booked=session.booked)
    return desk.done(session)


@acts("session.lead", on=Session)
def set_leader(
    desk: Desk, session: Session, *, person_id: UUID, leads: bool = True
) -> Done:
    """Say who leads a session, or no longer does.

    Raises
    ------
    NotThere
        If the person is not one of the organisation's, or of a neighbour's.
    """
    _still(session)
    person = desk.find(Person, person_id, within=near(desk))
    there = desk.store.one(
        Leader, Leader.session_id == session.id, Leader.person_id == person.id
    )
    if leads and there is None:
        desk.store.new(Leader, session_id=session.id, person_id=person.id)
    if not leads and there is not None:
        desk.store.delete_where(Leader, Leader.id == there.id)
    covered = session.state == "needs_cover" and leads
    desk.store.change(session, state="listed" if covered else session.state)
    desk.record("session.lead", session, leads=leads)
    return desk.done(session)


@acts("session.book", on=Session, adds=True)
def book_session(
    desk: Desk, session: Session, *, person_id: UUID | None = None
) -> Done:
    """Book a place, for oneself or, as staff who may refer, for somebody.

    Raises
    ------
    Refused
        If it is full, over, cancelled, or they are booked already.
    NotThere
        If the person is not theirs to book.
    """
    person = _whom(desk, person_id)
    taken = desk.store.change_where(
        Session,
        Session.id == session.id,
        col(Session.state).in_(_GOES_ON),
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
    desk.store.new(Attendance, session_id=session.id, person_id=person.id)
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
    _still(session)
    person = _whom(desk, person_id)
    gone = desk.store.delete_where(
        Attendance,
        Attendance.session_id == session.id,
        Attendance.person_id == person.id,
    )
    if not gone:
        raise Refused("No place is booked.")
    desk.store.change_where(
        Session, Session.id == session.id, booked=col(Session.booked) - 1
    )
    desk.record("session.unbook", session)
    return desk.done(session)


@reads("session.people", on=Session)
def session_people(desk: Desk, session: Session) -> dict[str, Any]:
    """Return who is booked, by name, to whoever holds the register."""
    booked = _booked(desk, session)
    people = {p.id: p for p in _people(desk, {row.person_id for row in booked})}
    within = {person.organisation_id for person in people.values()}
    names = read(desk.store, list(people.values()), ["name"], within=within)
    viewed_all(
        desk,
        "session.people",
        [(session, person.identity_id) for person in people.values()],
    )
    return {
        "items": [
            {
                "person_id": str(row.person_id),
                "name": names.get((row.person_id, "name"), ""),
                "came": row.came,
            }
            for row in booked
            if row.person_id in people
        ],
        "next": None,
    }


@acts("session.register", on=Session)
def register_who_came(
    desk: Desk, session: Session, *, came: Mapping[str, bool]
) -> Done:
    """Register who came; whoever came without a booking is added.

    Raises
    ------
    Refused
        If it has not begun, or was cancelled.
    NotThere
        If somebody named is not known here.
    """
    if session.state == "cancelled" or session.starts_at > desk.now:
        raise Refused("It has not begun, or it was cancelled: nobody came yet.")
    there = {row.person_id: row for row in _booked(desk, session)}
    for named, whether in came.items():
        person_id = UUID(named)
        if person_id in there:
            desk.store.change(there[person_id], came=whether)
        else:
            person = desk.find(Person, person_id, within=near(desk))
            desk.store.new(
                Attendance, session_id=session.id, person_id=person.id, came=whether
            )
    desk.store.change(session, state="held")
    desk.record("session.register", session, came=sum(came.values()))
    return desk.done(session)


def _facts(session: Session, leaders: Any) -> dict[str, Any]:
    cover = session.state == "needs_cover"
    return {
        "id": str(session.id),
        "version": session.version,
        "hub_id": str(session.hub_id),
        "asset_id": str(session.asset_id) if session.asset_id else None,
        "title": session.title,
        "kind": session.kind,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "places": session.places,
        "booked": session.booked,
        "full": session.booked >= session.places,
        "shown": session.shown,
        # Why a replacement is asked for is nobody's to guess from outside.
        "state": "listed" if cover else session.state,
        "cover": cover,
        "leaders": list(leaders),
    }


def _check(desk: Desk, facts: Mapping[str, Any]) -> None:
    if facts["ends_at"] <= facts["starts_at"]:
        raise Refused("It ends before it starts. Correct one of the two.")
    if facts.get("asset_id") is not None:
        desk.find(Asset, facts["asset_id"])


def _still(session: Session) -> None:
    if session.state not in _GOES_ON:
        raise Refused("It is over, or it was cancelled.")


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


def _leaders(desk: Desk, session: Session) -> list[Leader]:
    return list(desk.store.find(Leader, Leader.session_id == session.id))


def _booked(desk: Desk, session: Session) -> list[Attendance]:
    return list(desk.store.find(Attendance, Attendance.session_id == session.id))


def _people(desk: Desk, ids: set[UUID]) -> list[Person]:
    return list(desk.store.across("party", Person, col(Person.id).in_(ids)))


def _mine(desk: Desk) -> set[UUID]:
    """Return the sessions that the caller leads, or is booked on."""
    if desk.who.person_id is None:
        return set()
    mine = desk.who.person_id
    leads = desk.store.across("party", Leader, Leader.person_id == mine)
    booked = desk.store.across("party", Attendance, Attendance.person_id == mine)
    return {row.session_id for row in leads} | {row.session_id for row in booked}
