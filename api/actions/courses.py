"""Courses that may open: how each stands, for its hub and whoever runs the scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from api.actions.courses_case import Course, course_of
from api.actions.courses_case import stands as stands_today
from api.actions.courses_deciding import (
    give_up_course,
    open_course,
    replace_tutor,
    reserve_parent,
    set_bookable,
    take_in,
)
from api.actions.courses_planning import mark_due_openings, plan_openings
from api.actions.courses_sessions import days_planned
from api.actions.desk import Desk
from api.actions.pages import page_of
from api.actions.performing import reads
from api.actions.proposals_case import Case, within_scheme
from api.permissions import shown
from api.records import Asset, Hub, Opening, Scheme
from api.steps import london_day, open_acts, opening_machine
from api.steps import reads as stands
from api.store import among, col, or_, read

__all__ = [
    "give_up_course",
    "list_openings",
    "mark_due_openings",
    "open_course",
    "plan_openings",
    "read_opening",
    "replace_tutor",
    "reserve_parent",
    "set_bookable",
    "take_in",
]


@reads("opening.read", on=Opening)
def read_opening(desk: Desk, row: Opening) -> dict[str, Any]:
    """Return how a course stands: seats, parents by step, tutors, what is missing."""
    course = course_of(desk, row)
    values = {
        "id": str(row.id),
        "version": row.version,
        "scheme_id": str(course.asset.scheme_id),
        "asset": {"id": str(row.asset_id), "ref": course.asset.ref},
        "round_id": str(row.round_id) if row.round_id else None,
        "state": row.state,
        "reads": _reads(desk, row),
        "decide_by": row.decide_by.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "seats": _wall(course, "seats"),
        "limits": {name: _wall(course, name) for name in course.rules.build.limits},
        "parents": _parents(course),
        "tutors": [_tutor(case) for case in course.team],
        "missing": _missing(course),
        "about": _about(course),
        "open_acts": list(open_acts(opening_machine(0), row.state)),
    }
    return shown("opening", desk.audiences, row.state, values)


@reads("opening.list", on=Scheme)
def list_openings(
    desk: Desk,
    scheme: Scheme,
    *,
    state: str = "",
    after: UUID | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return the courses planned, newest first; a member's hub sees its own."""
    return page_of(
        desk,
        Opening,
        col(Opening.asset_id).in_(_courses(desk, scheme)),
        *([col(Opening.state) == state] if state else []),
        show=lambda rows: _lines(desk, scheme, rows),
        after=after,
        limit=limit,
    )


def _courses(desk: Desk, scheme: Scheme) -> Any:
    """Return the ids, for ``in_``, of the scheme's courses that are theirs to see."""
    taking_part = [desk.store.organisation_id, *within_scheme(desk, scheme.id)]
    wanted: list[Any] = [
        col(Asset.organisation_id).in_(taking_part),
        col(Asset.scheme_id) == scheme.id,
    ]
    home = desk.who.organisation_id
    if home not in {None, scheme.organisation_id}:
        rooms = among(Hub.id, col(Hub.organisation_id) == home)
        at_home = col(Asset.organisation_id) == home
        wanted.append(or_(at_home, col(Asset.hub_id).in_(rooms)))
    return among(Asset.id, *wanted)


def _lines(
    desk: Desk, scheme: Scheme, rows: Sequence[Opening]
) -> Iterator[dict[str, Any]]:
    """Yield a line for each course of a page."""
    within = within_scheme(desk, scheme.id)
    wanted = [row.asset_id for row in rows]
    assets = desk.store.find(Asset, col(Asset.id).in_(wanted), within=within)
    at = {asset.hub_id for asset in assets if asset.hub_id}
    rooms = desk.store.find(Hub, col(Hub.id).in_(at), within=within) if at else ()
    cells = read(desk.store, assets, ["values"], within=within)
    names = {hub.id: hub.name for hub in rooms}
    by_id = {asset.id: asset for asset in assets}
    for row in rows:
        asset = by_id[row.asset_id]
        said = cells.get((asset.id, "values")) or {}
        hub = names.get(asset.hub_id, "") if asset.hub_id else ""
        yield _line(desk, row, asset) | {"hub": hub, "course": said.get("course", "")}


def _line(desk: Desk, row: Opening, asset: Asset) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "asset": {"id": str(asset.id), "ref": asset.ref},
        "state": row.state,
        "reads": _reads(desk, row),
        "decide_by": row.decide_by.isoformat(),
    }


def _about(course: Course) -> dict[str, Any]:
    """Return what a course is, where and when, and how many it opens with."""
    said, first = course.values, course.day("first_session")
    hub = course.desk.store.get(Hub, course.asset.hub_id, within=course.within)
    days = days_planned(course, first, hub, ()) if first and hub else []
    return {
        "course": said.get("course", ""),
        "hub": hub.name if hub else "",
        "room": said.get("room"),
        "opens_with": said.get(course.rules.build.opens_with, 0),
        "sessions": [day.isoformat() for day in days],
        "children": sum(sum(case.row.uses.values()) for case in course.parents),
    }


def _reads(desk: Desk, row: Opening) -> str:
    return stands(row.state, decide_by=row.decide_by, today=london_day(desk.now))


def _wall(course: Course, name: str) -> dict[str, int] | None:
    wall = course.seats.get(name)
    return None if wall is None else {"most": wall.most, "held": wall.held}


def _parents(course: Course) -> dict[str, int]:
    """Return counts of parents: on the reserve, asked, waiting for the hub, coming."""
    states = [case.row.state for case in course.parents for _ in case.needs]
    waiting = sum(len(case.needs) for case in course.waiting())
    return {
        "reserve": states.count("drafted"),
        "asked": states.count("offered") - waiting,
        "said_yes": waiting,
        "coming": course.coming(),
    }


def _tutor(case: Case) -> dict[str, Any]:
    assert case.staff is not None
    return {
        "proposal": str(case.row.id),
        "ref": case.staff.ref,
        "state": case.row.state,
        "available": case.row.available and not case.row.frozen,
        "stands": stands_today(case) if case.row.state == "agreed" else "",
    }


def _missing(course: Course) -> list[str]:
    """Return what opening would wait for today, its tutors and their checks."""
    if course.row.state != "planned":
        return []
    met = set(course.staffed())
    return [need for need in ("tutors", "checks") if need not in met]
