"""A hub's week, and sessions in a series: the same time each week, but closed days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.actions.closures import closed_days
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.actions.sessions import add_session, show_sessions
from api.records import Hub, Session
from api.store import col
from matcher.errors import Refused

LONDON = ZoneInfo("Europe/London")
MOST = 40
"""Sessions of one series."""
_WEEK = timedelta(weeks=1)
_LONGEST = timedelta(weeks=60)


@reads("session.plan", on=Hub)
def week_of_hub(desk: Desk, hub: Hub, *, monday: date) -> dict[str, Any]:
    """Return a hub's sessions of one week in their order, and its closed days."""
    first = _instant(monday, time.min)
    rows = desk.store.find(
        Session,
        Session.hub_id == hub.id,
        col(Session.starts_at) >= first,
        col(Session.starts_at) < _instant(monday + _WEEK, time.min),
    )
    inside = sorted(rows, key=lambda row: (row.starts_at, row.id))
    closed = closed_days(desk, hub, monday, monday + timedelta(days=6))
    return {
        "items": show_sessions(desk, inside, desk.audiences),
        "closed": {day.isoformat(): what for day, what in sorted(closed.items())},
    }


@reads("session.create", on=Hub)
def preview_series(desk: Desk, hub: Hub, *, first: date, many: int) -> dict[str, Any]:
    """Return every date that a series would have, and every one that is skipped."""
    days, skipped = _days(desk, hub, first, many)
    return {
        "days": [day.isoformat() for day in days],
        "skipped": [
            {"day": day.isoformat(), "what": what} for day, what in skipped.items()
        ],
    }


@acts("session.create", on=Hub, adds=True)
def add_series(
    desk: Desk,
    hub: Hub,
    *,
    first: date,
    many: int,
    starts: time,
    minutes: int,
    **facts: Any,
) -> Done:
    """List sessions at the same time each week, closed days skipped: all, or none.

    Raises
    ------
    Refused
        As for one session; or there is no day left in a year.
    """
    days, _ = _days(desk, hub, first, many)
    made = []
    for day in days:
        at = _instant(day, starts)
        when = {"starts_at": at, "ends_at": at + timedelta(minutes=minutes)}
        made.append(add_session.run(desk, hub, **when, **facts))
    return Done(made[0].kind, made[0].id, {"sessions": [str(each.id) for each in made]})


def _days(
    desk: Desk, hub: Hub, first: date, many: int
) -> tuple[list[date], dict[date, str]]:
    """Return the days of a series, and those that are skipped with what is then.

    A single session may be on a closed day: that is somebody's own decision.
    """
    if not 1 <= many <= MOST:
        raise Refused(f"Plan 1 to {MOST} sessions at once.")
    if many == 1:
        return [first], {}
    closed = closed_days(desk, hub, first, first + _LONGEST)
    days: list[date] = []
    skipped: dict[date, str] = {}
    day = first
    while len(days) < many and day <= first + _LONGEST:
        if day in closed:
            skipped[day] = closed[day]
        else:
            days.append(day)
        day += _WEEK
    if len(days) < many:
        raise Refused("There are not so many open days in a year.")
    return days, skipped


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
