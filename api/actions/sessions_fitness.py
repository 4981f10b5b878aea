"""Whether somebody is fit to lead a session on its day: in words, what they lack.

A course asks of its leaders what its scheme asks of staff. For anything else, a check
that is written down with the organisation and has run out stands in the way; where none
is written down nothing is known, and the hub is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.checks_found import Check, checks_of, sheet_of_checks
from api.actions.desk import Desk
from api.actions.hubs import near
from api.actions.missing import standing
from api.actions.rows_showing import SHEETS, rules_for
from api.records import Asset, Person, Session, Staff
from api.snapshots.rows import values_of
from api.steps import london_day
from api.store import col
from matcher.candidates.wording import spoken_day
from matcher.schemes import Scheme as Rules

Cells = Mapping[str, Any]
_CHECK = {
    "none": "no check is written down",
    "level": "their check is not of the level that is asked for",
    "no_date": "their check has no date",
    "undecided": "their check waits for a decision",
    "refused": "their check is not in order",
}


@dataclass(frozen=True, slots=True)
class Fitness:
    """What stands in the way of somebody who is to lead.

    Parameters
    ----------
    lacks : tuple of str
        What is missing, in plain words; empty where nothing is.
    unknown : bool
        Whether no check of theirs is written down, and none was asked for.
    """

    lacks: tuple[str, ...] = ()
    unknown: bool = False


def course_of(desk: Desk, session: Session) -> Asset | None:
    """Return the course that a session is of, whosever it is."""
    if session.asset_id is None:
        return None
    found = desk.store.across("locate", Asset, col(Asset.id) == session.asset_id)
    return found[0] if found else None


def fitness_of(
    desk: Desk, session: Session, people: Sequence[Person]
) -> Mapping[UUID, Fitness]:
    """Return by person whether they are fit to lead a session, on its day."""
    day, course = london_day(session.starts_at), course_of(desk, session)
    if course is not None and rules_for(desk, course).build.staffing:
        return _for_course(desk, course, people, day)
    return _for_any(desk, people, day)


def _for_course(
    desk: Desk, course: Asset, people: Sequence[Person], day: date
) -> dict[UUID, Fitness]:
    rules = rules_for(desk, course)
    rows = _rows(desk, Staff, people, Staff.scheme_id == course.scheme_id)
    cells = values_of(desk.store, [course, *rows], within=tuple(near(desk)))
    one = rules.sheets["staff"].one
    absent = Fitness((f"they are not a {one} of {rules.title}",))
    found = {person.id: absent for person in people}
    for row in rows:
        lacks = tuple(_lacks(rules, cells[row.id], cells[course.id], day))
        there = ("they are not available",) if row.state != "live" else ()
        found[row.person_id] = Fitness(there or lacks)
    return found


def _lacks(rules: Rules, cells: Cells, course: Cells, day: date) -> Iterator[str]:
    for item in standing(rules, "staff", cells, day):
        if not item["good"]:
            yield _said(item)
    for gate in rules.gates:
        if gate.left == "staff" and gate.kind == "one_of":
            wanted = course.get(str(gate.options["asset"]))
            if wanted not in (cells.get(str(gate.options["need"])) or ()):
                yield "this course is not one that they lead"


def _said(item: Mapping[str, Any]) -> str:
    if item["kind"] == "flag":
        return f"{item['title'].lower()} is not ticked"
    if item["kind"] == "count":
        return f"{item['title'].lower()}: {item['have']} of {item['wanted']}"
    if item["state"] == "late":
        return _until(date.fromisoformat(item["until"]))
    return _CHECK[item["state"]]


def _for_any(desk: Desk, people: Sequence[Person], day: date) -> dict[UUID, Fitness]:
    """Look at the checks that are written down with this organisation alone."""
    checks: dict[UUID, list[Check]] = {person.id: [] for person in people}
    for kind in (Staff, Asset):
        rows = _rows(desk, kind, people, own=True)
        cells = values_of(desk.store, rows)
        one = {row.scheme_id: row for row in rows}
        asks = {scheme: rules_for(desk, row) for scheme, row in one.items()}
        for row in rows:
            asked = asks[row.scheme_id]
            if sheet_of_checks(asked) == SHEETS[kind]:
                found = checks_of(asked, cells[row.id], day)
                checks[row.person_id] += [each for each in found if not each.partner]
    return {id_: _judged(found) for id_, found in checks.items()}


def _judged(checks: Sequence[Check]) -> Fitness:
    """Let one check in order be enough, wherever it is written down."""
    known = [check for check in checks if check.state != "missing"]
    if not known:
        return Fitness(unknown=True)
    if any(check.state in {"valid", "running_out"} for check in known):
        return Fitness()
    last = max(known, key=lambda check: check.expires or date.min)
    if last.state == "expired" and last.expires:
        return Fitness((_until(last.expires),))
    return Fitness((_CHECK["refused"],))


def _until(day: date) -> str:
    return f"their check is good until {spoken_day(day)} only"


def _rows(
    desk: Desk,
    kind: type[Any],
    people: Sequence[Person],
    *conditions: Any,
    own: bool = False,
) -> Sequence[Any]:
    return desk.store.find(
        kind,
        col(kind.person_id).in_({person.id for person in people}),
        col(kind.state) != "closed",
        *conditions,
        within=() if own else near(desk),
    )
