"""What is on near a place, for anybody: sessions that are listed, and no others.

Nothing is asked of who looks and nothing is kept of it. A session by referral, a hidden
one and one that was cancelled are not there, whatever their address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.performing import reads
from api.permissions import NotThere, shown
from api.records import Hub, Room, Session
from api.steps import london_day
from api.store import col, or_
from matcher.errors import Refused
from matcher.gazetteer import kilometres, outcode_of

WHY = "public"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "stay-and-play": "Stay and play",
        "baby-group": "Baby group",
        "feeding": "Help with feeding",
        "health": "Health visitor",
        "course": "Course for parents",
        "talk": "Tea and a talk",
        "family-fun": "Family fun",
        "young-people": "For young people",
        "baby-bank": "Baby bank",
        "other": "Something else",
    }
)
"""What kinds of session there are, by code: how each is called on every page."""
BANDS = (0, 3, 8, 16, 32)
"""Kilometres at which one band of distances ends and the next begins."""
MILES = (0, 2, 5, 10, 20)
DAYS_AHEAD = 14
MOST = 50
_OPEN = ("listed", "needs_cover")


@reads("session.find")
def find_sessions(
    desk: Desk,
    *,
    place: str,
    age: int | None = None,
    weekday: int | None = None,
    kind: str = "",
) -> dict[str, Any]:
    """Return the listed sessions of the next 14 days near a place, nearest band first.

    Parameters
    ----------
    place : str
        A postcode; only its first half is used.
    age : int, optional
        A child's age in years.
    weekday : int, optional
        0 for Monday.

    Raises
    ------
    Refused
        It is no place that we know; the sentence does not repeat it.
    """
    far = _bands_to_hubs(desk, place)
    conditions: list[Any] = [
        col(Session.hub_id).in_(far),
        col(Session.starts_at) <= desk.now + timedelta(days=DAYS_AHEAD),
        *_listed(desk),
        *([col(Session.kind) == kind] if kind else []),
    ]
    if age is not None:
        conditions += _for_age(age)
    found = desk.store.across(WHY, Session, *conditions)
    rows = [
        row
        for row in found
        if weekday is None or london_day(row.starts_at).weekday() == weekday
    ]
    rows.sort(key=lambda row: (far[row.hub_id], row.starts_at, row.id))
    lines = _lines(desk, rows[:MOST], far)
    return {"items": list(lines), "more": len(rows) > MOST}


@reads("session.find", on=Session)
def find_session(desk: Desk, session: Session) -> dict[str, Any]:
    """Return one session that is listed.

    Raises
    ------
    NotThere
        It is by referral, hidden, cancelled, or over.
    """
    there = desk.store.across(WHY, Session, Session.id == session.id, *_listed(desk))
    if not there:
        raise NotThere
    (line,) = _lines(desk, there, {})
    return line


def said_of_band(band: int) -> str:
    """Return a band of distances in words: never a distance."""
    km, miles = list(pairwise(BANDS))[band], list(pairwise(MILES))[band]
    if band == 0:
        return f"Up to {km[1]} km away ({miles[1]} miles)"
    return f"{km[0]} to {km[1]} km away ({miles[0]} to {miles[1]} miles)"


def _listed(desk: Desk) -> list[Any]:
    return [
        col(Session.shown) == "public",
        col(Session.state).in_(_OPEN),
        col(Session.starts_at) > desk.now,
    ]


def _for_age(age: int) -> list[Any]:
    return [
        or_(col(Session.age_from).is_(None), col(Session.age_from) <= age),
        or_(col(Session.age_to).is_(None), col(Session.age_to) >= age),
    ]


def _bands_to_hubs(desk: Desk, place: str) -> dict[UUID, int]:
    """Return the band of each hub that is near enough, by its outcode alone."""
    codes = outcode_of(place)
    here = desk.app.gazetteer.find(codes[0]) if codes else None
    if here is None:
        raise Refused("We do not know this place. Try the first half of a postcode.")
    hubs = desk.store.across(WHY, Hub, col(Hub.outcode) != "")
    places = {hub.id: desk.app.gazetteer.find(hub.outcode) for hub in hubs}
    known = {id_: there for id_, there in places.items() if there}
    if not known:
        return {}
    lat, lon = zip(*((each.lat, each.lon) for each in known.values()), strict=True)
    km = kilometres([here.lat] * len(lat), [here.lon] * len(lon), lat, lon)
    return {
        id_: sum(float(away) > end for end in BANDS[1:])
        for id_, away in zip(known, km, strict=True)
        if away <= BANDS[-1]
    }


def _lines(
    desk: Desk, rows: Sequence[Session], far: Mapping[UUID, int]
) -> Iterable[dict[str, Any]]:
    hubs = _named(desk, Hub, {row.hub_id for row in rows})
    rooms = _named(desk, Room, {row.room_id for row in rows if row.room_id})
    for row in rows:
        hub = hubs[row.hub_id]
        values = {
            "id": str(row.id),
            "title": row.title,
            "kind": KINDS.get(row.kind, row.kind),
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
            "full": row.booked >= row.places,
            "age_from": row.age_from,
            "age_to": row.age_to,
            "creche": bool(row.creche),
            "room": rooms[row.room_id].name if row.room_id in rooms else "",
            "hub": {"name": hub.name, "outcode": hub.outcode},
            "band": far.get(hub.id),
            "distance": said_of_band(far[hub.id]) if hub.id in far else "",
        }
        yield shown("session", desk.audiences, "", values)


def _named(desk: Desk, kind: type[Any], ids: set[UUID]) -> dict[UUID, Any]:
    if not ids:
        return {}
    return {r.id: r for r in desk.store.across(WHY, kind, col(kind.id).in_(ids))}
