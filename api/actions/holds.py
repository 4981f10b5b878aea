"""Legal holds: nothing of somebody is deleted until they are lifted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.desk import Desk, Done
from api.actions.performing import acts, reads
from api.permissions import About
from api.records import Hold, Person
from api.steps import london_day
from api.store import col
from matcher.errors import Refused


@acts("person.hold", on=Person, adds=True)
def place_hold(
    desk: Desk, person: Person, *, rule: str, until: date | None = None
) -> Done:
    """Place a legal hold, under a rule that is named.

    Raises
    ------
    Refused
        Its last day lies in the past.
    """
    if until is not None and until < london_day(desk.now):
        raise Refused("The last day of a hold lies ahead, or it has none.")
    row = desk.store.new(
        Hold,
        person_id=person.id,
        rule=rule,
        placed_by=desk.who.account_id,
        until=until,
    )
    desk.record("person.hold", row)
    return desk.done(row, version=row.version)


@acts("hold.lift", on=Hold)
def lift_hold(desk: Desk, hold: Hold) -> Done:
    """Lift a legal hold.

    Raises
    ------
    Refused
        It was lifted before.
    """
    if hold.lifted_at is not None:
        raise Refused("This hold was lifted before.")
    desk.store.change(hold, lifted_at=desk.now)
    desk.record("hold.lift", hold)
    return desk.done(hold)


@tells(Hold)
def about_hold(desk: Desk, hold: Hold) -> About:
    """Return whom a hold is about."""
    person = desk.find(Person, hold.person_id)
    return About(hold.organisation_id, people=frozenset({person.identity_id}))


@reads("person.holds", on=Person)
def list_holds(desk: Desk, person: Person) -> dict[str, Any]:
    """Return somebody's legal holds, lifted ones as well."""
    rows = desk.store.find(Hold, Hold.person_id == person.id)
    items = [
        {
            "id": str(row.id),
            "version": row.version,
            "rule": row.rule,
            "until": row.until.isoformat() if row.until else None,
            "lifted_at": row.lifted_at.isoformat() if row.lifted_at else None,
        }
        for row in rows
    ]
    return {"items": items, "next": None}


def live_holds(desk: Desk, people: Collection[UUID]) -> list[Hold]:
    """Return the holds of these people that stand today."""
    today = london_day(desk.now)
    rows = desk.store.find(
        Hold, col(Hold.person_id).in_(people), col(Hold.lifted_at).is_(None)
    )
    return [row for row in rows if row.until is None or row.until >= today]
