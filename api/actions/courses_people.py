"""Who could be put on a course's reserve, and who completed it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from api.actions.courses_case import course_of
from api.actions.desk import Desk
from api.actions.near import near_rows
from api.actions.performing import reads
from api.actions.sessions_people import named
from api.actions.views import viewed_all
from api.permissions import shown
from api.records import (
    Attendance,
    Need,
    Opening,
    Person,
    Proposal,
    ProposalNeed,
    Session,
)
from api.steps import GOING
from api.store import among, col, read

LOOKED_AT = 300
MOST = 30


@reads("opening.reserve", on=Opening)
def who_may_wait(desk: Desk, row: Opening) -> dict[str, Any]:
    """Return parents who asked for this course and have no proposal, by their refs.

    Those who waited longest come first; of the first 300 who wait, at most 30.
    """
    course = course_of(desk, row)
    homes = sorted({desk.store.organisation_id, *course.within})
    live = among(
        Proposal.id,
        col(Proposal.organisation_id).in_(homes),
        col(Proposal.state).in_(GOING),
    )
    taken = among(
        ProposalNeed.need_id,
        col(ProposalNeed.organisation_id).in_(homes),
        col(ProposalNeed.proposal_id).in_(live),
    )
    needs = desk.store.find(
        Need,
        Need.scheme_id == course.asset.scheme_id,
        Need.state == "waiting",
        col(Need.id).not_in(taken),
        col(Need.id).not_in(near_rows(desk, Need)),
        within=course.within,
        limit=LOOKED_AT,
    )
    held = read(desk.store, needs, ["values"], within=course.within)
    wanted = str(course.values.get("course", ""))
    fits = [n for n in needs if _asked(held.get((n.id, "values")), wanted)][:MOST]
    people = desk.store.find(
        Person, col(Person.id).in_([n.person_id for n in fits]), within=course.within
    )
    by_id = {person.id: person.identity_id for person in people}
    read_now = [(n, by_id[n.person_id]) for n in fits if n.person_id in by_id]
    viewed_all(desk, "opening.reserve", read_now)
    lines = [
        {
            "need": str(need.id),
            "ref": need.ref,
            "asked_on": need.created_at.date().isoformat(),
        }
        for need in fits
    ]
    return {"items": [shown("reserve", desk.audiences, "", line) for line in lines]}


@reads("opening.completed", on=Opening)
def who_completed(desk: Desk, row: Opening) -> dict[str, Any]:
    """Return who came to a course's sessions, by name, and to how many of them."""
    course = course_of(desk, row)
    at_course = desk.store.find(
        Session,
        Session.asset_id == course.asset.id,
        Session.state == "held",
        within=course.within,
    )
    ids = [session.id for session in at_course]
    came = desk.store.find(
        Attendance,
        col(Attendance.session_id).in_(ids),
        col(Attendance.came).is_(True),
        within=course.within,
    )
    many: Counter[UUID] = Counter(each.person_id for each in came)
    people = list(
        desk.store.find(Person, col(Person.id).in_(many), within=course.within)
    )
    viewed_all(
        desk, "opening.completed", [(row, person.identity_id) for person in people]
    )
    names = named(desk, people)
    lines = [
        {"name": names[person.id], "came": many[person.id], "of": len(ids)}
        for person in people
    ]
    lines.sort(key=lambda line: str(line["name"]))
    return {
        "items": [shown("completed", desk.audiences, "", line) for line in lines],
        "sessions": sorted(each.starts_at.isoformat() for each in at_course),
    }


def _asked(cells: Any, course: str) -> bool:
    """Tell whether a parent asked for this course, or for none in particular."""
    said = (cells or {}).get("course") or ()
    wanted = said.get("list", []) if isinstance(said, dict) else said
    return not wanted or course == wanted or course in wanted
