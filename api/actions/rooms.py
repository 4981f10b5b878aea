"""Rooms of a hub: how many people each may hold, and whether it is free."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import NotThere, shown
from api.records import Hub, Room, Session
from api.store import col
from matcher.errors import Refused

MOST = 200


@reads("room.list")
def list_rooms(desk: Desk, *, hub_id: UUID | None = None) -> dict[str, Any]:
    """Return the rooms of one's own hubs, or of one of them."""
    conditions = [Room.hub_id == hub_id] if hub_id else []
    rooms = desk.store.find(Room, *conditions, limit=MOST)
    return {"items": [_line(desk, room) for room in rooms]}


@acts("room.add", on=Hub, adds=True)
def add_room(desk: Desk, hub: Hub, *, name: str, holds: int) -> Done:
    """Add a room to a hub.

    Raises
    ------
    Refused
        The hub has a room of this name.
    """
    if desk.store.count(Room, Room.hub_id == hub.id, Room.name == name):
        raise Refused("This hub has a room of this name already.")
    room = desk.store.new(Room, hub_id=hub.id, name=name, holds=holds)
    desk.record("room.add", room, holds=holds)
    return desk.done(room)


def check_room(
    desk: Desk,
    room_id: UUID,
    hub_id: UUID,
    *,
    places: int,
    when: tuple[datetime, datetime],
    but: UUID | None = None,
) -> None:
    """Let a session have a room that is large enough, and free then.

    Parameters
    ----------
    but : UUID, optional
        The session that has it already.

    Raises
    ------
    NotThere
        It is no room of this hub.
    Refused
        It holds fewer people, or there is something on in it.
    """
    room = desk.find(Room, room_id)
    if room.hub_id != hub_id:
        raise NotThere
    if places > room.holds:
        raise Refused(f"{room.name} holds {room.holds}. Choose fewer places.")
    taken = desk.store.find(
        Session,
        Session.room_id == room.id,
        col(Session.state) != "cancelled",
        col(Session.starts_at) < when[1],
        col(Session.ends_at) > when[0],
        limit=2,
    )
    if any(session.id != but for session in taken):
        raise Refused(f"There is something on in {room.name} at that time.")


def _line(desk: Desk, room: Room) -> dict[str, Any]:
    values = {
        "id": str(room.id),
        "version": room.version,
        "hub_id": str(room.hub_id),
        "name": room.name,
        "holds": room.holds,
    }
    return shown("room", desk.audiences, "", values)
