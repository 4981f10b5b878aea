"""Two rows become one human being: every bar that held for either holds for both."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from api.actions.desk import Desk
from api.actions.people_about import at
from api.actions.proposals_tasks import raise_task
from api.actions.safeguarding_tasks import LEAD
from api.actions.suspending import stop_everywhere
from api.records import Connection, MatchNeed, Person, Row, Suspension, View
from api.snapshots.rows import APART
from api.steps import london_day
from api.store import Taken, change_or_taken, col, keep, read

ALSO = "lift_only_after_both"


def merge(desk: Desk, one: Person, other: Person) -> None:
    """Give all rows of two people one identity; a suspension of either is of both."""
    kept, gone = one.identity_id, other.identity_id
    if kept == gone:
        return
    suspended = bool(_live(desk, kept, gone))
    _move_suspensions(desk, kept, gone)
    _move_apart(desk, kept, gone)
    _move_connections(desk, kept, gone)
    _move(desk, View, View.identity_id == gone, identity_id=kept)
    _move_live(desk, kept, gone)
    _move(desk, Person, Person.identity_id == gone, identity_id=kept)
    desk.store.session.expire_all()
    if suspended:
        stop_everywhere(desk, kept)


def _live(desk: Desk, *identities: UUID) -> list[Suspension]:
    rows = desk.store.across(
        "identity",
        Suspension,
        col(Suspension.identity_id).in_(identities),
        col(Suspension.lifted_at).is_(None),
    )
    return list(rows)


def _move_suspensions(desk: Desk, kept: UUID, gone: UUID) -> None:
    """Move them; of two live ones the older stands, and its lead hears of the other."""
    rows = _live(desk, kept, gone)
    for later in rows[1:]:
        at(desk, later.organisation_id).store.change(later, lifted_at=desk.now)
        first = at(desk, rows[0].organisation_id)
        raise_task(first, rows[0], ALSO, LEAD, due=london_day(desk.now))
    _move(desk, Suspension, Suspension.identity_id == gone, identity_id=kept)


def _move_apart(desk: Desk, kept: UUID, gone: UUID) -> None:
    """Let everybody who is kept apart from the one be kept apart from both."""
    mine = desk.store.across("identity", Person, Person.identity_id == gone)
    for person in mine:
        for entry in _apart_of(desk, person):
            theirs = UUID(entry["identity"])
            for row in desk.store.across(
                "identity", Person, Person.identity_id == theirs
            ):
                there = at(desk, row.organisation_id).store
                entries = [
                    said | {"identity": str(kept)}
                    if said["identity"] == str(gone)
                    else said
                    for said in _apart_of(desk, row)
                ]
                keep(there, row, row.id, **{APART: entries})


def _apart_of(desk: Desk, person: Person) -> list[dict[str, Any]]:
    store = at(desk, person.organisation_id).store
    return list(read(store, [person], [APART]).get((person.id, APART), ()))


def _move_connections(desk: Desk, kept: UUID, gone: UUID) -> None:
    for name in ("identity_id", "other_identity_id"):
        column = getattr(Connection, name)
        for row in desk.store.across("identity", Connection, column == gone):
            _or_leave(desk, row, **{name: kept})


def _move_live(desk: Desk, kept: UUID, gone: UUID) -> None:
    # Two live matches that were there before stay as they are; a third is refused.
    rows = desk.store.across("identity", MatchNeed, MatchNeed.one_live_id == gone)
    for row in rows:
        _or_leave(desk, row, one_live_id=kept)


def _or_leave(desk: Desk, row: Connection | MatchNeed, **values: Any) -> None:
    """Change a row, unless the database holds that there is such a one already."""
    there = at(desk, row.organisation_id).store
    with suppress(Taken):
        change_or_taken(there, row, **values)


def _move(desk: Desk, kind: type[Row], condition: Any, **values: Any) -> None:
    organisations = {
        row.organisation_id for row in desk.store.across("identity", kind, condition)
    }
    for organisation_id in sorted(organisations):
        at(desk, organisation_id).store.change_where(kind, condition, **values)
