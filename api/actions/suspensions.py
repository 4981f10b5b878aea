"""Suspension: a lead's one action stops somebody everywhere; only a lead lifts it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from api.actions.about import tells
from api.actions.app import App
from api.actions.desk import Desk, Done
from api.actions.pages import page_of
from api.actions.people_about import at, called, rows_of_identity
from api.actions.performing import acts, perform, reads
from api.actions.suspending import stop_everywhere, unfreeze
from api.actions.suspending_preview import would_stop
from api.actions.views import viewed
from api.permissions import About, NotThere, Who, shown
from api.records import Concern, Person, Suspension
from api.store import Stale, Taken, col, keep, new_or_taken, value
from matcher.errors import Refused

_TRIES = 5


@acts("person.suspend", on=Person, adds=True)
def suspend_person(
    desk: Desk, person: Person, *, why: str, concern_id: UUID | None = None
) -> Done:
    """Suspend somebody in every organisation and scheme, at once.

    What it does is `api.steps.on_suspension`'s word; the reason is sealed.

    Raises
    ------
    Refused
        They are suspended already.
    NotThere
        The concern is not one of this lead's organisation.
    """
    assert desk.who.organisation_id is not None
    desk.store = at(desk, desk.who.organisation_id).store
    if concern_id is not None:
        _readable(desk, desk.find(Concern, concern_id))
    try:
        row = new_or_taken(
            desk.store,
            Suspension,
            identity_id=person.identity_id,
            suspended_by=desk.who.account_id,
            concern_id=concern_id,
        )
    except Taken:
        raise Refused("This person is suspended already.") from None
    keep(desk.store, row, row.organisation_id, why=why)
    counts = stop_everywhere(desk, person.identity_id)
    desk.record("person.suspend", row, **counts)
    return desk.done(row)


@reads("person.suspend", on=Person)
def preview_suspension(desk: Desk, person: Person) -> dict[str, Any]:
    """Return what a suspension of somebody would stop, by counts; it stops nothing.

    The sessions that would need somebody else are named, for a lead to arrange cover.
    """
    viewed(desk, "person.suspend", person, person.identity_id)
    live = desk.store.across(
        "identity",
        Suspension,
        Suspension.identity_id == person.identity_id,
        col(Suspension.lifted_at).is_(None),
    )
    return {
        "id": str(person.id),
        "version": person.version,
        "names": called(desk, [person]),
        "already": bool(live),
        **would_stop(desk, person.identity_id),
    }


def suspend_steadily(app: App, who: Who, **asked: Any) -> Done:
    """Suspend somebody, again from the beginning where a record moved meanwhile.

    Parameters
    ----------
    **asked
        As `perform` takes them for `suspend_person`.

    Raises
    ------
    Stale
        Their records moved every time; nothing was done.
    """
    for _ in range(_TRIES - 1):
        with suppress(Stale):
            return perform(app, who, suspend_person, **asked)
    return perform(app, who, suspend_person, **asked)


@acts("suspension.lift", on=Suspension)
def lift_suspension(desk: Desk, row: Suspension) -> Done:
    """Lift a suspension; what it stopped waits for a person, one by one.

    Raises
    ------
    Refused
        It was lifted before.
    """
    if row.lifted_at is not None:
        raise Refused("This suspension was lifted before.")
    desk.store.change(row, lifted_at=desk.now, lifted_by=desk.who.account_id)
    held = unfreeze(desk, row.identity_id)
    desk.record("suspension.lift", row, held=held)
    return desk.done(row)


@tells(Suspension)
def about_suspension(desk: Desk, row: Suspension) -> About:  # noqa: ARG001 - as all
    """Return whom a suspension is about; they never see it."""
    return About(row.organisation_id, people=frozenset({row.identity_id}))


@reads("suspension.read", on=Suspension)
def read_suspension(desk: Desk, row: Suspension) -> dict[str, Any]:
    """Return a suspension with its reason."""
    viewed(desk, "suspension.read", row, row.identity_id)
    rows = rows_of_identity(desk, row.identity_id)
    line = _line(row, [str(person.id) for person in rows]) | {
        "why": value(desk.store, row, "why"),
        "names": sorted({each["name"] for each in called(desk, rows)} - {""}),
    }
    return shown("suspension", desk.audiences, "", line)


@reads("suspension.list")
def list_suspensions(
    desk: Desk, *, after: UUID | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return the suspensions that who is asking may see, without their reasons."""
    near = {desk.who.identity_id, *desk.who.connected}

    def show(rows: Sequence[Suspension]) -> Iterator[dict[str, Any] | None]:
        ids = {row.identity_id for row in rows}
        whose = desk.store.across("identity", Person, col(Person.identity_id).in_(ids))
        for row in rows:
            same = [str(p.id) for p in whose if p.identity_id == row.identity_id]
            seen = shown("suspension", desk.audiences, "", _line(row, same))
            yield None if row.identity_id in near else seen

    return page_of(desk, Suspension, show=show, after=after, limit=limit)


def _readable(desk: Desk, concern: Concern) -> None:
    """Refuse a concern that who is asking must not know of."""
    ids = [UUID(id_) for id_ in concern.about_people]
    people = desk.store.across("identity", Person, col(Person.id).in_(ids))
    near = {desk.who.identity_id, *desk.who.connected}
    if near & {person.identity_id for person in people}:
        raise NotThere


def _line(row: Suspension, people: list[str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "version": row.version,
        "people": people,
        "since": row.created_at.isoformat(),
        "concern": str(row.concern_id) if row.concern_id else None,
        "lifted_at": row.lifted_at.isoformat() if row.lifted_at else None,
    }
