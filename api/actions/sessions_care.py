"""What whoever looks after children in a creche has to know: allergies and the like.

It is asked for the day, in the parent's words, and sealed under their key. The hub and
whoever leads read it on the register, which is logged; a sheet never brings it, and a
month after the session it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from api.actions.desk import Desk, Done
from api.actions.performing import acts
from api.actions.sessions_people import GOES_ON, still
from api.permissions import NotThere
from api.records import Attendance, Session
from api.store import col, keep
from matcher.errors import Refused

FIELD = "care"
LONGEST = 300


@acts("session.care", on=Session)
def note_care(desk: Desk, session: Session, *, person_id: UUID, care: str) -> Done:
    """Write down what is to be known of the children of somebody; "" clears it.

    For a course it counts for all of its sessions that are still to come.

    Raises
    ------
    NotThere
        If they are not booked.
    Refused
        If they bring no children to the creche, or it is over.
    """
    still(session)
    booked = _bookings(desk, session, person_id)
    if not any(row.session_id == session.id for row in booked):
        raise NotThere
    for row in booked:
        write_care(desk, row, care)
    desk.record("session.care", session)
    return desk.done(session)


def write_care(desk: Desk, row: Attendance, care: str) -> None:
    """Seal what is to be known for one booking, or take it away.

    Raises
    ------
    Refused
        If no children come to the creche with it.
    """
    said = care.strip()
    if said and not row.creche:
        raise Refused("Say first how many children come to the creche.")
    keep(desk.store, row, row.person_id, care=said or None)


def _bookings(desk: Desk, session: Session, person_id: UUID) -> Sequence[Attendance]:
    """Return somebody's booking, and for a course those that follow."""
    ids = [session.id]
    if session.asset_id is not None:
        rows = desk.store.find(
            Session,
            Session.asset_id == session.asset_id,
            col(Session.state).in_(GOES_ON),
            col(Session.starts_at) >= session.starts_at,
        )
        ids += [row.id for row in rows]
    return desk.store.find(
        Attendance,
        Attendance.person_id == person_id,
        col(Attendance.session_id).in_(ids),
    )
