"""Sessions: listed, booked, led, registered, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.hubs import near, neighbours
from api.actions.performing import acts, reads
from api.actions.rooms import check_room
from api.actions.sessions_booking import book_session, unbook_session
from api.actions.sessions_leading import set_leader, who_may_lead
from api.actions.sessions_people import (
    booked_of,
    leaders_of,
    people_known,
    people_of,
    register_who_came,
    session_people,
    still,
)
from api.mail import public_address, render
from api.permissions import About, shown
from api.permissions.nouns.sessions import may_send, open_to
from api.records import Asset, Attendance, Hub, Leader, Room, Session
from api.steps import london_day
from api.store import col
from matcher.errors import Refused

_CANCELLED = "session_cancelled"
_CHECKED = "starts_at ends_at places room_id age_from age_to creche".split()
GROUPS = {"under-2": "Under 2", "over-2": "2 to 5"}
"""The age groups of a creche, as the schemes of courses have them."""

__all__ = [
    "GROUPS",
    "add_session",
    "book_session",
    "cancel_session",
    "change_session",
    "list_sessions",
    "own_sessions",
    "people_known",
    "preview_cancelling",
    "read_session",
    "register_who_came",
    "session_people",
    "set_leader",
    "unbook_session",
    "who_may_lead",
]


@tells(Session)
def about_session(desk: Desk, session: Session) -> About:
    """Return who leads a session, who is booked on it, and whether it is open."""
    leaders = people_of(desk, {row.person_id for row in leaders_of(desk, session)})
    booked = people_of(desk, {row.person_id for row in booked_of(desk, session)})
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
    conditions: list[Any] = [seen | col(Session.id).in_(own_sessions(desk))]
    conditions.append(col(Session.starts_at) >= (starts_from or desk.now))
    if hub_id is not None:
        conditions.append(col(Session.hub_id) == hub_id)
    rows = desk.store.find(
        Session, *conditions, within=around, after=after, limit=limit + 1
    )
    return {
        "items": show_sessions(desk, rows[:limit], ("visitor",)),
        "next": str(rows[limit - 1].id) if len(rows) > limit else None,
    }


@reads("session.read", on=Session)
def read_session(desk: Desk, session: Session) -> dict[str, Any]:
    """Return a session; who comes is another question."""
    (line,) = show_sessions(desk, [session], desk.audiences)
    return line


@acts("session.create", on=Hub, adds=True)
def add_session(desk: Desk, hub: Hub, **facts: Any) -> Done:
    """List a session at a hub.

    Raises
    ------
    Refused
        If it ends before it starts, its room is too small or taken, or its creche has
        more seats than its staff may look after.
    """
    _check(desk, hub.id, facts)
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
    still(session)
    now = {name: getattr(session, name) for name in _CHECKED}
    _check(desk, session.hub_id, now | facts, but=session.id)
    if facts.get("places", session.places) < session.booked:
        raise Refused("More people are booked than that. Cancel their places first.")
    desk.store.change(session, **facts)
    desk.record("session.change", session, columns=sorted(facts))
    return desk.done(session)


@reads("session.cancel", on=Session)
def preview_cancelling(desk: Desk, session: Session) -> dict[str, Any]:
    """Return the notice that a cancellation sends, and to how many."""
    letter = render(
        _CANCELLED,
        None,
        {"link": session.id.hex, "day": london_day(session.starts_at)},
        "family",
        address=public_address(desk.app.settings),
    )
    return {
        "version": session.version,
        "subject": letter.subject,
        "text": letter.text,
        "people": len(_told(desk, session)),
    }


@acts("session.cancel", on=Session)
def cancel_session(desk: Desk, session: Session) -> Done:
    """Cancel a session; whoever comes or leads is told.

    Raises
    ------
    Refused
        If it is over or cancelled already.
    """
    still(session)
    told = _told(desk, session)
    desk.store.change(session, state="cancelled")
    for person_id, audience in sorted(told.items()):
        desk.post(
            "message",
            once=f"{_CANCELLED}:{session.id}:{person_id}",
            message=_CANCELLED,
            person=person_id,
            audience=audience,
            about_table="session",
            about=session.id,
        )
    desk.record("session.cancel", session, booked=session.booked, told=len(told))
    return desk.done(session, told=len(told))


def show_sessions(
    desk: Desk, rows: Sequence[Session], audiences: Sequence[str]
) -> list[dict[str, Any]]:
    """Return sessions as far as these audiences see them."""
    ids = {row.id for row in rows}
    leading: dict[UUID, list[str]] = {}
    if {*audiences} - {"visitor", "booked"}:
        for each in desk.store.find(Leader, col(Leader.session_id).in_(ids)):
            leading.setdefault(each.session_id, []).append(str(each.person_id))
    homes = {row.organisation_id for row in rows}
    wanted = {row.room_id for row in rows if row.room_id}
    rooms = desk.store.find(Room, col(Room.id).in_(wanted), within=homes)
    hubs = desk.store.find(
        Hub, col(Hub.id).in_({row.hub_id for row in rows}), within=homes
    )
    names = {room.id: room.name for room in rooms} | {h.id: h.name for h in hubs}
    mine = _booked_by(desk, ids)
    return [
        shown(
            "session",
            audiences,
            "",
            _facts(row, leading.get(row.id, ()))
            | {
                "hub": names.get(row.hub_id, ""),
                "room": names.get(row.room_id, "") if row.room_id else "",
                "yours": row.id in mine,
            },
        )
        for row in rows
    ]


def _booked_by(desk: Desk, ids: set[UUID]) -> set[UUID]:
    """Return on which of these sessions whoever asks is booked."""
    rows = desk.store.across(
        "party",
        Attendance,
        Attendance.person_id == desk.who.person_id,
        col(Attendance.session_id).in_(ids),
    )
    return {row.session_id for row in rows}


def _told(desk: Desk, session: Session) -> dict[UUID, str]:
    """Return who hears that a session is cancelled, with the words they are told in."""
    told = {row.person_id: "family" for row in booked_of(desk, session)}
    return told | {row.person_id: "holder" for row in leaders_of(desk, session)}


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
        "room_id": str(session.room_id) if session.room_id else None,
        "age_from": session.age_from,
        "age_to": session.age_to,
        "creche": bool(session.creche),
        "creche_seats": session.creche or [],
    }


def _check(
    desk: Desk, hub_id: UUID, facts: Mapping[str, Any], *, but: UUID | None = None
) -> None:
    if facts["ends_at"] <= facts["starts_at"]:
        raise Refused("It ends before it starts. Correct one of the two.")
    if facts.get("asset_id") is not None:
        desk.find(Asset, facts["asset_id"])
    low, high = facts.get("age_from"), facts.get("age_to")
    if low is not None and high is not None and high < low:
        raise Refused("The oldest age is below the youngest. Correct one of the two.")
    for row in facts.get("creche") or ():
        _check_staff(row)
    if facts.get("room_id") is not None:
        when = (facts["starts_at"], facts["ends_at"])
        places = facts["places"]
        check_room(desk, facts["room_id"], hub_id, places=places, when=when, but=but)


def _check_staff(row: Mapping[str, Any]) -> None:
    """Refuse more seats in a creche than its staff may look after."""
    if row["group"] not in GROUPS:
        raise Refused("There is no such age group in a creche.")
    may = int(row["adults"]) * int(row["each"])
    if int(row["seats"]) > may:
        raise Refused(
            f"{GROUPS[row['group']]}: the adults there may look after {may} children. "
            "Offer fewer seats, or find another adult."
        )


def own_sessions(desk: Desk) -> set[UUID]:
    """Return the sessions that the caller leads, or is booked on."""
    if desk.who.person_id is None:
        return set()
    mine = desk.who.person_id
    leads = desk.store.across("party", Leader, Leader.person_id == mine)
    booked = desk.store.across("party", Attendance, Attendance.person_id == mine)
    return {row.session_id for row in leads} | {row.session_id for row in booked}
