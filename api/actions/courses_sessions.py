"""A course's dated sessions: the same time each week, without the days it is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.actions.closures import closed_days
from api.actions.courses_case import Course
from api.actions.proposals_case import Case
from api.records import Attendance, Hub, Leader, Session
from api.steps import is_working_day
from matcher.errors import Refused

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5
_LONGEST = timedelta(weeks=60)


def plan_sessions(
    course: Course, starts: time, minutes: int, closed: Collection[date]
) -> int:
    """List a course's sessions, with its tutors and the parents who come.

    Returns
    -------
    int
        How many.

    Raises
    ------
    Refused
        The course has no first day, or no hub.
    """
    first = course.day("first_session")
    hub = course.desk.store.get(Hub, course.asset.hub_id, within=course.within)
    if first is None or hub is None:
        raise Refused("Sessions need the course's first day and its hub. Add them.")
    coming = [case for case in course.parents if case.row.state == "agreed"]
    parents = {
        need.person_id: _children(case) for case in coming for need in case.needs
    }
    leading = [case for case in course.team if case.row.state == "agreed"]
    tutors = {case.staff.person_id for case in leading if case.staff is not None}
    days = days_planned(course, first, hub, closed)
    for day in days:
        at = datetime.combine(day, starts, LONDON).astimezone(UTC)
        session = _list(course, hub, (at, at + timedelta(minutes=minutes)), parents)
        for person in sorted(tutors):
            course.desk.store.new(
                Leader,
                organisation_id=hub.organisation_id,
                session_id=session.id,
                person_id=person,
            )
    return len(days)


def days_planned(
    course: Course, first: date, hub: Hub, closed: Collection[date]
) -> list[date]:
    """Return the days of a course: its hub's closed days are skipped, and these."""
    shut = closed_days(course.desk, hub, first, first + _LONGEST)
    many = course.rules.steps.sessions or 1
    return list(days_of(first, many, {*shut, *closed}))


def days_of(first: date, many: int, closed: Collection[date]) -> Iterator[date]:
    """Yield the days of so many weekly sessions from the first day on.

    Days in `closed` and bank holidays are skipped, and the course ends later for it.
    """
    day, left = first, many
    while left and day < first + _LONGEST:
        holiday = day.weekday() < _SATURDAY and not is_working_day(day)
        if day not in closed and not holiday:
            left -= 1
            yield day
        day += timedelta(weeks=1)


def _list(
    course: Course,
    hub: Hub,
    when: tuple[datetime, datetime],
    parents: Mapping[UUID, Mapping[str, int]],
) -> Session:
    """List one session, with everybody who comes booked on it."""
    store, home = course.desk.store, {"organisation_id": hub.organisation_id}
    session = store.new(
        Session,
        **home,
        hub_id=hub.id,
        asset_id=course.asset.id,
        title=str(course.values.get("course") or course.rules.title).replace("-", " "),
        kind="course",
        starts_at=when[0],
        ends_at=when[1],
        places=max(course.seats["seats"].most, len(parents)),
        booked=len(parents),
        shown="referral",
    )
    for person, children in sorted(parents.items()):
        booked = {"session_id": session.id, "person_id": person}
        store.new(Attendance, **home, **booked, creche=dict(children) or None)
    return session


def _children(case: Case) -> dict[str, int]:
    """Return how many children come to the creche with a parent, by age group."""
    return {
        name.removeprefix("creche-"): many
        for name, many in case.row.uses.items()
        if name.startswith("creche-") and many
    }
